/** Random numbers that do not depend on the order of work. */
package io.spatho.core.random;

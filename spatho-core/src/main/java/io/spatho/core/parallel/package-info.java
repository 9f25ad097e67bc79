/** Threads whose number cannot change a result. */
package io.spatho.core.parallel;

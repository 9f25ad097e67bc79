/** Words and numbers of sentences. */
package io.spatho.core.text;

/** Failures that a user can act on; start with {@link io.spatho.core.error.Problem}. */
package io.spatho.core.error;

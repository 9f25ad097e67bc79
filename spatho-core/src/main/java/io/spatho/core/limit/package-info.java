/** What spatho believes of a file at most, in one place: {@link io.spatho.core.limit.Limit}. */
package io.spatho.core.limit;

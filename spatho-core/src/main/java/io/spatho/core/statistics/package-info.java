/** Tail probabilities and corrections for many tests; start at {@link io.spatho.core.statistics.BenjaminiHochberg}. */
package io.spatho.core.statistics;

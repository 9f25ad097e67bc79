/** Typed columns, as they stand in {@code obs} and {@code var} and in every table that is written. */
package io.spatho.core.table;

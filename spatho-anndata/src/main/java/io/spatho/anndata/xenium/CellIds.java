package io.spatho.anndata.xenium;

import io.spatho.core.table.Column;

/**
 * Cell ids as text, however a version stored them: strings, bytes, integers, or pairs of unsigned 32-bit numbers.
 *
 * <p>Source: 10x Genomics, Xenium Onboard Analysis, "cell ID format mapping": the first number as eight hexadecimal digits, highest
 * first, each digit 0 to 15 replaced by a letter a to p, then a dash and the second number, the data set's suffix.
 */
final class CellIds {

    private static final int DIGITS = 8;
    private static final int BITS = 4;
    private static final int MASK = 15;

    private CellIds() {}

    /** The id of a pair, such as {@code ffkpbaba-1}. */
    static String ofPair(int prefix, long suffix) {
        StringBuilder id = new StringBuilder(DIGITS + 2);
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            id.append((char) ('a' + ((prefix >>> (BITS * digit)) & MASK)));
        }
        return id.append('-').append(suffix).toString();
    }

    /** The ids in a column; whole numbers stored as floating point lose their fraction, missing ones stay {@code null}. */
    static String[] of(Column column) {
        String[] ids = new String[column.size()];
        for (int row = 0; row < ids.length; row++) {
            String text = column.text(row);
            ids[row] = text.isEmpty() ? null : text;
            boolean decimal = column instanceof Column.Doubles || column instanceof Column.Floats;
            if (decimal && ids[row] != null && column.number(row) == Math.rint(column.number(row))) {
                ids[row] = Long.toString((long) column.number(row));
            }
        }
        return ids;
    }
}

package io.spatho.anndata.visiumhd;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Names of bins, {@code s_<size>um_<row>_<column>-1}, as numbers: row in the upper half of a long, column in the lower, so that numbers
 * ascend as the platform orders bins.
 */
final class BinName {

    static final long NONE = -1;

    private static final int MOST_DIGITS = 7;

    private final ByteBuffer text;
    private int at;

    private BinName(ByteBuffer text) {
        this.text = text;
        this.at = text.position();
    }

    /** The number of a row and column. */
    static long of(int row, int column) {
        return (long) row << 32 | column;
    }

    static int row(long bin) {
        return (int) (bin >>> 32);
    }

    static int column(long bin) {
        return (int) bin;
    }

    /** The name of a bin of a size in whole micrometres. */
    static String name(int size, long bin) {
        return String.format(Locale.ROOT, "s_%03dum_%05d_%05d-1", size, row(bin), column(bin));
    }

    /** The bin that a name stands for, {@link #NONE} when it is no name of a bin of that size. */
    static long parse(ByteBuffer text, int size) {
        return new BinName(text).bin(size);
    }

    /** The bin that a name stands for, {@link #NONE} when it is no name of a bin of that size. */
    static long parse(String text, int size) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.min(text.charAt(i), 127);
        }
        return parse(ByteBuffer.wrap(bytes), size);
    }

    private long bin(int size) {
        if (!skip('s') || !skip('_') || number() != size || !skip('u') || !skip('m') || !skip('_')) {
            return NONE;
        }
        int row = number();
        if (row < 0 || !skip('_')) {
            return NONE;
        }
        int column = number();
        boolean whole = column >= 0 && skip('-') && number() >= 0 && at == text.limit();
        return whole ? of(row, column) : NONE;
    }

    private boolean skip(char c) {
        boolean there = at < text.limit() && text.get(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private int number() {
        int value = 0;
        int digits = 0;
        while (at < text.limit() && text.get(at) >= '0' && text.get(at) <= '9') {
            if (++digits > MOST_DIGITS) {
                return -1;
            }
            value = value * 10 + (text.get(at++) - '0');
        }
        return digits == 0 ? -1 : value;
    }
}

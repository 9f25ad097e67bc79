package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;

/**
 * Names of observations as the instruments give them.
 *
 * <p>Xenium 1.3 and later: a 32-bit number as eight letters a to p (four bits each, highest first) and {@code -1}. Visium: 16 bases and
 * {@code -1}.
 */
final class CellNames {

    private static final long NUMBERS = 1L << 32;
    private static final String BASES = "ACGT";

    private CellNames() {}

    /** The name of the n-th of {@code cells} cells; names are distinct and ascend with n. */
    static String cell(int number, int cells, long seed) {
        long step = NUMBERS / cells;
        long bits = CounterRandom.of(seed, "synthetic.cell.name", number).nextLong();
        long value = number * step + Long.remainderUnsigned(bits, step);
        char[] name = new char[10];
        for (int i = 0; i < 8; i++) {
            name[i] = (char) ('a' + ((value >>> (28 - 4 * i)) & 15));
        }
        name[8] = '-';
        name[9] = '1';
        return new String(name);
    }

    /** The name of a spot: distinct for distinct numbers, in no order. */
    static String spot(int number, long seed) {
        int mixed =
                number ^ (int) CounterRandom.of(seed, "synthetic.spot.name", 0).nextLong();
        // Each step can be undone, so that two numbers never get the same bases (finaliser of MurmurHash3).
        mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        mixed ^= mixed >>> 16;
        StringBuilder name = new StringBuilder(18);
        for (int i = 0; i < 16; i++) {
            name.append(BASES.charAt((mixed >>> (30 - 2 * i)) & 3));
        }
        return name.append("-1").toString();
    }
}

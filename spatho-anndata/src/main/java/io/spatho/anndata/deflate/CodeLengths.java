package io.spatho.anndata.deflate;

import java.util.Arrays;

/** The head of a block with codes of its own: the lengths of its two codes, runs of lengths shortened, in a third code. */
final class CodeLengths {

    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int FEWEST_LENGTHS = 257;
    private static final int COPY = 16;
    private static final int ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int[] EXTRA = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7};

    private final HuffmanCode code = new HuffmanCode(ORDER.length, 7);
    private final int[] counts = new int[ORDER.length];
    private final int[] all = new int[Tokens.LENGTH_SYMBOLS + Tokens.DISTANCE_SYMBOLS];
    private final int[] symbols = new int[all.length];
    private final int[] extras = new int[all.length];
    private int lengthSymbols;
    private int distanceSymbols;
    private int size;
    private int codeLengths;

    /** Takes the lengths of the two codes. */
    void of(int[] lengths, int[] distances) {
        lengthSymbols = used(lengths, FEWEST_LENGTHS);
        distanceSymbols = used(distances, 1);
        System.arraycopy(lengths, 0, all, 0, lengthSymbols);
        System.arraycopy(distances, 0, all, lengthSymbols, distanceSymbols);
        shorten(lengthSymbols + distanceSymbols);
        Arrays.fill(counts, 0);
        for (int i = 0; i < size; i++) {
            counts[symbols[i]]++;
        }
        code.build(counts);
        codeLengths = ORDER.length;
        while (codeLengths > 4 && code.length(ORDER[codeLengths - 1]) == 0) {
            codeLengths--;
        }
    }

    private static int used(int[] lengths, int least) {
        int used = lengths.length;
        while (used > least && lengths[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private void shorten(int count) {
        size = 0;
        for (int at = 0; at < count; ) {
            int run = 1;
            while (at + run < count && all[at + run] == all[at]) {
                run++;
            }
            at += run;
            int value = all[at - 1];
            if (value != 0) {
                add(value, 0);
                run--;
            }
            while (run >= 3) {
                int piece = Math.min(run, value == 0 ? 138 : 6);
                if (value != 0) {
                    add(COPY, piece - 3);
                } else {
                    add(piece > 10 ? MANY_ZEROS : ZEROS, piece > 10 ? piece - 11 : piece - 3);
                }
                run -= piece;
            }
            for (; run > 0; run--) {
                add(value, 0);
            }
        }
    }

    private void add(int symbol, int extra) {
        symbols[size] = symbol;
        extras[size++] = extra;
    }

    long bits() {
        long bits = 5 + 5 + 4 + 3L * codeLengths;
        for (int i = 0; i < size; i++) {
            bits += code.length(symbols[i]) + EXTRA[symbols[i]];
        }
        return bits;
    }

    void write(BitOutput out) {
        out.put(lengthSymbols - FEWEST_LENGTHS, 5);
        out.put(distanceSymbols - 1, 5);
        out.put(codeLengths - 4, 4);
        for (int i = 0; i < codeLengths; i++) {
            out.put(code.length(ORDER[i]), 3);
        }
        for (int i = 0; i < size; i++) {
            out.put(code.code(symbols[i]), code.length(symbols[i]));
            out.put(extras[i], EXTRA[symbols[i]]);
        }
    }
}

package io.spatho.anndata.deflate;

import java.util.Arrays;

/**
 * A canonical prefix code for counted symbols, no code longer than a limit.
 *
 * <p>Where Huffman's code is too long, counts are halved (never to zero) until it fits: at most a few bits worse than the best code
 * of that limit. Equal counts are told apart by their symbols, so that the code depends on the counts only.
 */
final class HuffmanCode {

    private static final int SYMBOL_BITS = 9;

    private final int limit;
    private final int[] lengths;
    private final int[] codes;
    private final int[] packed;
    private final long[] keys;
    private final long[] weights;
    private final int[] parents;

    HuffmanCode(int symbols, int limit) {
        this.limit = limit;
        this.lengths = new int[symbols];
        this.codes = new int[symbols];
        this.packed = new int[symbols];
        this.keys = new long[symbols];
        this.weights = new long[2 * symbols];
        this.parents = new int[2 * symbols];
    }

    /** The bits of a symbol's code; 0 when it has none. */
    int length(int symbol) {
        return lengths[symbol];
    }

    int[] lengths() {
        return lengths;
    }

    /** A symbol's code, first bit lowest. */
    int code(int symbol) {
        return codes[symbol];
    }

    /** For each symbol its code, and from bit 16 on the number of its bits. */
    int[] packed() {
        return packed;
    }

    /** Makes the code of the symbols that occur; one alone gets one bit. */
    void build(int[] counts) {
        Arrays.fill(lengths, 0);
        int used = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                keys[used++] = ((long) counts[symbol] << SYMBOL_BITS) | symbol;
            }
        }
        if (used == 1) {
            lengths[symbol(0)] = 1;
        } else if (used > 1) {
            Arrays.sort(keys, 0, used);
            while (!assignLengths(used)) {
                for (int i = 0; i < used; i++) {
                    keys[i] = ((((keys[i] >>> SYMBOL_BITS) + 1) / 2) << SYMBOL_BITS) | symbol(i);
                }
                Arrays.sort(keys, 0, used);
            }
        }
        assignCodes();
    }

    private int symbol(int rank) {
        return (int) keys[rank] & ((1 << SYMBOL_BITS) - 1);
    }

    /** Merges the two lightest nodes until one is left; leaves come first, merged nodes follow in order of weight. */
    private boolean assignLengths(int used) {
        for (int i = 0; i < used; i++) {
            weights[i] = keys[i] >>> SYMBOL_BITS;
        }
        int leaf = 0;
        int merged = used;
        int last = 2 * used - 2;
        for (int node = used; node <= last; node++) {
            weights[node] = 0;
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < used && (merged >= node || weights[leaf] <= weights[merged]);
                int taken = takeLeaf ? leaf++ : merged++;
                weights[node] += weights[taken];
                parents[taken] = node;
            }
        }
        weights[last] = 0;
        boolean fits = true;
        for (int node = last - 1; node >= 0; node--) {
            weights[node] = weights[parents[node]] + 1;
            if (node < used) {
                lengths[symbol(node)] = (int) weights[node];
                fits &= weights[node] <= limit;
            }
        }
        return fits;
    }

    private void assignCodes() {
        int[] perLength = new int[limit + 2];
        for (int length : lengths) {
            perLength[length]++;
        }
        perLength[0] = 0;
        int[] next = new int[limit + 2];
        for (int length = 1; length <= limit; length++) {
            next[length] = (next[length - 1] + perLength[length - 1]) << 1;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
            packed[symbol] = (length << 16) | codes[symbol];
        }
    }
}

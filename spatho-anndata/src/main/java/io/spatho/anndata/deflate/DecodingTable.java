package io.spatho.anndata.deflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * A prefix code as a table over the next bits of a stream, with further tables for codes that are longer than it.
 *
 * <p>An entry's lowest six bits say how many bits it takes; what else it holds is that of its symbol. Codes that nobody has lead to an
 * entry that the owner takes for damage. Cost: the table's size.
 */
final class DecodingTable {

    /** Set in entries that are no literals. */
    static final int OTHER = 1 << 7;

    /** Set in entries of two literals: one in bits 8 to 15, the next in bits 16 to 23. */
    static final int TWO = 1 << 6;

    /** The bits of an entry that say how many bits it takes. */
    static final int BITS = 0x3f;

    private static final int LONGEST = 15;

    private final int primaryBits;
    private final int unusedEntry;
    private final int[] entries;
    private final int[] perLength = new int[LONGEST + 1];
    private final int[] next = new int[LONGEST + 2];
    private int longest;
    private int used;

    /** A table over so many bits; up to {@code longCodes} codes may be longer; {@code unusedEntry} stands where there is no code. */
    DecodingTable(int primaryBits, int longCodes, int unusedEntry) {
        this.primaryBits = primaryBits;
        this.unusedEntry = unusedEntry;
        this.entries = new int[(1 << primaryBits) + (longCodes << (LONGEST - primaryBits))];
    }

    int[] entries() {
        return entries;
    }

    /** Where the further table of an entry below zero has the entry for the bits after the first ones. */
    static int further(int entry, long bits) {
        return ((entry >>> 8) & 0xffff) + ((int) bits & ((1 << ((entry >>> 24) & 0xf)) - 1));
    }

    /**
     * Makes the table of the code with these lengths.
     *
     * @param lengths the bits of each symbol's code; 0 for symbols without
     * @param symbols the entry of each symbol
     */
    void build(int[] lengths, int from, int to, int[] symbols) throws DataFormatException {
        count(lengths, from, to);
        int size = 1 << primaryBits;
        Arrays.fill(entries, 0, size, unusedEntry);
        used = size;
        for (int i = from; i < to; i++) {
            int length = lengths[i];
            if (length == 0) {
                continue;
            }
            int code = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
            int entry = symbols[i - from];
            if (length <= primaryBits) {
                for (int at = code; at < size; at += 1 << length) {
                    entries[at] = entry | length;
                }
            } else {
                addLong(code, length, entry);
            }
        }
    }

    private void count(int[] lengths, int from, int to) throws DataFormatException {
        Arrays.fill(perLength, 0);
        for (int i = from; i < to; i++) {
            perLength[lengths[i]]++;
        }
        perLength[0] = 0;
        longest = 0;
        int free = 1;
        for (int length = 1; length <= LONGEST; length++) {
            next[length] = (next[length - 1] + perLength[length - 1]) << 1;
            free = (free << 1) - perLength[length];
            if (free < 0) {
                throw new DataFormatException("more codes than bits allow");
            }
            longest = perLength[length] > 0 ? length : longest;
        }
        if (free > 0 && longest > 1) {
            throw new DataFormatException("an incomplete set of codes");
        }
    }

    private void addLong(int code, int length, int entry) {
        int prefix = code & ((1 << primaryBits) - 1);
        int more = longest - primaryBits;
        if (entries[prefix] >= 0) {
            entries[prefix] = Integer.MIN_VALUE | OTHER | (more << 24) | (used << 8) | primaryBits;
            Arrays.fill(entries, used, used + (1 << more), unusedEntry);
            used += 1 << more;
        }
        int start = (entries[prefix] >>> 8) & 0xffff;
        for (int at = code >>> primaryBits; at < 1 << more; at += 1 << (length - primaryBits)) {
            entries[start + at] = entry | (length - primaryBits);
        }
    }

    /** Lets entries of a literal that leaves bits for another literal hold both. */
    void pairLiterals() {
        for (int at = (1 << primaryBits) - 1; at >= 0; at--) {
            int first = entries[at];
            if ((first & OTHER) != 0) {
                continue;
            }
            int length = first & BITS;
            int second = entries[at >>> length];
            // The bits above those that are known are zero there, so that entry is further down and holds one literal
            // yet.
            if ((second & OTHER) == 0 && length + (second & BITS) <= primaryBits) {
                entries[at] = TWO | (first & 0xff00) | ((second & 0xff00) << 8) | (length + (second & BITS));
            }
        }
    }
}

package io.spatho.anndata.deflate;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;

/** The symbols of deflate as entries of decoding tables, and the codes that a block begins with. */
final class InflateSymbols {

    /** What an entry that ends a block has for a length. */
    static final int END_LENGTH = 0;

    /** The entry of a code that stands for no literal and no length. */
    static final int NO_LENGTH = DecodingTable.OTHER | (1 << 8) | 1;

    /** The entry of a code that stands for no distance. */
    static final int NO_DISTANCE = 1;

    static final int ALL_LENGTHS = 288;
    static final int ALL_DISTANCES = 32;

    private static final int FIRST_LENGTH = Tokens.END + 1;
    private static final int COPY_LAST = 16;
    private static final int SHORT_GAP = 17;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int CODE_LENGTH_BITS = 7;

    private static final int[] LENGTHS =
            IntStream.range(0, ALL_LENGTHS).map(InflateSymbols::lengthEntry).toArray();
    private static final int[] DISTANCES =
            IntStream.range(0, ALL_DISTANCES).map(InflateSymbols::distanceEntry).toArray();
    private static final int[] CODE_LENGTHS =
            IntStream.range(0, ORDER.length).map(symbol -> symbol << 8).toArray();

    private final DecodingTable header = new DecodingTable(CODE_LENGTH_BITS, 0, NO_LENGTH);
    private final int[] bits = new int[ALL_LENGTHS + ALL_DISTANCES];

    private static int lengthEntry(int symbol) {
        if (symbol < Tokens.END) {
            return symbol << 8;
        }
        if (symbol == Tokens.END) {
            return DecodingTable.OTHER;
        }
        if (symbol >= Tokens.LENGTH_SYMBOLS) {
            return NO_LENGTH & ~DecodingTable.BITS;
        }
        int extra = Tokens.lengthExtra(symbol);
        int number = symbol - FIRST_LENGTH;
        int base = number < 8 ? number + 3 : 3 + ((4 + number % 4) << extra);
        base = symbol == Tokens.LENGTH_SYMBOLS - 1 ? 258 : base;
        return DecodingTable.OTHER | (base << 8) | (extra << 17);
    }

    private static int distanceEntry(int symbol) {
        if (symbol >= Tokens.DISTANCE_SYMBOLS) {
            return 0;
        }
        int extra = Tokens.distanceExtra(symbol);
        int base = symbol < 4 ? symbol + 1 : 1 + ((2 + symbol % 2) << extra);
        return (base << 8) | (extra << 23);
    }

    /** The length of an entry, with the extra bits that follow; below 3 for entries that have none. */
    static int length(int entry, long next) {
        return ((entry >>> 8) & 0x1ff) + ((int) next & ((1 << lengthExtra(entry)) - 1));
    }

    static int lengthExtra(int entry) {
        return (entry >>> 17) & 7;
    }

    /** The distance of an entry, with the extra bits that follow; 0 for a code that nobody has. */
    static int distance(int entry, long next) {
        return ((entry >>> 8) & 0x7fff) + ((int) next & ((1 << distanceExtra(entry)) - 1));
    }

    static int distanceExtra(int entry) {
        return (entry >>> 23) & 0xf;
    }

    /** The codes of a block that brings none. */
    void fixed(DecodingTable lengths, DecodingTable distances) throws DataFormatException {
        Arrays.fill(bits, 0, 144, 8);
        Arrays.fill(bits, 144, 256, 9);
        Arrays.fill(bits, 256, 280, 7);
        Arrays.fill(bits, 280, ALL_LENGTHS, 8);
        Arrays.fill(bits, ALL_LENGTHS, ALL_LENGTHS + ALL_DISTANCES, 5);
        build(ALL_LENGTHS, ALL_LENGTHS + ALL_DISTANCES, lengths, distances);
    }

    private void build(int middle, int end, DecodingTable lengths, DecodingTable distances) throws DataFormatException {
        lengths.build(bits, 0, middle, LENGTHS);
        lengths.pairLiterals();
        distances.build(bits, middle, end, DISTANCES);
    }

    /** Reads the codes that a block begins with. */
    void read(FastInflater in, DecodingTable lengths, DecodingTable distances) throws DataFormatException {
        int middle = in.take(5) + 257;
        int end = middle + in.take(5) + 1;
        int stated = in.take(4) + 4;
        if (middle > Tokens.LENGTH_SYMBOLS || end - middle > Tokens.DISTANCE_SYMBOLS) {
            throw new DataFormatException("too many codes");
        }
        Arrays.fill(bits, 0, ORDER.length, 0);
        for (int i = 0; i < stated; i++) {
            bits[ORDER[i]] = in.take(3);
        }
        header.build(bits, 0, ORDER.length, CODE_LENGTHS);
        for (int i = 0; i < end; ) {
            i = next(in, i, end);
        }
        if (bits[Tokens.END] == 0) {
            throw new DataFormatException("a block without an end");
        }
        build(middle, end, lengths, distances);
    }

    private int next(FastInflater in, int i, int end) throws DataFormatException {
        int entry = header.entries()[(int) in.peek() & ((1 << CODE_LENGTH_BITS) - 1)];
        if ((entry & DecodingTable.OTHER) != 0) {
            throw new DataFormatException("a code that nobody has");
        }
        in.take(entry & DecodingTable.BITS);
        int symbol = entry >>> 8;
        if (symbol < COPY_LAST) {
            bits[i] = symbol;
            return i + 1;
        }
        int n = symbol == COPY_LAST ? 3 + in.take(2) : symbol == SHORT_GAP ? 3 + in.take(3) : 11 + in.take(7);
        if (n > end - i || (symbol == COPY_LAST && i == 0)) {
            throw new DataFormatException("code lengths that do not fit");
        }
        Arrays.fill(bits, i, i + n, symbol == COPY_LAST ? bits[i - 1] : 0);
        return i + n;
    }
}

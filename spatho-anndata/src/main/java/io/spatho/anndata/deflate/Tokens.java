package io.spatho.anndata.deflate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What a block of bytes is replaced with: bytes as they are, and references to bytes before, counted by symbol. */
final class Tokens {

    static final int LENGTH_SYMBOLS = 286;
    static final int DISTANCE_SYMBOLS = 30;
    static final int END = 256;

    private static final int LONGEST = 258;
    private static final int SHORTEST = 3;
    private static final int DISTANCE_BITS = 16;
    private static final int FIRST_LENGTH_SYMBOL = 257;

    private static final int[] LENGTH_OF = IntStream.rangeClosed(0, LONGEST)
            .map(length -> length < SHORTEST ? 0 : lengthSymbol(length))
            .toArray();

    private final long[] references;
    private final int[] lengthCounts = new int[LENGTH_SYMBOLS];
    private final int[] otherCounts = new int[END];
    private final int[] distanceCounts = new int[DISTANCE_SYMBOLS];
    private byte[] source = {};
    private int from;
    private int to;
    private int size;
    private int literal;

    Tokens(int most) {
        this.references = new long[most / SHORTEST + 1];
    }

    /** Starts a block of bytes. */
    void start(byte[] bytes, int first, int end) {
        source = bytes;
        from = first;
        to = end;
        literal = first;
        size = 0;
        Arrays.fill(lengthCounts, 0);
        Arrays.fill(otherCounts, 0);
        Arrays.fill(distanceCounts, 0);
        lengthCounts[END] = 1;
    }

    int[] lengthCounts() {
        return lengthCounts;
    }

    int[] distanceCounts() {
        return distanceCounts;
    }

    private void literals(int end) {
        int at = literal;
        for (; at + 1 < end; at += 2) {
            lengthCounts[source[at] & 0xff]++;
            otherCounts[source[at + 1] & 0xff]++;
        }
        if (at < end) {
            lengthCounts[source[at] & 0xff]++;
        }
        literal = end;
    }

    /** Refers, at a place, to {@code length} bytes that stand {@code distance} bytes before. */
    void reference(int at, int length, int distance) {
        literals(at);
        int left = length;
        while (left >= SHORTEST) {
            int piece = left - LONGEST >= SHORTEST || left <= LONGEST ? Math.min(left, LONGEST) : left - SHORTEST;
            references[size++] = ((long) literal << Integer.SIZE) | ((long) piece << DISTANCE_BITS) | distance;
            lengthCounts[LENGTH_OF[piece]]++;
            distanceCounts[distanceSymbol(distance)]++;
            left -= piece;
            literal += piece;
        }
    }

    /** Ends the block: bytes not referred to stay as they are. */
    void end() {
        literals(to);
        for (int value = 0; value < END; value++) {
            lengthCounts[value] += otherCounts[value];
        }
    }

    /** The bits that extra bits of references take. */
    long extraBits() {
        long bits = 0;
        for (int symbol = FIRST_LENGTH_SYMBOL; symbol < LENGTH_SYMBOLS; symbol++) {
            bits += (long) lengthCounts[symbol] * lengthExtra(symbol);
        }
        for (int symbol = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
            bits += (long) distanceCounts[symbol] * distanceExtra(symbol);
        }
        return bits;
    }

    /** Writes the block, but not its end. */
    void write(BitOutput out, HuffmanCode lengths, HuffmanCode distances) {
        int at = from;
        for (int i = 0; i < size; i++) {
            int place = (int) (references[i] >>> Integer.SIZE);
            int length = (int) references[i] >>> DISTANCE_BITS;
            out.codes(source, at, place, lengths.packed());
            reference(out, length, (int) references[i] & ((1 << DISTANCE_BITS) - 1), lengths, distances);
            at = place + length;
        }
        out.codes(source, at, to, lengths.packed());
    }

    private static void reference(BitOutput out, int length, int distance, HuffmanCode lengths, HuffmanCode distances) {
        int symbol = LENGTH_OF[length];
        long bits = lengths.code(symbol);
        int count = lengths.length(symbol);
        int extra = lengthExtra(symbol);
        bits |= (long) ((length - SHORTEST) & ((1 << extra) - 1)) << count;
        count += extra;
        symbol = distanceSymbol(distance);
        bits |= (long) distances.code(symbol) << count;
        count += distances.length(symbol);
        extra = distanceExtra(symbol);
        bits |= (long) ((distance - 1) & ((1 << extra) - 1)) << count;
        out.put(bits, count + extra);
    }

    /** Eight symbols of one length each, then four symbols for each doubling; the longest has a symbol of its own. */
    static int lengthSymbol(int length) {
        int value = length - SHORTEST;
        if (value < 8 || length == LONGEST) {
            return length == LONGEST ? LENGTH_SYMBOLS - 1 : FIRST_LENGTH_SYMBOL + value;
        }
        int high = 31 - Integer.numberOfLeadingZeros(value);
        return FIRST_LENGTH_SYMBOL + 4 * (high - 1) + ((value >>> (high - 2)) & 3);
    }

    static int lengthExtra(int symbol) {
        int number = symbol - FIRST_LENGTH_SYMBOL;
        return number < 8 || symbol == LENGTH_SYMBOLS - 1 ? 0 : number / 4 - 1;
    }

    /** Four symbols of one distance each, then two symbols for each doubling. */
    static int distanceSymbol(int distance) {
        int value = distance - 1;
        if (value < 4) {
            return value;
        }
        int high = 31 - Integer.numberOfLeadingZeros(value);
        return 2 * high + ((value >>> (high - 1)) & 1);
    }

    static int distanceExtra(int symbol) {
        return symbol < 4 ? 0 : symbol / 2 - 1;
    }
}

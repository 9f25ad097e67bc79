package io.spatho.anndata.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * Expands a zlib stream whose size is known, quickly: two literals at a time where their codes are short, and runs of one byte, of
 * which shuffled numbers are full, as fast as memory is filled.
 *
 * <p>Never writes more than the size. Cost: linear; about 50 KiB of tables and a copy of the stream, which are used again. Not for use by several threads at
 * once. Errors: a {@link DataFormatException} for a stream that is damaged, ends too early, or has another size or checksum.
 *
 * <p>Source: RFC 1950 and RFC 1951.
 */
public final class FastInflater {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LENGTH_BITS = 11;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    private static final int DISTANCE_BITS = 8;
    private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;
    private static final int LITERALS_PER_REFILL = 4;
    private static final int SHORTEST = 3;
    private static final int SLACK = 16;
    private static final int PADDING = 64;
    private static final int HEADER = 2;
    private static final int WORD = 8;
    private static final int ENDED = -1;

    private final DecodingTable lengths =
            new DecodingTable(LENGTH_BITS, InflateSymbols.ALL_LENGTHS, InflateSymbols.NO_LENGTH);
    private final DecodingTable distances =
            new DecodingTable(DISTANCE_BITS, InflateSymbols.ALL_DISTANCES, InflateSymbols.NO_DISTANCE);
    private final InflateSymbols symbols = new InflateSymbols();
    private byte[] in = {};
    private int limit;
    private int at;
    private long bits;
    private int count;

    /** Expands the first {@code packedSize} bytes into exactly the first {@code size} bytes of the target. */
    public void inflate(byte[] packed, int packedSize, byte[] target, int size) throws DataFormatException {
        start(packed, packedSize);
        int out = 0;
        boolean last;
        do {
            last = take(1) == 1;
            out = switch (take(2)) {
                case 0 -> stored(target, out, size);
                case 1 -> {
                    symbols.fixed(lengths, distances);
                    yield compressed(target, out, size);
                }
                case 2 -> {
                    symbols.read(this, lengths, distances);
                    yield compressed(target, out, size);
                }
                default -> throw new DataFormatException("a block of no known kind");
            };
        } while (!last);
        if (out != size) {
            throw new DataFormatException(out + " bytes instead of " + size);
        }
        align();
        requireInside(at + Integer.BYTES);
        if ((int) BIG_INTS.get(in, at) != Checksum.of(target, size)) {
            throw new DataFormatException("another checksum");
        }
    }

    /** Takes the stream over, with zeros after its end so that words can be read there. */
    private void start(byte[] packed, int packedSize) throws DataFormatException {
        if (in.length < packedSize + PADDING) {
            in = new byte[packedSize + packedSize / 2 + PADDING];
        }
        System.arraycopy(packed, 0, in, 0, packedSize);
        Arrays.fill(in, packedSize, packedSize + PADDING, (byte) 0);
        limit = packedSize;
        requireInside(HEADER);
        int method = in[0] & 0xff;
        int flags = in[1] & 0xff;
        boolean deflate = (method & 0xf) == 8 && method >>> 4 <= 7 && ((method << 8) + flags) % 31 == 0;
        if (!deflate || (flags & 0x20) != 0) {
            throw new DataFormatException("no zlib stream");
        }
        at = HEADER;
        bits = 0;
        count = 0;
    }

    private void requireInside(int end) throws DataFormatException {
        if (end > limit) {
            throw new DataFormatException("it ends too early");
        }
    }

    /** The next bits, at most 16. */
    int take(int n) throws DataFormatException {
        requireInside(at - (count >>> 3));
        refill();
        int taken = (int) bits & ((1 << n) - 1);
        skip(n);
        return taken;
    }

    /** The bits to come, of which at least 40 are known; {@link #take} what was used of them. */
    long peek() throws DataFormatException {
        take(0);
        return bits;
    }

    private void align() {
        at -= count >>> 3;
        bits = 0;
        count = 0;
    }

    private int stored(byte[] target, int out, int end) throws DataFormatException {
        align();
        requireInside(at + 4);
        int n = (in[at] & 0xff) | (in[at + 1] & 0xff) << 8;
        int inverted = (in[at + 2] & 0xff) | (in[at + 3] & 0xff) << 8;
        if (n != (~inverted & 0xffff)) {
            throw new DataFormatException("a stored block has two lengths");
        }
        at += 4;
        requireInside(at + n);
        requireRoom(n, end - out, end);
        System.arraycopy(in, at, target, out, n);
        at += n;
        return out + n;
    }

    private static void requireRoom(int wanted, int room, int size) throws DataFormatException {
        if (wanted > room) {
            throw new DataFormatException("more than " + size + " bytes");
        }
    }

    /** Expands one block; while there are literals, the state of the input lives in local variables. */
    private int compressed(byte[] target, int start, int end) throws DataFormatException {
        int[] codes = lengths.entries();
        byte[] from = in;
        int out = start;
        while (true) {
            int here = at;
            long next = bits;
            int known = count;
            int entry;
            do {
                requireInside(here - SLACK);
                next |= (long) LONGS.get(from, here) << known;
                here += (63 - known) >>> 3;
                known |= 56;
                entry = codes[(int) next & LENGTH_MASK];
                for (int i = 0; i < LITERALS_PER_REFILL && (entry & DecodingTable.OTHER) == 0; i++) {
                    out = literals(entry, target, out, end);
                    next >>>= entry;
                    known -= entry & DecodingTable.BITS;
                    entry = codes[(int) next & LENGTH_MASK];
                }
            } while ((entry & DecodingTable.OTHER) == 0);
            at = here;
            bits = next;
            count = known;
            int reached = other(entry, target, out, end);
            if (reached < 0) {
                return out;
            }
            out = reached;
        }
    }

    /** Expands what is no literal of a short code, and says up to where; {@link #ENDED} for the end of the block. */
    private int other(int first, byte[] target, int out, int end) throws DataFormatException {
        int entry = first;
        refill();
        if (entry < 0) {
            skip(LENGTH_BITS);
            entry = lengths.entries()[DecodingTable.further(entry, bits)];
        }
        skip(entry & DecodingTable.BITS);
        if ((entry & DecodingTable.OTHER) == 0) {
            return literals(entry, target, out, end);
        }
        int length = InflateSymbols.length(entry, bits);
        if (length < SHORTEST) {
            return ended(length);
        }
        skip(InflateSymbols.lengthExtra(entry));
        int place = distances.entries()[(int) bits & DISTANCE_MASK];
        if (place < 0) {
            skip(DISTANCE_BITS);
            place = distances.entries()[DecodingTable.further(place, bits)];
        }
        skip(place & DecodingTable.BITS);
        int distance = InflateSymbols.distance(place, bits);
        skip(InflateSymbols.distanceExtra(place));
        if (distance == 0 || distance > out) {
            throw new DataFormatException("a reference to before the beginning");
        }
        requireRoom(length, end - out, end);
        copy(target, out, distance, length, end);
        return out + length;
    }

    private void refill() {
        bits |= (long) LONGS.get(in, at) << count;
        at += (63 - count) >>> 3;
        count |= 56;
    }

    private void skip(int n) {
        bits >>>= n;
        count -= n;
    }

    private static int literals(int entry, byte[] target, int out, int end) throws DataFormatException {
        int n = 1 + ((entry >>> 6) & 1);
        requireRoom(n, end - out, end);
        target[out] = (byte) (entry >>> 8);
        if (n == 2) {
            target[out + 1] = (byte) (entry >>> 16);
        }
        return out + n;
    }

    private int ended(int length) throws DataFormatException {
        requireInside(at - (count >>> 3));
        if (length != InflateSymbols.END_LENGTH) {
            throw new DataFormatException("a code that nobody has");
        }
        return ENDED;
    }

    private static void copy(byte[] target, int out, int distance, int length, int end) {
        int stop = out + length;
        if (distance == 1) {
            Arrays.fill(target, out, stop, target[out - 1]);
        } else if (distance >= WORD && end - stop >= WORD) {
            for (int to = out; to < stop; to += WORD) {
                LONGS.set(target, to, (long) LONGS.get(target, to - distance));
            }
        } else {
            for (int to = out; to < stop; to++) {
                target[to] = target[to - distance];
            }
        }
    }
}

package io.spatho.anndata.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds what repeats in a block of bytes: runs of one byte, and longer stretches within the last 32 KiB.
 *
 * <p>How long a repeat must be to be worth a reference follows from how many bits its bytes would take by themselves, which the
 * block's entropy tells: planes of shuffled numbers are mostly either noise, in which nothing repeats, or a few values, of which a
 * code of one or two bits is shorter than any reference. Where nothing is found, fewer and fewer places are tried.
 */
final class RepeatFinder {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int TABLE_BITS = 13;
    private static final int FARTHEST = 32_768;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int WORD = 8;
    private static final double RUN_COST = 8;
    private static final double REFERENCE_COST = 26;
    private static final long SHORT_RUN = 0xffffff;
    private static final int PATIENCE_BITS = 2;
    private static final double LN_2 = StrictMath.log(2);

    private final int[] places = new int[1 << TABLE_BITS];
    private final int[] counts = new int[256];
    private int leastRun;
    private int leastRepeat;

    /** Forgets the stretch of bytes before. */
    void clear() {
        Arrays.fill(places, -FARTHEST - 1);
    }

    /** Finds the repeats of the bytes from {@code from} to {@code to}; bytes before {@code from} may be referred to. */
    void find(byte[] source, int from, int to, Tokens tokens) {
        if (Arrays.mismatch(source, from, to - 1, source, from + 1, to) < 0) {
            tokens.reference(from + 1, to - from - 1, 1);
            return;
        }
        setThresholds(source, from, to);
        long runMask = leastRun < WORD ? SHORT_RUN : -1L;
        int at = from + 1;
        int free = at;
        int misses = 0;
        int distance = 1;
        while (at + WORD <= to) {
            long word = (long) LONGS.get(source, at);
            int found = 1;
            int length = 0;
            if (((word ^ (long) LONGS.get(source, at - 1)) & runMask) == 0) {
                while (at > free && source[at - 2] == source[at - 1]) {
                    at--;
                }
                length = repeated(source, at, at - 1, to);
            } else {
                found = candidate(source, at, distance, word);
                length = found == 0 ? 0 : repeated(source, at, at - found, to);
                length = length < leastRepeat ? 0 : length;
                distance = length == 0 ? distance : found;
            }
            if (length < leastRun) {
                misses++;
                at += 1 + (misses >> PATIENCE_BITS);
                continue;
            }
            tokens.reference(at, length, found);
            misses >>= 1;
            at += length;
            free = at + 1;
        }
    }

    /** Sets how long a repeat must be, from the entropy of every fourth byte. */
    private void setThresholds(byte[] source, int from, int to) {
        Arrays.fill(counts, 0);
        int n = 0;
        for (int at = from; at < to; at += 4, n++) {
            counts[source[at] & 0xff]++;
        }
        double bits = 1e-3;
        for (int count : counts) {
            double share = (double) count / n;
            bits -= count == 0 ? 0 : share * StrictMath.log(share) / LN_2;
        }
        leastRun = (int) Math.max(3, Math.min(64, Math.ceil(RUN_COST / bits)));
        leastRepeat = (int) Math.max(4, Math.min(256, Math.ceil(REFERENCE_COST / bits)));
    }

    /** The distance at which the next bytes may have stood before: the last one, or that of the same hash; 0 for none. */
    private int candidate(byte[] source, int at, int lastDistance, long word) {
        long hashed = leastRepeat < WORD ? word << Integer.SIZE : word;
        int slot = (int) ((hashed * MIX) >>> (Long.SIZE - TABLE_BITS));
        int before = places[slot];
        places[slot] = at;
        if (lastDistance > 1 && lastDistance <= at && same(source, at - lastDistance, word)) {
            return lastDistance;
        }
        boolean near = at - before <= FARTHEST;
        return near && same(source, before, word) ? at - before : 0;
    }

    private boolean same(byte[] source, int before, long word) {
        long difference = word ^ (long) LONGS.get(source, before);
        return leastRepeat < WORD ? (int) difference == 0 : difference == 0;
    }

    private static int repeated(byte[] source, int at, int before, int to) {
        int length = 0;
        while (length < WORD && at + length < to && source[at + length] == source[before + length]) {
            length++;
        }
        if (length < WORD || at + length == to) {
            return length;
        }
        int more = Arrays.mismatch(source, at + length, to, source, before + length, before + to - at);
        return more < 0 ? to - at : length + more;
    }
}

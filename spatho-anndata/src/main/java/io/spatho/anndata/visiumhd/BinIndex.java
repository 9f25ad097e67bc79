package io.spatho.anndata.visiumhd;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;

/** The places of bins in a list: 12 bytes a bin, and no search where bins are asked for in ascending order. */
final class BinIndex {

    private final long[] sorted;
    private final int[] places;
    private int last = -1;

    private BinIndex(long[] sorted, int[] places) {
        this.sorted = sorted;
        this.places = places;
    }

    /** An index over bins that are all different; one that stands there twice is an {@link InputException}. */
    static BinIndex of(Path file, int size, long[] bins) {
        long[] sorted = bins.clone();
        Arrays.sort(sorted);
        int[] places = new int[bins.length];
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw new InputException(Problem.of("bin " + BinName.name(size, sorted[i]) + " stands there twice")
                        .at(file)
                        .expected("each bin once", "two of them"));
            }
        }
        for (int i = 0; i < bins.length; i++) {
            places[Arrays.binarySearch(sorted, bins[i])] = i;
        }
        return new BinIndex(sorted, places);
    }

    /** The place of a bin, -1 for none. Not for use by several threads at once. */
    int place(long bin) {
        int at = last;
        if (at < 0 || sorted[at] != bin) {
            boolean follows = at + 1 < sorted.length && sorted[at + 1] == bin;
            at = follows ? at + 1 : Arrays.binarySearch(sorted, bin);
            if (at < 0) {
                return -1;
            }
            last = at;
        }
        return places[at];
    }
}

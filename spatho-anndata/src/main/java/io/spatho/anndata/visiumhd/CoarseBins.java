package io.spatho.anndata.visiumhd;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bins that are {@code factor} times as wide as those of a table, and where they lie.
 *
 * <p>A coarse bin lies in tissue if any bin inside does. Its centre is that of the bin in its upper left corner, moved by half the way
 * between the first and the last bin of the grid's first coarse bin, which is how the platform places its own bins. Source: Space Ranger 3.
 *
 * @param bins the coarse bins, ascending
 * @param inTissue whether each lies in tissue
 * @param pixelRow y of each centre in full-resolution pixels
 * @param pixelColumn x of each centre
 */
record CoarseBins(long[] bins, boolean[] inTissue, double[] pixelRow, double[] pixelColumn) {

    /** The coarse bin around a bin. */
    static long around(long bin, int factor) {
        return BinName.of(BinName.row(bin) / factor, BinName.column(bin) / factor);
    }

    /** The coarse bins around some bins, each once, ascending. */
    static long[] around(long[] fine, int factor) {
        long[] coarse = new long[fine.length];
        int size = 0;
        for (long bin : fine) {
            long around = around(bin, factor);
            if (size == 0 || coarse[size - 1] != around) {
                coarse[size++] = around;
            }
        }
        long[] sorted = Arrays.copyOf(coarse, size);
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, distinct);
    }

    /** Finds the places of coarse bins in the table of the fine ones. */
    static CoarseBins locate(Path table, int size, int factor, long[] bins) {
        BinIndex index = BinIndex.of(table, size * factor, bins);
        boolean[] inTissue = new boolean[bins.length];
        double[] y = new double[bins.length];
        double[] x = new double[bins.length];
        Arrays.fill(x, Double.NaN);
        double[] corners = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        long first = BinName.of(0, 0);
        long last = BinName.of(factor - 1, factor - 1);
        BinTable.forEach(table, size, (bin, tissue, pixelRow, pixelColumn) -> {
            if (bin == first) {
                corners[0] = pixelColumn;
                corners[1] = pixelRow;
            }
            if (bin == last) {
                corners[2] = pixelColumn;
                corners[3] = pixelRow;
            }
            int place = index.place(around(bin, factor));
            if (place < 0) {
                return;
            }
            inTissue[place] |= tissue;
            if (BinName.row(bin) % factor == 0 && BinName.column(bin) % factor == 0) {
                BinTable.requireFinite(table, size, bin, pixelColumn, pixelRow);
                x[place] = pixelColumn;
                y[place] = pixelRow;
            }
        });
        double right = (corners[2] - corners[0]) / 2;
        double down = (corners[3] - corners[1]) / 2;
        for (int i = 0; i < bins.length; i++) {
            x[i] += right;
            y[i] += down;
            if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
                throw new InputException(Problem.of("bins are missing from the table")
                        .at(table)
                        .expected(
                                "the first bins of the grid and the upper left bin of "
                                        + BinName.name(size * factor, bins[i]),
                                "not all of them"));
            }
        }
        return new CoarseBins(bins, inTissue, y, x);
    }
}

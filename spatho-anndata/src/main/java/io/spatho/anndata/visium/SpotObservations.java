package io.spatho.anndata.visium;

import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.anndata.tenx.Positions;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The spots or bins of a matrix with their table rows, in matrix order.
 *
 * @param matrix the matrix, without the rows that were left out
 * @param obs {@code cell_id}, {@code in_tissue}, {@code array_row}, {@code array_col}
 * @param xUm pixel column times micrometres per pixel
 * @param yUm pixel row times micrometres per pixel
 * @param counted how many rows the table has, how many lie in tissue, and how many are no observation
 */
public record SpotObservations(
        FeatureBarcodeMatrix matrix, Table obs, double[] xUm, double[] yUm, Map<String, String> counted) {

    /**
     * Joins by barcode; a barcode that the table lacks is an {@link io.spatho.core.error.InputException}.
     *
     * @param outside whether spots outside of tissue are kept
     */
    public static SpotObservations join(
            FeatureBarcodeMatrix matrix, Path file, Table spots, double umPerPixel, String noun, boolean outside) {
        Map<String, Integer> rows = Identifiers.requireUnique(file, noun, spots.strings("cell_id"));
        int[] matched = Identifiers.match(matrix.file(), matrix.barcodes(), file, rows, noun);
        int[] inTissue = ((Column.Ints) spots.column("in_tissue")).values();
        int[] kept = IntStream.range(0, matched.length)
                .filter(row -> outside || inTissue[matched[row]] != 0)
                .toArray();
        FeatureBarcodeMatrix chosenMatrix = select(matrix, kept, file, noun);
        Table chosen = spots.select(Arrays.stream(kept).map(row -> matched[row]).toArray());
        double[] x = Positions.requireFinite(file, chosen, SpotTable.PIXEL_COLUMN);
        double[] y = Positions.requireFinite(file, chosen, SpotTable.PIXEL_ROW);
        Table obs = Table.ofRows(chosen.rows());
        for (String column : new String[] {"cell_id", "in_tissue", "array_row", "array_col"}) {
            obs = obs.with(column, chosen.column(column));
        }
        long tissue = Arrays.stream(inTissue).filter(value -> value != 0).count();
        return new SpotObservations(
                chosenMatrix,
                obs,
                Arrays.stream(x).map(value -> value * umPerPixel).toArray(),
                Arrays.stream(y).map(value -> value * umPerPixel).toArray(),
                counted(spots.rows(), tissue, chosen.rows()));
    }

    /** The counts of a table's rows as facts of the case. */
    public static Map<String, String> counted(long rows, long inTissue, long observations) {
        return new TreeMap<>(Map.of(
                "positions", Long.toString(rows),
                "positions_in_tissue", Long.toString(inTissue),
                "positions_left_out", Long.toString(rows - observations)));
    }

    /** The rows kept; none at all is an {@link InputException}. */
    public static FeatureBarcodeMatrix select(FeatureBarcodeMatrix matrix, int[] kept, Path file, String noun) {
        if (kept.length == matrix.barcodes().length) {
            return matrix;
        }
        if (kept.length == 0) {
            throw new InputException(Problem.of("no " + noun + " of the matrix lies in tissue")
                    .at(file)
                    .expected("in_tissue of 1 for some", "0 for all " + matrix.barcodes().length)
                    .fix("Use --matrix raw to keep what lies outside of tissue."));
        }
        String[] barcodes =
                Arrays.stream(kept).mapToObj(row -> matrix.barcodes()[row]).toArray(String[]::new);
        return new FeatureBarcodeMatrix(
                matrix.file(), matrix.features(), barcodes, matrix.matrix().selectRows(kept), matrix.attributes());
    }
}

package io.spatho.anndata.visium;

import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.anndata.tenx.Positions;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The spots or bins of a matrix with their table rows, in matrix order.
 *
 * @param obs {@code cell_id}, {@code in_tissue}, {@code array_row}, {@code array_col}
 * @param xUm pixel column times micrometres per pixel
 * @param yUm pixel row times micrometres per pixel
 */
public record SpotObservations(Table obs, double[] xUm, double[] yUm) {

    /** Joins by barcode; a barcode that the table lacks is an {@link io.spatho.core.error.InputException}. */
    public static SpotObservations join(
            FeatureBarcodeMatrix matrix, Path file, Table spots, double umPerPixel, String noun) {
        Map<String, Integer> rows = Identifiers.requireUnique(file, noun, spots.strings("cell_id"));
        Table chosen = spots.select(Identifiers.match(matrix.file(), matrix.barcodes(), file, rows, noun));
        double[] x = Positions.requireFinite(file, chosen, SpotTable.PIXEL_COLUMN);
        double[] y = Positions.requireFinite(file, chosen, SpotTable.PIXEL_ROW);
        Table obs = Table.ofRows(chosen.rows());
        for (String column : new String[] {"cell_id", "in_tissue", "array_row", "array_col"}) {
            obs = obs.with(column, chosen.column(column));
        }
        return new SpotObservations(
                obs,
                Arrays.stream(x).map(value -> value * umPerPixel).toArray(),
                Arrays.stream(y).map(value -> value * umPerPixel).toArray());
    }
}

package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvFrame;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The positions of the fields of view on the slide, in pixels, millimetres or both, as the version wrote them.
 *
 * @param xPixel x of each field in global pixels; empty when the file has none
 * @param yPixel y of each field in global pixels
 * @param xMillimetre x of each field in millimetres; empty when the file has none
 * @param yMillimetre y of each field in millimetres
 */
record FieldTable(
        Map<Integer, Double> xPixel,
        Map<Integer, Double> yPixel,
        Map<Integer, Double> xMillimetre,
        Map<Integer, Double> yMillimetre) {

    static final FieldTable NONE = new FieldTable(Map.of(), Map.of(), Map.of(), Map.of());

    static FieldTable read(Path file, Workers workers) {
        Table table = CsvFrame.read(file, Set.of(), workers);
        Optional<double[]> numbers = first(table, "fov", "FOV", "Fov");
        double[] fov = numbers.orElseThrow(() -> new InputException(Problem.of("the fields of view have no number")
                .at(file)
                .expected("a numeric column fov or FOV", String.join(", ", table.names()))));
        return new FieldTable(
                column(file, fov, first(table, "x_global_px", "X_px")),
                column(file, fov, first(table, "y_global_px", "Y_px")),
                column(file, fov, first(table, "x_global_mm", "X_mm", "x_mm")),
                column(file, fov, first(table, "y_global_mm", "Y_mm", "y_mm")));
    }

    private static Optional<double[]> first(Table table, String... names) {
        return Arrays.stream(names)
                .map(name -> CellTable.column(table, name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Map<Integer, Double> column(Path file, double[] fov, Optional<double[]> values) {
        Map<Integer, Double> byField = new HashMap<>();
        if (values.isEmpty()) {
            return byField;
        }
        for (int row = 0; row < fov.length; row++) {
            double value = values.get()[row];
            int field = (int) fov[row];
            if (field != fov[row] || !(Math.abs(value) <= 1e9) || byField.put(field, value) != null) {
                throw new InputException(Problem.of("a field of view has no clear position")
                        .at(file + " row " + (row + 1))
                        .expected("each field once with a finite position", "fov " + fov[row] + " at " + value));
            }
        }
        return byField;
    }
}

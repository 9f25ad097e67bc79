package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvColumns.Batch;
import io.spatho.anndata.csv.CsvColumns.Kind;
import io.spatho.anndata.csv.CsvColumns.Wanted;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table that name cells and places: field, cell, and x and y in global pixels, or in local ones that are shifted by the
 * field's position.
 */
final class GlobalPixels {

    private static final List<String> CELLS = List.of("cell_ID", "cellID", "CellId", "CellID");

    private final Path file;
    private final boolean local;
    private final FieldTable fields;
    private final List<Wanted> wanted;

    private GlobalPixels(Path file, boolean local, FieldTable fields, List<Wanted> wanted) {
        this.file = file;
        this.local = local;
        this.fields = fields;
        this.wanted = wanted;
    }

    static GlobalPixels of(Path file, List<String> header, FieldTable fields) {
        boolean local = !header.contains("x_global_px") || !header.contains("y_global_px");
        String cell = CELLS.stream().filter(header::contains).findFirst().orElse(CELLS.get(0));
        String kind = local ? "local" : "global";
        if (local && (fields.xPixel().isEmpty() || fields.yPixel().isEmpty())) {
            throw new InputException(Problem.of("the places of the table are known within fields of view only")
                    .at(file)
                    .expected("columns x_global_px and y_global_px", "neither, nor positions of fields in pixels"));
        }
        List<Wanted> wanted = List.of(
                new Wanted("fov", Kind.NUMBER),
                new Wanted(cell, Kind.NUMBER),
                new Wanted("x_" + kind + "_px", Kind.NUMBER),
                new Wanted("y_" + kind + "_px", Kind.NUMBER));
        return new GlobalPixels(file, local, fields, wanted);
    }

    /** The columns, at places 0 to 3 of a batch. */
    List<Wanted> wanted() {
        return wanted;
    }

    /** The cell of a row. */
    long key(Batch batch, int row) {
        return CellKey.of(file, row, batch.numbers()[0][row], batch.numbers()[1][row]);
    }

    /** x in global pixels, in place. */
    double[] x(Batch batch) {
        return shifted(batch, batch.numbers()[2], fields.xPixel());
    }

    /** y in global pixels, in place. */
    double[] y(Batch batch) {
        return shifted(batch, batch.numbers()[3], fields.yPixel());
    }

    private double[] shifted(Batch batch, double[] values, Map<Integer, Double> corners) {
        if (local) {
            for (int row = 0; row < batch.rows(); row++) {
                values[row] += corners.getOrDefault((int) batch.numbers()[0][row], Double.NaN);
            }
        }
        return values;
    }
}

package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.csv.CsvColumns;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.OutlinesBuilder;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;

/** Outlines of {@code *-polygons.csv}: the rows of a polygon follow one another; another polygon of the same cell is one of its own. */
final class CosmxPolygons implements OutlineSource {

    private final Path file;
    private final CellKey rows;
    private final FieldTable fields;
    private final double umPerPixel;
    private final Workers workers;

    CosmxPolygons(Path file, CellKey rows, FieldTable fields, double umPerPixel, Workers workers) {
        this.file = file;
        this.rows = rows;
        this.fields = fields;
        this.umPerPixel = umPerPixel;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "cell_boundaries";
    }

    @Override
    public Outlines read() {
        GlobalPixels places;
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            places = GlobalPixels.of(file, blocks.header(), fields);
        }
        OutlinesBuilder builder = new OutlinesBuilder();
        long[] current = {-1};
        CsvColumns.forEach(file, places.wanted(), workers, batch -> {
            double[] x = places.x(batch);
            double[] y = places.y(batch);
            for (int row = 0; row < batch.rows(); row++) {
                long key = places.key(batch, row);
                if (key != current[0]) {
                    end(builder, current[0]);
                    current[0] = key;
                }
                if (rows.row(key) >= 0) {
                    if (!(Math.abs(x[row]) <= 1e9 && Math.abs(y[row]) <= 1e9)) {
                        throw new InputException(Problem.of("a corner of cell " + CellKey.id(key) + " is no position")
                                .at(file)
                                .expected("finite pixels", x[row] + ", " + y[row]));
                    }
                    builder.vertex(x[row] * umPerPixel, y[row] * umPerPixel);
                }
            }
        });
        end(builder, current[0]);
        return builder.build();
    }

    private void end(OutlinesBuilder builder, long key) {
        int observation = key < 0 ? -1 : rows.row(key);
        if (observation >= 0) {
            builder.endPolygon(observation);
        }
    }
}

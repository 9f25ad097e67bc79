package io.spatho.stgpt.retrieval;

import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Made tissue whose cells lie on a circle of states: pictures show the state, the tissue's counts are shallow, and deep counts of every
 * state lie in a reference. With {@code unrelated} the reference's genes have been exchanged, so that it holds no answer.
 */
final class MadeTissue {

    static final int GENES = 40;

    private static final int STATES = 3;

    private MadeTissue() {}

    private static double rate(double state, int gene) {
        return Math.exp(1.3 * Math.cos((1 + gene % 4) * state + 2.4 * gene));
    }

    private static double state(long seed, String purpose, int item) {
        return 2 * Math.PI * CounterRandom.of(seed, purpose, item).nextDouble();
    }

    private static CsrMatrix counts(int n, double depth, String purpose, boolean exchanged) {
        long[] starts = new long[n + 1];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int cell = 0; cell < n; cell++) {
            CounterRandom random = CounterRandom.of(9, purpose + "-counts", cell);
            double state = state(9, purpose, cell);
            for (int gene = 0; gene < GENES; gene++) {
                int as = exchanged ? gene * 17 % GENES : gene;
                double at = exchanged ? state * 3 + as : state;
                int count = random.nextPoisson(depth * rate(at, as));
                if (count > 0) {
                    columns.add(gene);
                    values.add((float) count);
                }
            }
            starts[cell + 1] = columns.size();
        }
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return new CsrMatrix(
                n, GENES, starts, columns.stream().mapToInt(Integer::intValue).toArray(), numbers);
    }

    private static GenePanel panel() {
        List<String> genes = new ArrayList<>();
        for (int gene = 0; gene < GENES; gene++) {
            genes.add("GENE" + gene);
        }
        return new GenePanel("made", genes, genes, Collections.nCopies(GENES, "Gene Expression"));
    }

    static ReferenceCells reference(int n, boolean unrelated) {
        String[] ids = new String[n];
        String[] types = new String[n];
        for (int cell = 0; cell < n; cell++) {
            ids[cell] = "reference-" + cell;
            types[cell] = "state-" + (int) (STATES * state(9, "reference", cell) / (2 * Math.PI));
        }
        return new ReferenceCells(
                ids,
                counts(n, 40, "reference", unrelated),
                panel(),
                Table.ofRows(n).with("cell_type", new Column.Strings(types)),
                Map.of());
    }

    private static String[] ids(int n) {
        String[] ids = new String[n];
        for (int cell = 0; cell < n; cell++) {
            ids[cell] = "spot-" + cell;
        }
        return ids;
    }

    private static double[] along(int n, boolean rows) {
        int side = (int) Math.ceil(Math.sqrt(n));
        double[] places = new double[n];
        for (int cell = 0; cell < n; cell++) {
            places[cell] = 10.0 * (rows ? cell / side : cell % side);
        }
        return places;
    }

    static SpatialDataset tissue(int n) {
        String[] types = new String[n];
        for (int cell = 0; cell < n; cell++) {
            types[cell] = "state-" + (int) (STATES * state(9, "tissue", cell) / (2 * Math.PI));
        }
        CaseMetadata metadata = new CaseMetadata(
                Platform.H5AD, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        Table obs =
                Table.ofRows(n).with("cell_id", new Column.Strings(ids(n))).with("named", new Column.Strings(types));
        return SpatialDataset.builder(
                        metadata, counts(n, 3, "tissue", false), panel(), obs, along(n, false), along(n, true))
                .build();
    }

    /** Pictures at two scales: cosine and sine of the state, with noise, and a number that says nothing. */
    static TileFeatures features(int n, Path file) {
        Table table = table(n, 8).select(new int[0]);
        try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
            sink.append(table(n, 8));
            sink.append(table(n, 32));
        }
        return TileFeatures.read(file);
    }

    private static Table table(int n, double scale) {
        float[][] values = new float[3][n];
        double[] scales = new double[n];
        for (int cell = 0; cell < n; cell++) {
            CounterRandom random = CounterRandom.of((long) scale, "pictures", cell);
            double state = state(9, "tissue", cell);
            values[0][cell] = (float) (Math.cos(state) + 0.03 * random.nextGaussian());
            values[1][cell] = (float) (Math.sin(state) + 0.03 * random.nextGaussian());
            values[2][cell] = (float) random.nextGaussian();
            scales[cell] = scale;
        }
        return Table.ofRows(n)
                .with("tile_id", new Column.Strings(ids(n)))
                .with("x_um", new Column.Doubles(along(n, false)))
                .with("y_um", new Column.Doubles(along(n, true)))
                .with("scale_um", new Column.Doubles(scales))
                .with("cosine", new Column.Floats(values[0]))
                .with("sine", new Column.Floats(values[1]))
                .with("nothing", new Column.Floats(values[2]));
    }
}

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
 * Made tissue whose cells lie on a torus of states. Each gene is expressed around a state of its own. A picture shows the two angles of
 * the state. The tissue is a grid of niches of nine spots whose states lie together, so that spatial blocks that were held out hold
 * states that training blocks lack; its counts are shallow. The reference holds deep counts of every state.
 *
 * @param seed of everything that is drawn
 * @param related whether a gene of the reference is expressed around the same state as in the tissue; if not, around another one, so
 *     that the reference holds no answer
 */
record MadeTissue(long seed, boolean related) {

    static final int GENES = 60;

    /** The first genes vary slowly over the states, the others are markers of few narrow ones. */
    static final int PROGRAMMES = 24;

    private static final int PLACES = 3;

    private static final int NICHE = 3;
    private static final double SPREAD = 0.2;
    private static final double BROADNESS = 0.8;
    private static final double NARROWNESS = 6;
    private static final double TISSUE_DEPTH = 3;
    private static final double REFERENCE_DEPTH = 15;
    private static final double PICTURE_NOISE = 0.05;

    private double angle(String purpose, int item) {
        return 2 * Math.PI * CounterRandom.of(seed, purpose, item).nextDouble();
    }

    private double rate(double[] state, int gene, String genes) {
        if (gene < PROGRAMMES) {
            return Math.exp(BROADNESS * fit(state, gene, genes));
        }
        double sum = 0.05;
        for (int place = 0; place < PLACES; place++) {
            sum += 4 * Math.exp(NARROWNESS * (fit(state, gene * PLACES + place, genes + "-narrow") - 2));
        }
        return sum;
    }

    private double fit(double[] state, int item, String purpose) {
        return Math.cos(state[0] - angle(purpose + "-first", item))
                + Math.cos(state[1] - angle(purpose + "-second", item));
    }

    private double[] referenceState(int cell) {
        return new double[] {angle("reference-first", cell), angle("reference-second", cell)};
    }

    private double[] tissueState(int n, int cell) {
        int side = side(n);
        int niche = cell / side / NICHE * side + cell % side / NICHE;
        CounterRandom random = CounterRandom.of(seed, "tissue-state", cell);
        return new double[] {
            angle("niche-first", niche) + SPREAD * random.nextGaussian(),
            angle("niche-second", niche) + SPREAD * random.nextGaussian()
        };
    }

    private static int side(int n) {
        return (int) Math.ceil(Math.sqrt(n));
    }

    private static String type(double[] state) {
        return "state-" + (Math.sin(state[0]) > 0 ? 1 : 0) + (Math.sin(state[1]) > 0 ? 1 : 0);
    }

    private CsrMatrix counts(double[][] states, double depth, String purpose, String genes) {
        long[] starts = new long[states.length + 1];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int cell = 0; cell < states.length; cell++) {
            CounterRandom random = CounterRandom.of(seed, purpose + "-counts", cell);
            for (int gene = 0; gene < GENES; gene++) {
                int count = random.nextPoisson(depth * rate(states[cell], gene, genes));
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
                states.length,
                GENES,
                starts,
                columns.stream().mapToInt(Integer::intValue).toArray(),
                numbers);
    }

    private static GenePanel panel() {
        List<String> genes = new ArrayList<>();
        for (int gene = 0; gene < GENES; gene++) {
            genes.add("GENE" + gene);
        }
        return new GenePanel("made", genes, genes, Collections.nCopies(GENES, "Gene Expression"));
    }

    ReferenceCells reference(int n) {
        String[] ids = new String[n];
        String[] types = new String[n];
        double[][] states = new double[n][];
        for (int cell = 0; cell < n; cell++) {
            ids[cell] = "reference-" + cell;
            states[cell] = referenceState(cell);
            types[cell] = type(states[cell]);
        }
        return new ReferenceCells(
                ids,
                counts(states, REFERENCE_DEPTH, "reference", related ? "gene" : "other-gene"),
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
        double[] places = new double[n];
        for (int cell = 0; cell < n; cell++) {
            places[cell] = 10.0 * (rows ? cell / side(n) : cell % side(n));
        }
        return places;
    }

    SpatialDataset tissue(int n) {
        String[] types = new String[n];
        double[][] states = new double[n][];
        for (int cell = 0; cell < n; cell++) {
            states[cell] = tissueState(n, cell);
            types[cell] = type(states[cell]);
        }
        CaseMetadata metadata = new CaseMetadata(
                Platform.H5AD, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        Table obs =
                Table.ofRows(n).with("cell_id", new Column.Strings(ids(n))).with("named", new Column.Strings(types));
        return SpatialDataset.builder(
                        metadata,
                        counts(states, TISSUE_DEPTH, "tissue", "gene"),
                        panel(),
                        obs,
                        along(n, false),
                        along(n, true))
                .build();
    }

    /** Pictures at two scales: cosine and sine of both angles, with noise, and a number that says nothing. */
    TileFeatures features(int n, Path file) {
        Table table = table(n, 8).select(new int[0]);
        try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
            sink.append(table(n, 8));
            sink.append(table(n, 32));
        }
        return TileFeatures.read(file);
    }

    /** Pictures of eight by eight pixels: brightness of red, green and blue from the state, with noise in every pixel. */
    TilePictures pictures(int n) {
        int pixels = 8 * 8;
        byte[][] tiles = new byte[n][3 * pixels];
        for (int cell = 0; cell < n; cell++) {
            CounterRandom random = CounterRandom.of(seed, "pixels", cell);
            double[] state = tissueState(n, cell);
            double[] colours = {Math.cos(state[0]), Math.sin(state[0]), Math.cos(state[1])};
            for (int i = 0; i < tiles[cell].length; i++) {
                double value = 128 + 60 * colours[i / pixels] + 20 * random.nextGaussian();
                tiles[cell][i] = (byte) Math.max(0, Math.min(255, value));
            }
        }
        return new TilePictures(8, tiles);
    }

    private Table table(int n, double scale) {
        float[][] values = new float[5][n];
        double[] scales = new double[n];
        for (int cell = 0; cell < n; cell++) {
            CounterRandom random = CounterRandom.of(seed, "pictures-" + scale, cell);
            double[] state = tissueState(n, cell);
            double[] seen = {Math.cos(state[0]), Math.sin(state[0]), Math.cos(state[1]), Math.sin(state[1])};
            for (int i = 0; i < seen.length; i++) {
                values[i][cell] = (float) (seen[i] + PICTURE_NOISE * random.nextGaussian());
            }
            values[4][cell] = (float) random.nextGaussian();
            scales[cell] = scale;
        }
        Table table = Table.ofRows(n)
                .with("tile_id", new Column.Strings(ids(n)))
                .with("x_um", new Column.Doubles(along(n, false)))
                .with("y_um", new Column.Doubles(along(n, true)))
                .with("scale_um", new Column.Doubles(scales));
        for (int i = 0; i < values.length; i++) {
            table = table.with("feature-" + i, new Column.Floats(values[i]));
        }
        return table;
    }
}

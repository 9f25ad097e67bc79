package io.spatho.stgpt.region;

import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A made-up case with structure that a model can find: stripes of tissue, each with its own mixture of three cell types, each type
 * with its own programme of genes.
 */
public record PlantedCase(SpatialDataset dataset, Graph graph, int[] stripes) {

    private static final int TYPES = 3;

    /** Tissue of side x side cells. */
    public static PlantedCase of(int side, int genes, double depth, long seed) {
        int n = side * side;
        double[] x = new double[n];
        double[] y = new double[n];
        int[] stripes = new int[n];
        String[] ids = new String[n];
        long[] starts = new long[n + 1];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int cell = 0; cell < n; cell++) {
            CounterRandom random = CounterRandom.of(seed, "planted", cell);
            int row = cell / side;
            x[cell] = 10.0 * (cell % side) + random.nextDouble();
            y[cell] = 10.0 * row + random.nextDouble();
            ids[cell] = "cell-" + cell;
            stripes[cell] = (int) (x[cell] / (10.0 * side + 1) * TYPES);
            int type = random.nextDouble() < 0.7 ? stripes[cell] : random.nextInt(TYPES);
            double size = depth * (0.5 + random.nextDouble());
            for (int gene = 0; gene < genes; gene++) {
                double abundance = 0.2 + 0.1 * (gene % 7);
                double mean = size * abundance * (gene % TYPES == type ? 4 : 0.5);
                int count = random.nextPoisson(mean);
                if (count > 0) {
                    columns.add(gene);
                    values.add((float) count);
                }
            }
            starts[cell + 1] = columns.size();
        }
        float[] counts = new float[values.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = values.get(i);
        }
        CsrMatrix matrix = new CsrMatrix(
                n, genes, starts, columns.stream().mapToInt(Integer::intValue).toArray(), counts);
        List<String> names = new ArrayList<>();
        for (int gene = 0; gene < genes; gene++) {
            names.add("GENE" + gene);
        }
        GenePanel panel = new GenePanel("made", names, names, Collections.nCopies(genes, "Gene Expression"));
        CaseMetadata metadata = new CaseMetadata(
                Platform.XENIUM, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        SpatialDataset dataset = SpatialDataset.builder(
                        metadata, matrix, panel, Table.ofRows(n).with("cell_id", new Column.Strings(ids)), x, y)
                .build();
        return new PlantedCase(dataset, grid(side), stripes);
    }

    private static Graph grid(int side) {
        List<int[]> edges = new ArrayList<>();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int cell = row * side + column;
                if (column + 1 < side) {
                    edges.add(new int[] {cell, cell + 1});
                }
                if (row + 1 < side) {
                    edges.add(new int[] {cell, cell + side});
                }
                if (row + 1 < side && column + 1 < side) {
                    edges.add(new int[] {cell, cell + side + 1});
                }
            }
        }
        float[] distances = new float[edges.size()];
        Arrays.fill(distances, 10);
        return Graph.ofEdges(
                side * side,
                edges.stream().mapToInt(edge -> edge[0]).toArray(),
                edges.stream().mapToInt(edge -> edge[1]).toArray(),
                distances);
    }
}

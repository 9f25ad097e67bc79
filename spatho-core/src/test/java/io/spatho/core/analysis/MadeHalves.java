package io.spatho.core.analysis;

import io.spatho.core.annotate.ClusterLabel;
import io.spatho.core.cluster.ClusterLabels;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.GeneVariability;
import io.spatho.core.preprocess.NormalizedCounts;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A made section of 24 x 24 cells, 10 micrometres apart and a little off the grid: immune cells on the left with the gene LIG, stroma on
 * the right with REC, a gene that all have alike, and one at random.
 */
final class MadeHalves {

    static final int SIDE = 24;
    static final int CELLS = SIDE * SIDE;
    static final List<String> GENES = List.of("LIG", "REC", "SAME", "NOISE");

    final HeldStore store = new HeldStore();
    final ExpressionTool.Result expression;
    final GraphTool.Result graphs;
    final ClusterTool.Result clusters;
    private final Workers workers;
    private List<Evidence> evidence = List.of();

    MadeHalves(Workers workers) {
        this.workers = workers;
        double[] x = new double[CELLS];
        double[] y = new double[CELLS];
        double[][] rows = new double[CELLS][];
        int[] labels = new int[CELLS];
        String[] ids = new String[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            CounterRandom random = CounterRandom.of(3, "made halves", cell);
            x[cell] = 10 * (cell % SIDE) + random.nextDouble();
            y[cell] = 10 * (cell / SIDE) + random.nextDouble();
            labels[cell] = cell % SIDE < SIDE / 2 ? 0 : 1;
            ids[cell] = "cell_" + cell;
            double high = 2 + random.nextInt(2);
            rows[cell] =
                    new double[] {labels[cell] == 0 ? high : 0, labels[cell] == 1 ? high : 0, 1, random.nextInt(4)};
        }
        CsrMatrix matrix = MadeMatrix.of(rows);
        String[] types = new String[GENES.size()];
        Arrays.fill(types, "Gene Expression");
        CaseMetadata metadata = new CaseMetadata(
                Platform.XENIUM, "", "made", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        SpatialDataset kept = SpatialDataset.builder(
                        metadata,
                        matrix,
                        new GenePanel("made", GENES, GENES, List.of(types)),
                        Table.ofRows(CELLS).with("cell_id", new Column.Strings(ids)),
                        x,
                        y)
                .build();
        double[] unknown = new double[GENES.size()];
        GeneVariability variability = new GeneVariability(
                unknown, unknown, unknown, IntStream.range(0, GENES.size()).toArray());
        expression =
                new ExpressionTool.Result(kept, new NormalizedCounts(matrix, 1, new double[CELLS]), variability, null);
        Graph spatial = SpatialNeighbours.nearestGraph(x, y, 6, workers);
        graphs = new GraphTool.Result(spatial, "6 nearest neighbours", spatial, 10, Libraries.single(CELLS));
        ClusterLabels both = new ClusterLabels(labels, 2);
        clusters = new ClusterTool.Result(both, both);
    }

    /** Labels of the two clusters: T cells with a confidence, and stroma. */
    AnnotationTool.Result annotation(double confidence, ClusterLabel.Status status) {
        return new AnnotationTool.Result(
                List.of(label(0, "T_cells", confidence, status), label(1, "Stromal_CAF", confidence, status)),
                List.of());
    }

    private static ClusterLabel label(int cluster, String name, double confidence, ClusterLabel.Status status) {
        return new ClusterLabel(
                cluster,
                CELLS / 2,
                name,
                confidence,
                1,
                status,
                "",
                1,
                0.01,
                0.01,
                List.of(new ClusterLabel.Score("T_cells", 5, 1, 0.01)),
                List.of());
    }

    /** Runs a tool and keeps its evidence. */
    <Q, R> R run(Tool<Q, R> tool, Q request) {
        ToolContext context = new ToolContext(tool.id(), List.of("fp_made"), store, workers, 7, new Progress() {
            @Override
            public void step(int number, int of, String title) {}

            @Override
            public void advance(long done, long total) {}

            @Override
            public void note(String line) {}
        });
        R result = tool.run(request, context);
        evidence = context.collectedEvidence();
        return result;
    }

    /** The evidence of the last tool that has a type. */
    List<Evidence> evidence(String type) {
        return evidence.stream()
                .filter(item -> item.statement().type().equals(type))
                .toList();
    }
}

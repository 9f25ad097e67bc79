package io.spatho.core.cohort;

import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Graph;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.qc.QcThresholds;
import io.spatho.core.qc.QualityControl;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which observations of a case take part, and how they neighbour each other in space. */
final class CaseRows {

    /** The column in which a run says whether an observation passed its quality control. */
    private static final String FLAG = "qc_flag";

    private static final String PASSED = "ok";
    private static final int NEIGHBOURS = 6;
    private static final int FEWEST = 20;

    private CaseRows() {}

    /**
     * The rows that passed: by the flag of a finished run, else by the platform's default limits; with vectors only those that have
     * one.
     */
    static int[] kept(String name, SpatialDataset dataset, boolean needVectors, Workers workers) {
        int[] passed = dataset.obs().has(FLAG)
                ? flagged(dataset)
                : QualityControl.assess(dataset, thresholds(dataset), workers).keptRows();
        int[] rows = needVectors ? withVector(dataset, passed) : passed;
        if (rows.length < FEWEST) {
            throw new InputException(Problem.of("almost no observation of a case can take part")
                    .at(name)
                    .expected("at least " + FEWEST, rows.length)
                    .fix("Leave the case out"));
        }
        return rows;
    }

    private static int[] flagged(SpatialDataset dataset) {
        return IntStream.range(0, dataset.size())
                .filter(row -> dataset.obs().column(FLAG).text(row).equals(PASSED))
                .toArray();
    }

    private static QcThresholds thresholds(SpatialDataset dataset) {
        return QcThresholds.defaults(
                dataset.metadata().platform(),
                dataset.metadata().observationSizeUm(),
                dataset.panel().size());
    }

    private static int[] withVector(SpatialDataset dataset, int[] rows) {
        DenseMatrix vectors = dataset.obsm().get(ReadCohortTool.MODEL_VECTORS);
        return Arrays.stream(rows)
                .filter(row -> IntStream.range(0, vectors.columns()).allMatch(j -> Float.isFinite(vectors.get(row, j))))
                .toArray();
    }

    /** Grid neighbours where the platform has a grid, else the six nearest; weights are micrometres. */
    static Graph spatial(SpatialDataset kept, Workers workers) {
        boolean grid = kept.obs().has("array_row") && kept.obs().has("array_col");
        Platform platform = kept.metadata().platform();
        if (grid && platform == Platform.VISIUM) {
            return SpatialNeighbours.hexagonal(
                    integers(kept, "array_row"), integers(kept, "array_col"), kept.xUm(), kept.yUm());
        }
        if (grid && platform == Platform.VISIUM_HD) {
            return SpatialNeighbours.square(
                    integers(kept, "array_row"), integers(kept, "array_col"), kept.xUm(), kept.yUm(), false);
        }
        return SpatialNeighbours.nearestGraph(kept.xUm(), kept.yUm(), NEIGHBOURS, workers);
    }

    private static int[] integers(SpatialDataset dataset, String column) {
        return Arrays.stream(dataset.obs().doubles(column))
                .mapToInt(value -> (int) Math.round(value))
                .toArray();
    }
}

package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Scores weights on held-out cells, with the same hidden values each time. Blocks are fixed and sums run in float64 in block order,
 * so the score does not depend on the number of threads.
 */
final class HeldOutScore {

    private static final int BLOCK = 64;
    private static final String PURPOSE = "region-held-out-masks";

    private final TorchEngine engine;
    private final Device device;
    private final RegionObjective objective;
    private final int[] cells;

    /** A score on the cells named; {@code lengths} are the tokens of every cell of the case. */
    HeldOutScore(TorchEngine engine, Device device, RegionObjective objective, int[] cells, int[] lengths) {
        this.engine = engine;
        this.device = device;
        this.objective = objective;
        this.cells = Arrays.stream(cells)
                .boxed()
                .sorted(Comparator.comparingInt((Integer cell) -> -lengths[cell])
                        .thenComparingInt(cell -> cell))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private record Sums(
            double masked,
            double maskedMean,
            long hidden,
            double nearby,
            double nearbyMean,
            double linear,
            long places) {

        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0);

        Sums plus(Sums o) {
            return new Sums(
                    masked + o.masked,
                    maskedMean + o.maskedMean,
                    hidden + o.hidden,
                    nearby + o.nearby,
                    nearbyMean + o.nearbyMean,
                    linear + o.linear,
                    places + o.places);
        }
    }

    /** Errors without the linear baseline, which is NaN. */
    TrainingReport.HeldOut score(NDList weights, Workers workers) {
        return score(weights, workers, null, null);
    }

    /** Errors beside a linear baseline. */
    TrainingReport.HeldOut score(NDList weights, Workers workers, CsrMatrix expression, LinearBaseline linear) {
        int blocks = (cells.length + BLOCK - 1) / BLOCK;
        Sums sums = Sums.NONE;
        for (Sums part : workers.map(blocks, block -> block(weights, block, expression, linear))) {
            sums = sums.plus(part);
        }
        double hidden = Math.max(1, sums.hidden);
        double places = Math.max(1, sums.places);
        return new TrainingReport.HeldOut(
                cells.length,
                sums.hidden,
                sums.masked / hidden,
                sums.maskedMean / hidden,
                sums.nearby / places,
                sums.nearbyMean / places,
                linear == null ? Double.NaN : sums.linear / places);
    }

    private Sums block(NDList weights, int block, CsrMatrix expression, LinearBaseline linear) {
        int[] chosen = Arrays.copyOfRange(cells, block * BLOCK, Math.min(cells.length, (block + 1) * BLOCK));
        RegionObjective.Task task = objective.task(chosen, PURPOSE, 0);
        int genes = objective.genes();
        double maskedMean = 0;
        for (float value : task.masked()) {
            maskedMean += (double) value * value;
        }
        double nearbyMean = 0;
        double linearSum = 0;
        for (int row = 0; row < chosen.length; row++) {
            double[] predicted =
                    linear == null || task.nearbyWeights()[row] == 0 ? null : linear.predict(expression, chosen[row]);
            for (int gene = 0; gene < genes && task.nearbyWeights()[row] > 0; gene++) {
                double value = task.nearby()[row * genes + gene];
                nearbyMean += value * value;
                linearSum += predicted == null ? 0 : (predicted[gene] - value) * (predicted[gene] - value);
            }
        }
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            RegionObjective.Errors errors = objective.errors(task, weights, scope);
            return new Sums(
                    errors.masked().toFloatArray()[0],
                    maskedMean,
                    task.masked().length,
                    errors.nearby().toFloatArray()[0],
                    nearbyMean,
                    linearSum,
                    (long) task.cellsWithNeighbours() * genes);
        }
    }
}

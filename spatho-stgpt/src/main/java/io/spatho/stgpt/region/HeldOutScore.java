package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
            double maskedCell,
            long hidden,
            double nearby,
            double nearbyMean,
            double[] linear,
            long places) {

        Sums plus(Sums other) {
            double[] both = linear.clone();
            for (int i = 0; i < both.length; i++) {
                both[i] += other.linear[i];
            }
            return new Sums(
                    masked + other.masked,
                    maskedMean + other.maskedMean,
                    maskedCell + other.maskedCell,
                    hidden + other.hidden,
                    nearby + other.nearby,
                    nearbyMean + other.nearbyMean,
                    both,
                    places + other.places);
        }
    }

    /** Errors without the linear baseline, which is NaN. */
    TrainingReport.HeldOut score(NDList weights, Workers workers) {
        return score(weights, workers, null, List.of());
    }

    /** Errors beside the best of several linear baselines. */
    TrainingReport.HeldOut score(NDList weights, Workers workers, CsrMatrix expression, List<LinearBaseline> linear) {
        int blocks = (cells.length + BLOCK - 1) / BLOCK;
        Sums sums = new Sums(0, 0, 0, 0, 0, 0, new double[linear.size()], 0);
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
                sums.maskedCell / hidden,
                sums.nearby / places,
                sums.nearbyMean / places,
                Arrays.stream(sums.linear).min().orElse(Double.NaN) / places);
    }

    private Sums block(NDList weights, int block, CsrMatrix expression, List<LinearBaseline> linear) {
        int[] chosen = Arrays.copyOfRange(cells, block * BLOCK, Math.min(cells.length, (block + 1) * BLOCK));
        RegionObjective.Task task = objective.task(chosen, PURPOSE, 0);
        int genes = objective.genes();
        double maskedMean = 0;
        double maskedCell = 0;
        for (int i = 0; i < task.masked().length; i++) {
            double value = task.masked()[i];
            double difference = value - task.maskedCellMean()[i];
            maskedMean += value * value;
            maskedCell += difference * difference;
        }
        double nearbyMean = 0;
        double[] linearSums = new double[linear.size()];
        for (int row = 0; row < chosen.length; row++) {
            if (task.nearbyWeights()[row] > 0) {
                nearbyMean += squares(task.nearby(), row * genes, new double[genes]);
                for (int i = 0; i < linearSums.length; i++) {
                    double[] predicted = linear.get(i).predict(expression, chosen[row]);
                    linearSums[i] += squares(task.nearby(), row * genes, predicted);
                }
            }
        }
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            RegionObjective.Errors errors = objective.errors(task, weights, scope);
            return new Sums(
                    errors.masked().toFloatArray()[0],
                    maskedMean,
                    maskedCell,
                    task.masked().length,
                    errors.nearby().toFloatArray()[0],
                    nearbyMean,
                    linearSums,
                    (long) task.cellsWithNeighbours() * genes);
        }
    }

    private static double squares(float[] target, int at, double[] predicted) {
        double sum = 0;
        for (int gene = 0; gene < predicted.length; gene++) {
            double difference = predicted[gene] - target[at + gene];
            sum += difference * difference;
        }
        return sum;
    }
}

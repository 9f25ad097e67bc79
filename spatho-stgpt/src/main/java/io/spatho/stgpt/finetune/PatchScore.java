package io.spatho.stgpt.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingHistory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores weights on cells that did not train: fixed patches, the same values hidden each time, sums in float64 in the order of the
 * patches. The error that decides is the weighted sum of the squared errors; batches have no say.
 */
final class PatchScore {

    private static final String PURPOSE = "finetune-scored-masks";

    private final TorchEngine engine;
    private final Device device;
    private final FinetuneObjective objective;
    private final FinetuneSettings settings;
    private final int[][] patches;
    private final FinetuneObjective.Counts counts;

    PatchScore(
            TorchEngine engine,
            Device device,
            FinetuneObjective objective,
            FinetuneSettings settings,
            CellMaterial material,
            int[] cells) {
        this.engine = engine;
        this.device = device;
        this.objective = objective;
        this.settings = settings;
        this.patches = PatchPlan.cut(material.x(), material.y(), cells, settings.patch(), 0);
        FinetuneObjective.Counts sum = FinetuneObjective.Counts.none();
        for (int[] patch : patches) {
            sum = sum.plus(objective.counts(patch));
        }
        this.counts = sum;
    }

    /** The values that are hidden. */
    long hidden() {
        return counts.hidden();
    }

    TrainingHistory.Scoring score(TunedWeights weights, Map<String, NDArray> frozen, NDList moved, Workers workers) {
        double[] total = new double[4];
        List<double[]> parts = workers.map(patches.length, i -> sums(weights, frozen, moved, patches[i]));
        for (double[] part : parts) {
            for (int i = 0; i < total.length; i++) {
                total[i] += part[i];
            }
        }
        LossWeights losses = settings.losses();
        SortedMap<String, Double> measured = new TreeMap<>();
        double error = 0;
        error += put(measured, "value", total[0], counts.hidden(), losses.value());
        error += put(measured, "state", total[1], counts.hidden(), losses.state());
        error += put(measured, "neighbourhood", total[2], counts.shown(), losses.neighbourhood());
        put(measured, "batch", total[3], counts.cells(), losses.batch());
        return new TrainingHistory.Scoring(0, error, measured);
    }

    private static double put(Map<String, Double> into, String name, double sum, long count, double weight) {
        if (weight == 0 || count == 0) {
            return 0;
        }
        into.put(name, sum / count);
        return weight * sum / count;
    }

    private double[] sums(TunedWeights weights, Map<String, NDArray> frozen, NDList moved, int[] cells) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            MaskedPatch patch = objective.patch(cells, PURPOSE, 0);
            FinetuneObjective.Sums sums = objective.sums(cells, patch, weights.assemble(frozen, moved, scope), scope);
            return new double[] {
                number(sums.value()), number(sums.state()), number(sums.neighbourhood()), number(sums.batch())
            };
        }
    }

    private static double number(NDArray scalar) {
        return scalar.toFloatArray()[0];
    }

    /** The mean squared error of guessing for each hidden value its gene's mean among the values given. */
    double guess(GeneBins means) {
        double sum = 0;
        for (int[] cells : patches) {
            MaskedPatch patch = objective.patch(cells, PURPOSE, 0);
            for (long place : patch.hidden()) {
                long gene = patch.genes()[(int) patch.places()[(int) place]];
                double difference = patch.truth()[(int) place] - means.mean((int) gene);
                sum += difference * difference;
            }
        }
        return sum / Math.max(1, counts.hidden());
    }
}

package io.spatho.stgpt.expression;

import ai.djl.Device;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Predictions of every observation by models that saw neither it nor its fold: the training mean, ridge regression and the network.
 *
 * <p>Early stopping, the ridge penalty and the intervals use a third fold, so that what judges has chosen nothing. The intervals are split
 * conformal, {@code |y - p| / √(p + 0.05)}, for each gene; that the same fold also stopped training makes them a little too narrow.
 *
 * @param mean rates, observations x genes
 * @param ridge rates
 * @param network rates
 * @param lower ends of the network's intervals
 * @param upper ends of the network's intervals
 * @param bestSteps the step that was kept in each fold
 */
public record CrossValidation(
        DenseMatrix mean,
        DenseMatrix ridge,
        DenseMatrix network,
        DenseMatrix lower,
        DenseMatrix upper,
        List<Integer> bestSteps) {

    /** The share of values that intervals should hold. */
    public static final double LEVEL = 0.9;

    private static final double FLOOR = 0.05;

    public CrossValidation {
        bestSteps = List.copyOf(bestSteps);
    }

    /** Trains and predicts every fold. */
    public static CrossValidation run(
            ExpressionMaterial material,
            ExpressionFolds folds,
            ExpressionSettings settings,
            DeviceRequest request,
            Workers workers,
            Progress progress) {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request);
        List<DenseMatrix> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(DenseMatrix.zeros(material.size(), material.genes().size()));
        }
        List<Integer> steps = new ArrayList<>();
        try (Operators operators = Operators.load(engine, device)) {
            ExpressionModel.Setting place = new ExpressionModel.Setting(engine, operators, device, settings);
            for (int fold = 0; fold < folds.folds(); fold++) {
                int[] training = folds.training(fold);
                int[] choosing = folds.choosing(fold);
                int[] judging = folds.judging(fold);
                ExpressionModel model = ExpressionModel.train(
                        place, material, training, choosing, TrainingState.none(), workers, progress);
                steps.add(model.outcome().bestStep());
                DenseMatrix predicted = model.predict(material, judging, workers);
                double[] reach = reach(material, choosing, model.predict(material, choosing, workers));
                put(all.get(0), judging, means(material, training, judging.length));
                put(
                        all.get(1),
                        judging,
                        ExpressionRidge.fit(material, training, choosing).predict(material, judging));
                put(all.get(2), judging, predicted);
                put(all.get(3), judging, moved(predicted, reach, -1));
                put(all.get(4), judging, moved(predicted, reach, 1));
                progress.note("fold " + (fold + 1) + " of " + folds.folds() + " predicted");
            }
        }
        return new CrossValidation(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), steps);
    }

    private static void put(DenseMatrix all, int[] rows, DenseMatrix part) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(part.values(), i * all.columns(), all.values(), rows[i] * all.columns(), all.columns());
        }
    }

    private static DenseMatrix means(ExpressionMaterial material, int[] training, int rows) {
        int genes = material.genes().size();
        DenseMatrix means = DenseMatrix.zeros(rows, genes);
        for (int gene = 0; gene < genes; gene++) {
            double sum = 0;
            for (int row : training) {
                sum += material.counts().get(row, gene);
            }
            for (int i = 0; i < rows; i++) {
                means.values()[i * genes + gene] = (float) (sum / training.length);
            }
        }
        return means;
    }

    /** The {@code ⌈(n + 1) level⌉}-th smallest score of each gene; infinite with too few rows. */
    static double[] reach(ExpressionMaterial material, int[] rows, DenseMatrix predicted) {
        double[] reach = new double[material.genes().size()];
        int rank = (int) Math.ceil((rows.length + 1) * LEVEL);
        for (int gene = 0; gene < reach.length; gene++) {
            double[] scores = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                double rate = predicted.get(i, gene);
                scores[i] = Math.abs(material.counts().get(rows[i], gene) - rate) / Math.sqrt(rate + FLOOR);
            }
            Arrays.sort(scores);
            reach[gene] = rank <= scores.length ? scores[rank - 1] : Double.POSITIVE_INFINITY;
        }
        return reach;
    }

    private static DenseMatrix moved(DenseMatrix predicted, double[] reach, int sign) {
        DenseMatrix moved = DenseMatrix.zeros(predicted.rows(), predicted.columns());
        for (int i = 0; i < moved.values().length; i++) {
            double rate = predicted.values()[i];
            double end = rate + sign * reach[i % reach.length] * Math.sqrt(rate + FLOOR);
            moved.values()[i] = (float) Math.max(0, end);
        }
        return moved;
    }

    /** The share of measured counts that the intervals hold. */
    public double coverage(ExpressionMaterial material) {
        float[] counts = material.counts().values();
        long held = 0;
        for (int i = 0; i < counts.length; i++) {
            held += counts[i] >= lower.values()[i] && counts[i] <= upper.values()[i] ? 1 : 0;
        }
        return held / (double) counts.length;
    }
}

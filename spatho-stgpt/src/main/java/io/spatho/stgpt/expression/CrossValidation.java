package io.spatho.stgpt.expression;

import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.train.TrainingState;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Predictions of every observation by models that saw neither it nor its fold: the training mean, ridge regression and the network.
 *
 * <p>Early stopping, the ridge penalty and the intervals use a third part of the tissue, so that what judges has chosen nothing. That this
 * part stopped the training too makes the intervals a little too narrow.
 *
 * @param mean rates, observations x genes
 * @param ridge rates
 * @param network rates
 * @param lower ends of the network's intervals
 * @param upper ends of the network's intervals
 * @param bestSteps the step that was kept in each fold
 * @param choosingErrors the Poisson deviance by which it was kept
 */
public record CrossValidation(
        DenseMatrix mean,
        DenseMatrix ridge,
        DenseMatrix network,
        DenseMatrix lower,
        DenseMatrix upper,
        List<Integer> bestSteps,
        List<Double> choosingErrors) {

    public CrossValidation {
        bestSteps = List.copyOf(bestSteps);
        choosingErrors = List.copyOf(choosingErrors);
    }

    /** The folds of a run: their material and division, the settings and where each fold's training is kept. */
    public record Course(
            ExpressionMaterial material,
            ExpressionFolds folds,
            ExpressionSettings settings,
            IntFunction<TrainingState> states) {}

    /** Trains and predicts every fold. */
    public static CrossValidation run(Course course, DeviceRequest request, Workers workers, Progress progress) {
        ExpressionMaterial material = course.material();
        ExpressionFolds folds = course.folds();
        List<DenseMatrix> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(DenseMatrix.zeros(material.size(), material.genes().size()));
        }
        List<Integer> steps = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        try (PatchPredictor.Setting place = PatchPredictor.Setting.open(request, course.settings())) {
            for (int fold = 0; fold < folds.folds(); fold++) {
                int[] training = folds.training(fold);
                int[] choosing = folds.choosing(fold);
                int[] judging = folds.judging(fold);
                progress.note("fold " + (fold + 1) + " of " + folds.folds());
                ExpressionTrainer.Trained model = ExpressionTrainer.train(
                        place, material, training, choosing, course.states().apply(fold), workers, progress);
                steps.add(model.outcome().bestStep());
                errors.add(model.bestError());
                DenseMatrix predicted = model.predict(material.places(), judging, workers);
                double[] reach =
                        Conformal.reach(material, choosing, model.predict(material.places(), choosing, workers));
                put(all.get(0), judging, means(material, training, judging.length));
                put(
                        all.get(1),
                        judging,
                        ExpressionRidge.fit(material, training, choosing, workers)
                                .predict(material.places(), judging));
                put(all.get(2), judging, predicted);
                put(all.get(3), judging, moved(predicted, reach, true));
                put(all.get(4), judging, moved(predicted, reach, false));
            }
        }
        return new CrossValidation(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), steps, errors);
    }

    private static void put(DenseMatrix all, int[] rows, DenseMatrix part) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(part.values(), i * all.columns(), all.values(), rows[i] * all.columns(), all.columns());
        }
    }

    /** The training mean of each gene, as often as there are rows. */
    static DenseMatrix means(ExpressionMaterial material, int[] training, int rows) {
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

    private static DenseMatrix moved(DenseMatrix predicted, double[] reach, boolean isLower) {
        DenseMatrix moved = DenseMatrix.zeros(predicted.rows(), predicted.columns());
        for (int i = 0; i < moved.values().length; i++) {
            double rate = predicted.values()[i];
            double own = reach[i % reach.length];
            moved.values()[i] = (float) (isLower ? Conformal.lower(rate, own) : Conformal.upper(rate, own));
        }
        return moved;
    }

    /** A digest over everything that the networks predicted. */
    Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        PlacedFeatures.add(digest, network);
        return Fingerprint.of(digest.digest());
    }

    /** The share of measured counts that the intervals hold. */
    public double coverage(ExpressionMaterial material) {
        return held(material, Float.NEGATIVE_INFINITY);
    }

    /**
     * The share of measured counts above 0 that the intervals hold; NaN without any. Of genes that are rarely expressed it can be far below
     * the level, since zeros make up most of what the intervals are calibrated to hold.
     */
    public double coverageOfExpressed(ExpressionMaterial material) {
        return held(material, 0);
    }

    private double held(ExpressionMaterial material, float above) {
        float[] counts = material.counts().values();
        long held = 0;
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > above) {
                all++;
                held += counts[i] >= lower.values()[i] && counts[i] <= upper.values()[i] ? 1 : 0;
            }
        }
        return held / (double) all;
    }
}

package io.spatho.stgpt.region;

import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.train.TrainableWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a training: errors on the validation blocks at a few moments, and the weights of the moment at which they were
 * smallest. The three errors are compared as shares of what predicting the mean reaches.
 */
final class TrainingCurve {

    private static final int POINTS = 8;

    private final HeldOutScore score;
    private final TrainableWeights weights;
    private final Workers workers;
    private final int steps;
    private final Progress progress;
    private final List<TrainingReport.CurvePoint> points = new ArrayList<>();
    private double sum;
    private int since;
    private double smallest = Double.POSITIVE_INFINITY;
    private int bestStep;
    private List<NamedTensor> best = List.of();

    TrainingCurve(HeldOutScore score, TrainableWeights weights, Workers workers, int steps, Progress progress) {
        this.score = score;
        this.weights = weights;
        this.workers = workers;
        this.steps = steps;
        this.progress = progress;
    }

    /** Hears of a finished step. */
    void done(int step, double loss, double gradientNorm) {
        sum += loss;
        since++;
        long now = (long) step * POINTS / steps;
        long before = (step - 1L) * POINTS / steps;
        if (now != before || step == 1) {
            TrainingReport.HeldOut held = score.score(weights.tensors(), workers);
            points.add(new TrainingReport.CurvePoint(step, sum / since, held.masked(), held.nearby()));
            double error = share(held.masked(), held.maskedGeneMean())
                    + share(held.panel(), held.panelGeneMean())
                    + share(held.nearby(), held.nearbyGeneMean());
            if (error < smallest || best.isEmpty()) {
                smallest = error;
                bestStep = step;
                best = weights.values();
            }
            sum = 0;
            since = 0;
        }
        progress.advance(step, steps);
    }

    private static double share(double error, double ofMean) {
        return ofMean > 0 ? error / ofMean : 0;
    }

    List<TrainingReport.CurvePoint> points() {
        return points;
    }

    /** The weights with the smallest error. */
    List<NamedTensor> best() {
        return best;
    }

    /** The step after which they stood. */
    int bestStep() {
        return bestStep;
    }
}

package io.spatho.stgpt.region;

import io.spatho.stgpt.train.CourseSettings;
import io.spatho.stgpt.train.TrainingHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When a region model is scored in its training, and how: after the first step and at eight moments, by three errors that are compared
 * as shares of what predicting the mean reaches.
 */
final class TrainingCurve {

    private static final int POINTS = 8;
    private static final String MASKED = "masked";
    private static final String NEARBY = "nearby";

    private TrainingCurve() {}

    static CourseSettings settings(int steps) {
        return new CourseSettings(
                steps,
                step -> step == 1 || (step > 0 && (long) step * POINTS / steps != (step - 1L) * POINTS / steps),
                0,
                0);
    }

    static TrainingHistory.Scoring scoring(TrainingReport.HeldOut held) {
        SortedMap<String, Double> parts = new TreeMap<>();
        parts.put(MASKED, held.masked());
        parts.put(NEARBY, held.nearby());
        double error = share(held.masked(), held.maskedGeneMean())
                + share(held.panel(), held.panelGeneMean())
                + share(held.nearby(), held.nearbyGeneMean());
        return new TrainingHistory.Scoring(0, error, parts);
    }

    private static double share(double error, double ofMean) {
        return ofMean > 0 ? error / ofMean : 0;
    }

    static List<TrainingReport.CurvePoint> points(TrainingHistory history) {
        List<TrainingReport.CurvePoint> points = new ArrayList<>();
        int before = 0;
        for (TrainingHistory.Scoring scoring : history.scorings()) {
            points.add(new TrainingReport.CurvePoint(
                    scoring.step(),
                    history.meanLoss(before, scoring.step()),
                    scoring.parts().get(MASKED),
                    scoring.parts().get(NEARBY)));
            before = scoring.step();
        }
        return points;
    }
}

package io.spatho.stgpt.imputation;

import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.evaluation.Correlation;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The split-conformal calibration of one gene: how far from the prediction an interval must reach so that it covers the wanted share
 * of cells like those that calibrated it.
 *
 * <p>The score of a cell is {@code |y - p| / sqrt(p + 0.05)}, since counts of highly expressed genes scatter more; the reach is the
 * {@code ⌈(n + 1) level⌉}-th smallest score of n calibration cells (Vovk et al. 2005; Lei et al. 2018), which covers at least the wanted
 * share when cells are exchangeable. The control pairs the predictions with the measured values of other cells, chosen at
 * random: a gene whose correlation is within what this reaches by chance has no support.
 *
 * @param cells calibration cells
 * @param expressing calibration cells that express the gene
 * @param reach the quantile of the scores; infinite with too few cells
 * @param pearson correlation of predicted and measured values in the calibration cells; NaN when undefined
 * @param shuffled the correlation that {@value #CONTROL_SHARE} of the shuffled pairings stay below
 */
record GeneCalibration(int cells, int expressing, double reach, double pearson, double shuffled) {

    static final double CONTROL_SHARE = 0.99;

    private static final int SHUFFLES = 200;
    private static final double FLOOR = 0.05;
    private static final int FEWEST_EXPRESSING = 20;

    /** Calibrates on measured and predicted values of the same cells. */
    static GeneCalibration of(double[] measured, double[] predicted, double level, long seed, String gene) {
        int n = measured.length;
        double[] scores = new double[n];
        Arrays.setAll(scores, i -> score(measured[i], predicted[i]));
        Arrays.sort(scores);
        int rank = (int) Math.ceil((n + 1) * level);
        double reach = rank <= n && n > 0 ? scores[rank - 1] : Double.POSITIVE_INFINITY;
        int expressing =
                (int) Arrays.stream(measured).filter(value -> value > 0).count();
        double pearson = Correlation.pearson(measured, predicted);
        return new GeneCalibration(n, expressing, reach, pearson, control(measured, predicted, seed, gene));
    }

    private static double control(double[] measured, double[] predicted, long seed, String gene) {
        CounterRandom random = CounterRandom.of(seed, "imputation-shuffled-labels", gene);
        int[] order = IntStream.range(0, measured.length).toArray();
        double[] shuffled = new double[SHUFFLES];
        double[] paired = new double[measured.length];
        for (int i = 0; i < SHUFFLES; i++) {
            random.shuffle(order);
            Arrays.setAll(paired, cell -> measured[order[cell]]);
            double r = Correlation.pearson(paired, predicted);
            shuffled[i] = Double.isFinite(r) ? r : 0;
        }
        Arrays.sort(shuffled);
        return shuffled[(int) Math.floor(CONTROL_SHARE * (SHUFFLES - 1))];
    }

    private static double score(double measured, double predicted) {
        return Math.abs(measured - predicted) / Math.sqrt(predicted + FLOOR);
    }

    /** The lower end of the interval of a prediction; expression is never below 0. */
    double lower(double predicted, double widening) {
        return Math.max(0, predicted - widening * reach * Math.sqrt(predicted + FLOOR));
    }

    /** The upper end of the interval of a prediction. */
    double upper(double predicted, double widening) {
        return predicted + widening * reach * Math.sqrt(predicted + FLOOR);
    }

    /** The share of cells whose measured value the intervals hold. */
    double coverage(double[] measured, double[] predicted) {
        int held = 0;
        for (int i = 0; i < measured.length; i++) {
            held += measured[i] >= lower(predicted[i], 1) && measured[i] <= upper(predicted[i], 1) ? 1 : 0;
        }
        return measured.length == 0 ? Double.NaN : held / (double) measured.length;
    }

    /** Why the gene cannot be imputed; empty when it can. */
    String refusal() {
        if (expressing < FEWEST_EXPRESSING) {
            return "too rare: " + expressing + " of " + cells + " calibration cells express it, fewer than "
                    + FEWEST_EXPRESSING;
        }
        if (!Double.isFinite(reach)) {
            return "too few calibration cells for this level: " + cells;
        }
        if (!(pearson > shuffled)) {
            return "no better than shuffled labels on calibration cells";
        }
        return "";
    }
}

package io.spatho.stgpt.expression;

import java.util.Arrays;

/** Pearson's correlation within folds, each group counted as often as an array says; each fold's means are taken off first. */
public final class WeightedCorrelation {

    private static final double LEAST = 1e-9;
    private static final double LARGEST = 0.999999;

    private WeightedCorrelation() {}

    /** Pearson's correlation of all values once, of one fold; NaN when one of both does not vary. */
    public static double of(double[] x, double[] y) {
        int[] none = new int[x.length];
        return of(x, y, none, 1, none, new int[] {1});
    }

    /** Fisher's z, of correlations within a millionth of 1 at most. */
    static double fisher(double r) {
        double safe = Math.max(-LARGEST, Math.min(LARGEST, r));
        return 0.5 * Math.log((1 + safe) / (1 - safe));
    }

    /** NaN when one of both does not vary. */
    static double of(double[] x, double[] y, int[] fold, int folds, int[] group, int[] times) {
        double[] n = new double[folds];
        double[] sumX = new double[folds];
        double[] sumY = new double[folds];
        for (int i = 0; i < x.length; i++) {
            int weight = times[group[i]];
            n[fold[i]] += weight;
            sumX[fold[i]] += weight * x[i];
            sumY[fold[i]] += weight * y[i];
        }
        Arrays.setAll(sumX, one -> n[one] > 0 ? sumX[one] / n[one] : 0);
        Arrays.setAll(sumY, one -> n[one] > 0 ? sumY[one] / n[one] : 0);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            int weight = times[group[i]];
            if (weight > 0) {
                double fromX = x[i] - sumX[fold[i]];
                double fromY = y[i] - sumY[fold[i]];
                xx += weight * fromX * fromX;
                yy += weight * fromY * fromY;
                xy += weight * fromX * fromY;
            }
        }
        // Rounding leaves a trace of variance in a constant prediction.
        return xx > LEAST && yy > LEAST ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }
}

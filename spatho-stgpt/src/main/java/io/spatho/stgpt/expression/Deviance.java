package io.spatho.stgpt.expression;

import io.spatho.core.matrix.DenseMatrix;

/** Poisson's deviance: {@code 2 (y log(y / μ) - y + μ)}, with rates of at least 1e-4. */
final class Deviance {

    private static final double LEAST = 1e-4;

    private Deviance() {}

    static double of(double count, double rate) {
        double safe = Math.max(LEAST, rate);
        return 2 * ((count > 0 ? count * Math.log(count / safe) : 0) - count + safe);
    }

    /** The mean over rows and genes; the prediction has a row for each of {@code rows}. */
    static double mean(DenseMatrix counts, int[] rows, DenseMatrix predicted) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int gene = 0; gene < counts.columns(); gene++) {
                sum += of(counts.get(rows[i], gene), predicted.get(i, gene));
            }
        }
        return sum / Math.max(1, (long) rows.length * counts.columns());
    }
}

package io.spatho.stgpt.service;

import io.spatho.core.embedding.Coherence;
import io.spatho.core.matrix.DenseMatrix;

/** Directions of vectors measured from the mean of all, so that what every region shares does not count. */
final class Likeness {

    private final double[] mean;
    private final DenseMatrix centred;

    Likeness(DenseMatrix vectors) {
        this.centred = Coherence.centred(vectors);
        this.mean = new double[vectors.columns()];
        int rows = 0;
        for (int row = 0; row < vectors.rows(); row++) {
            if (isDefined(row)) {
                rows++;
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += vectors.get(row, j);
                }
            }
        }
        for (int j = 0; j < mean.length && rows > 0; j++) {
            mean[j] /= rows;
        }
    }

    boolean isDefined(int row) {
        boolean defined = centred.columns() > 0;
        for (int j = 0; j < centred.columns(); j++) {
            defined &= Float.isFinite(centred.get(row, j));
        }
        return defined;
    }

    /** A vector measured from the same point. */
    double[] centred(double[] vector) {
        double[] moved = vector.clone();
        for (int j = 0; j < moved.length; j++) {
            moved[j] -= mean[j];
        }
        return moved;
    }

    /** The cosine of a row with a vector that was measured from the same point; NaN where one has no direction. */
    double of(int row, double[] direction) {
        double[] own = new double[direction.length];
        for (int j = 0; j < own.length; j++) {
            own[j] = centred.get(row, j);
        }
        return cosine(own, direction);
    }

    static double cosine(double[] one, double[] other) {
        double both = 0;
        double first = 0;
        double second = 0;
        for (int j = 0; j < one.length; j++) {
            both += one[j] * other[j];
            first += one[j] * one[j];
            second += other[j] * other[j];
        }
        return first > 0 && second > 0 ? both / Math.sqrt(first * second) : Double.NaN;
    }

    static double[] row(DenseMatrix vectors, int row) {
        double[] copy = new double[vectors.columns()];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = vectors.get(row, j);
        }
        return copy;
    }
}

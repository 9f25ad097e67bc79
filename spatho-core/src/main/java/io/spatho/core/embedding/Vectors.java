package io.spatho.core.embedding;

import io.spatho.core.matrix.DenseMatrix;

/** Arithmetic on rows of vectors, in float64; rows with a NaN stand for observations without a vector. */
final class Vectors {

    private Vectors() {}

    static boolean defined(DenseMatrix vectors, int row) {
        boolean defined = vectors.columns() > 0;
        for (int i = 0; i < vectors.columns(); i++) {
            defined &= Float.isFinite(vectors.get(row, i));
        }
        return defined;
    }

    static void add(double[] sum, DenseMatrix vectors, int row, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * vectors.get(row, i);
        }
    }

    /** Scales to length one; NaN when the length is 0 or not finite. */
    static void normalise(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        double length = squares > 0 && squares < Double.POSITIVE_INFINITY ? Math.sqrt(squares) : Double.NaN;
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
    }

    /** The cosine of a row with a vector; NaN when either has no direction. */
    static double cosine(DenseMatrix vectors, int row, double[] other) {
        double both = 0;
        double own = 0;
        double theirs = 0;
        for (int i = 0; i < other.length; i++) {
            double value = vectors.get(row, i);
            both += value * other[i];
            own += value * value;
            theirs += other[i] * other[i];
        }
        return own > 0 && theirs > 0 ? both / Math.sqrt(own * theirs) : Double.NaN;
    }

    static double[] row(DenseMatrix vectors, int row) {
        double[] copy = new double[vectors.columns()];
        add(copy, vectors, row, 1);
        return copy;
    }
}

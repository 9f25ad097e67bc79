package io.spatho.core.embedding;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * How much the observations of a group point the same way: for each, the cosine of its vector with the mean of the others of its
 * group, all measured from the mean of all observations, so that what every observation shares does not count.
 *
 * <p>A group's coherence is the mean over its observations: 1 when all are alike, about 0 when a group is no more alike than chance.
 * Float64. Cost: observations x dimensions.
 */
public final class Coherence {

    private Coherence() {}

    /** The cosine of each observation with the rest of its group; NaN without a vector, a group or company in it. */
    public static double[] of(DenseMatrix vectors, int[] groupOf, int groups) {
        DenseMatrix centred = centred(vectors);
        double[][] sums = new double[groups][vectors.columns()];
        int[] counts = new int[groups];
        for (int row = 0; row < centred.rows(); row++) {
            if (groupOf[row] >= 0 && Vectors.defined(centred, row)) {
                Vectors.add(sums[groupOf[row]], centred, row, 1);
                counts[groupOf[row]]++;
            }
        }
        double[] cosines = new double[centred.rows()];
        Arrays.fill(cosines, Double.NaN);
        for (int row = 0; row < cosines.length; row++) {
            if (groupOf[row] >= 0 && counts[groupOf[row]] > 1 && Vectors.defined(centred, row)) {
                double[] others = sums[groupOf[row]].clone();
                Vectors.add(others, centred, row, -1);
                cosines[row] = Vectors.cosine(centred, row, others);
            }
        }
        return cosines;
    }

    /** The vectors measured from their mean. */
    public static DenseMatrix centred(DenseMatrix vectors) {
        double[] mean = new double[vectors.columns()];
        int defined = 0;
        for (int row = 0; row < vectors.rows(); row++) {
            if (Vectors.defined(vectors, row)) {
                Vectors.add(mean, vectors, row, 1);
                defined++;
            }
        }
        DenseMatrix centred = new DenseMatrix(
                vectors.rows(), vectors.columns(), vectors.values().clone());
        for (int i = 0; i < centred.values().length && defined > 0; i++) {
            centred.values()[i] = (float) (centred.values()[i] - mean[i % mean.length] / defined);
        }
        return centred;
    }
}

package io.spatho.core.embedding;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;

/**
 * Whether an observation looks like another structure than its own: the cosine with the mean of its own structure (itself left out)
 * minus the largest cosine with the mean of another, vectors measured from the mean of all. Below 0 it looks more like the other.
 *
 * <p>Float64. Cost: observations x structures x dimensions.
 */
public final class BoundaryAmbiguity {

    private BoundaryAmbiguity() {}

    /**
     * The likeness of each observation.
     *
     * @param margin own minus nearest other; NaN where it is undefined
     * @param nearest the other structure it is most like, or -1
     */
    public record Result(double[] margin, int[] nearest) {}

    /** The margins; structures are numbered from 0, -1 is none. */
    public static Result of(DenseMatrix vectors, int[] structureOf, int structures) {
        DenseMatrix centred = Coherence.centred(vectors);
        double[][] sums = new double[structures][vectors.columns()];
        int[] counts = new int[structures];
        for (int row = 0; row < centred.rows(); row++) {
            if (structureOf[row] >= 0 && Vectors.defined(centred, row)) {
                Vectors.add(sums[structureOf[row]], centred, row, 1);
                counts[structureOf[row]]++;
            }
        }
        double[] margin = new double[centred.rows()];
        int[] nearest = new int[margin.length];
        Arrays.fill(margin, Double.NaN);
        Arrays.fill(nearest, -1);
        for (int row = 0; row < margin.length; row++) {
            int own = structureOf[row];
            if (own < 0 || counts[own] < 2 || !Vectors.defined(centred, row)) {
                continue;
            }
            double[] rest = sums[own].clone();
            Vectors.add(rest, centred, row, -1);
            double best = Double.NEGATIVE_INFINITY;
            for (int other = 0; other < structures; other++) {
                double cosine =
                        other == own || counts[other] == 0 ? Double.NaN : Vectors.cosine(centred, row, sums[other]);
                if (cosine > best) {
                    best = cosine;
                    nearest[row] = other;
                }
            }
            margin[row] = nearest[row] < 0 ? Double.NaN : Vectors.cosine(centred, row, rest) - best;
        }
        return new Result(margin, nearest);
    }
}

package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Principal components of several matrices of the same genes that are never held together: each is added once to the pooled
 * covariance and projected later, and every matrix counts the same, whatever its number of rows.
 *
 * <p>The centre is the mean of the matrices' means m; the covariance is the mean over matrices of {@code C + (mean - m)(mean - m)'}.
 * Source: multiBatchPCA of batchelor 1.18 (Haghverdi and others 2018). Determinism: independent of threads; depends on the order of
 * adding in the last digits only. Memory: genes squared.
 */
public final class PooledComponents {

    private static final double TOLERANCE = 1e-6;
    private static final int PASSES = 400;

    private final double[][] products;
    private final double[] meanSum;
    private int matrices;

    /** An empty pool for so many genes. */
    public PooledComponents(int genes) {
        products = new double[genes][genes];
        meanSum = new double[genes];
    }

    /**
     * The axes of the components.
     *
     * @param centre the centre of each gene
     * @param directions genes x components, unit vectors, the entry of largest magnitude positive
     * @param variances variance of each component, descending
     * @param totalVariance variance of all genes
     */
    public record Axes(double[] centre, double[][] directions, double[] variances, double totalVariance) {

        /** The scores of rows of the same genes, float32. */
        public DenseMatrix project(CsrMatrix matrix, Workers workers) {
            return PrincipalComponents.project(matrix, centre, directions, workers);
        }
    }

    /** Adds a matrix of log-normalised counts with at least two rows. */
    public void add(CsrMatrix matrix, Workers workers) {
        int genes = meanSum.length;
        if (matrix.columns() != genes) {
            throw new IllegalArgumentException(matrix.columns() + " genes instead of " + genes);
        }
        double[] ones = new double[genes];
        Arrays.fill(ones, 1);
        GeneMoments moments = GeneMoments.of(matrix, value -> value, workers);
        double[][] own = GramMatrix.covariance(matrix, moments, ones, workers);
        for (int gene = 0; gene < genes; gene++) {
            meanSum[gene] += moments.means()[gene];
            VectorSums.addScaled(products[gene], 1, own[gene]);
            VectorSums.addScaled(products[gene], moments.means()[gene], moments.means());
        }
        matrices++;
    }

    /** The leading axes of all that was added. */
    public Axes axes(int components, long seed, Workers workers) {
        int genes = meanSum.length;
        double[] centre = Arrays.stream(meanSum).map(sum -> sum / matrices).toArray();
        double[][] pooled = new double[genes][genes];
        double total = 0;
        for (int gene = 0; gene < genes; gene++) {
            for (int other = 0; other < genes; other++) {
                pooled[gene][other] = products[gene][other] / matrices - centre[gene] * centre[other];
            }
            total += pooled[gene][gene];
        }
        int wanted = Math.min(components, genes);
        Eigenpairs pairs = genes <= PrincipalComponents.FULL_GENES
                ? Eigenpairs.full(pooled, wanted)
                : BlockKrylov.largest(
                        new DenseCovariance(pooled, workers), new BlockKrylov.Stop(wanted, TOLERANCE, PASSES), seed);
        return new Axes(centre, pairs.withFixedSigns().vectors(), pairs.values(), total);
    }
}

package io.spatho.core.preprocess;

import io.spatho.core.matrix.DenseMatrix;

/**
 * The principal components of log-normalised counts.
 *
 * @param scores observations x components, float32
 * @param loadings genes x components: unit vectors, the entry of largest magnitude positive (of equals, the first gene's)
 * @param variances variance of each component, descending
 * @param varianceRatios variance of each component over the total variance of all genes; 0 when nothing varies
 * @param totalVariance total variance of the genes
 * @param method how the components were found
 * @param residual largest {@code |C v - lambda v|} over the components, relative to the first variance: 0 for a full
 *     decomposition, otherwise how far the iteration had converged
 */
public record Pca(
        DenseMatrix scores,
        DenseMatrix loadings,
        double[] variances,
        double[] varianceRatios,
        double totalVariance,
        Method method,
        double residual) {

    /** How the eigenvectors of the gene covariance were found. */
    public enum Method {
        /** Full decomposition of the covariance matrix. */
        FULL("full"),
        /** Block Krylov iteration on the covariance matrix, to convergence. */
        COVARIANCE("covariance"),
        /** Block Krylov iteration from random vectors on the sparse counts, without a covariance matrix. */
        RANDOMIZED("randomized");

        private final String id;

        Method(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    /** The number of components. */
    public int components() {
        return variances.length;
    }
}

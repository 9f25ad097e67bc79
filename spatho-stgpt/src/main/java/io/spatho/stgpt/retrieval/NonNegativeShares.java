package io.spatho.stgpt.retrieval;

import io.spatho.core.matrix.DenseMatrix;

/**
 * Shares of cell types in mixed expression: the non-negative least squares {@code min ‖S w - y‖², w >= 0} by coordinate descent on the
 * normal equations, scaled to sum to one.
 *
 * <p>Genes are divided by the root of their mean over the signatures plus a small number, so that few strong genes do not decide
 * alone. Cost: types² for each sweep.
 */
final class NonNegativeShares {

    private static final int SWEEPS = 1000;
    private static final double TOLERANCE = 1e-9;

    private final int types;
    private final int genes;
    private final double[] scaled;
    private final double[] scales;
    private final double[] gram;

    /** A solver for signatures, types x genes. */
    NonNegativeShares(DenseMatrix signatures) {
        this.types = signatures.rows();
        this.genes = signatures.columns();
        this.scales = new double[genes];
        this.scaled = new double[types * genes];
        for (int gene = 0; gene < genes; gene++) {
            double sum = 0;
            for (int type = 0; type < types; type++) {
                sum += signatures.get(type, gene);
            }
            scales[gene] = 1 / Math.sqrt(sum / types + 1e-3);
            for (int type = 0; type < types; type++) {
                scaled[type * genes + gene] = signatures.get(type, gene) * scales[gene];
            }
        }
        this.gram = new double[types * types];
        for (int one = 0; one < types; one++) {
            for (int other = 0; other < types; other++) {
                for (int gene = 0; gene < genes; gene++) {
                    gram[one * types + other] += scaled[one * genes + gene] * scaled[other * genes + gene];
                }
            }
        }
    }

    /** The shares of the types in expression of the signatures' genes, not logged; equal ones where nothing fits. */
    float[] of(double[] expression) {
        double[] right = new double[types];
        for (int type = 0; type < types; type++) {
            for (int gene = 0; gene < genes; gene++) {
                right[type] += scaled[type * genes + gene] * expression[gene] * scales[gene];
            }
        }
        double[] weights = new double[types];
        double moved = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < SWEEPS && moved > TOLERANCE; sweep++) {
            moved = sweep(weights, right);
        }
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        float[] shares = new float[types];
        for (int type = 0; type < types; type++) {
            shares[type] = (float) (sum > 0 ? weights[type] / sum : 1.0 / types);
        }
        return shares;
    }

    /** Moves each weight to its best value; the largest relative move. */
    private double sweep(double[] weights, double[] right) {
        double moved = 0;
        double largest = 1e-300;
        for (int type = 0; type < types; type++) {
            double own = gram[type * types + type];
            if (own > 0) {
                double slope = right[type];
                for (int other = 0; other < types; other++) {
                    slope -= gram[type * types + other] * weights[other];
                }
                double next = Math.max(0, weights[type] + slope / own);
                moved = Math.max(moved, Math.abs(next - weights[type]));
                weights[type] = next;
                largest = Math.max(largest, next);
            }
        }
        return moved / largest;
    }
}

package io.spatho.stgpt.discordance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.engine.TensorScope;

/**
 * Soft assignment of points to centres by Student's t with one degree of freedom, and the sharpened target that it is drawn to
 * (Xie, Girshick and Farhadi 2016, equations 1 to 3): {@code q_ik ∝ 1 / (1 + |z_i - c_k|²)}, {@code p_ik ∝ q_ik² / Σ_i q_ik}.
 */
final class StudentAssignments {

    private StudentAssignments() {}

    /** Shares of each point (points x centres), each row adding up to one. */
    static DenseMatrix of(DenseMatrix points, DenseMatrix centres) {
        DenseMatrix shares = DenseMatrix.zeros(points.rows(), centres.rows());
        double[] weights = new double[centres.rows()];
        for (int row = 0; row < points.rows(); row++) {
            double total = 0;
            for (int centre = 0; centre < weights.length; centre++) {
                double squares = 0;
                for (int column = 0; column < points.columns(); column++) {
                    double apart = points.get(row, column) - centres.get(centre, column);
                    squares += apart * apart;
                }
                weights[centre] = 1 / (1 + squares);
                total += weights[centre];
            }
            for (int centre = 0; centre < weights.length; centre++) {
                shares.values()[row * weights.length + centre] = (float) (weights[centre] / total);
            }
        }
        return shares;
    }

    /** The target of shares (points x centres): squares, divided by each centre's sum of shares, each row adding up to one. */
    static DenseMatrix target(DenseMatrix shares) {
        double[] sums = new double[shares.columns()];
        for (int i = 0; i < shares.values().length; i++) {
            sums[i % sums.length] += shares.values()[i];
        }
        DenseMatrix target = DenseMatrix.zeros(shares.rows(), shares.columns());
        for (int row = 0; row < shares.rows(); row++) {
            double total = 0;
            for (int centre = 0; centre < sums.length; centre++) {
                total += sharp(shares.get(row, centre), sums[centre]);
            }
            for (int centre = 0; centre < sums.length; centre++) {
                target.values()[row * sums.length + centre] =
                        (float) (sharp(shares.get(row, centre), sums[centre]) / total);
            }
        }
        return target;
    }

    private static double sharp(double share, double sum) {
        return share * share / Math.max(Double.MIN_NORMAL, sum);
    }

    /** The logarithm of the shares, which takes part in differentiation. */
    static NDArray logShares(NDArray points, NDArray centres, TensorScope scope) {
        long width = points.getShape().get(1);
        NDArray one = scope.manager().create(1f).duplicate();
        NDArray squares = points.reshape(new Shape(-1, 1, width))
                .sub(centres.reshape(new Shape(1, -1, width)))
                .square()
                .sum(new int[] {2});
        return squares.add(one).log().neg().logSoftmax(1);
    }

    /**
     * The Kullback-Leibler divergence of shares from a target, {@code Σ_i w_i Σ_k p_ik log(p_ik / q_ik)}.
     *
     * @param logShares points x centres
     * @param target held fixed
     * @param rows the weight of each point
     * @return a scalar
     */
    static NDArray divergence(NDArray logShares, DenseMatrix target, float[] rows, TensorScope scope) {
        int width = target.columns();
        float[] weighted = new float[target.values().length];
        double entropy = 0;
        for (int i = 0; i < weighted.length; i++) {
            float p = target.values()[i];
            weighted[i] = -p * rows[i / width];
            entropy += p == 0 ? 0 : rows[i / width] * p * Math.log(p);
        }
        NDArray crossed = logShares
                .mul(scope.manager()
                        .create(weighted, new Shape(target.rows(), width))
                        .duplicate())
                .sum();
        return crossed.add(scope.manager().create((float) entropy).duplicate());
    }
}

package io.spatho.stgpt.loss;

import ai.djl.ndarray.NDArray;

/**
 * Sums of squared differences, which a caller divides by what the whole batch holds: so a batch may be cut into any number of
 * shards without changing the gradient that their sum has.
 */
public final class SquaredError {

    private SquaredError() {}

    /**
     * The sum over all elements: {@code Σ (p - t)²}.
     *
     * @param predicted any shape
     * @param target the same shape
     * @return a scalar
     */
    public static NDArray sum(NDArray predicted, NDArray target) {
        return predicted.sub(target).square().sum();
    }

    /**
     * The sum with a weight for each row: {@code Σ_i w_i Σ_j (p_ij - t_ij)²}.
     *
     * @param predicted rows x columns
     * @param target rows x columns
     * @param weights rows x 1
     * @return a scalar
     */
    public static NDArray weightedSum(NDArray predicted, NDArray target, NDArray weights) {
        return predicted.sub(target).square().mul(weights).sum();
    }
}

package io.spatho.stgpt.loss;

import ai.djl.ndarray.NDArray;
import io.spatho.stgpt.engine.TensorScope;
import java.util.stream.IntStream;

/**
 * The symmetric contrastive loss of pairs (InfoNCE: van den Oord et al. 2018; in both directions: Radford et al. 2021): of all right
 * rows each left row should find its own, and the other way round.
 */
public final class Contrastive {

    private Contrastive() {}

    /**
     * Half the sum of both directions' cross entropies over cosines divided by the temperature.
     *
     * @param left pairs x width, each row of length one
     * @param right pairs x width, each row of length one
     * @return a scalar, to be divided by the number of pairs
     */
    public static NDArray sum(NDArray left, NDArray right, double temperature, TensorScope scope) {
        int pairs = Math.toIntExact(left.getShape().get(0));
        int[] own = IntStream.range(0, pairs).toArray();
        NDArray scores = Scaling.by(left.matMul(right.transpose()), 1 / temperature, scope);
        NDArray both = CrossEntropy.sum(scores, own, scope).add(CrossEntropy.sum(scores.transpose(), own, scope));
        return Scaling.by(both, 0.5, scope);
    }

    /** Rows scaled to length one: {@code x / √(Σ x² + 1e-12)}. */
    public static NDArray unit(NDArray rows, TensorScope scope) {
        NDArray tiny = scope.manager().create(1e-12f).duplicate();
        return rows.div(rows.square().sum(new int[] {1}, true).add(tiny).sqrt());
    }
}

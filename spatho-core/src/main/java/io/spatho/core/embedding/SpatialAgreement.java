package io.spatho.core.embedding;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/**
 * Whether observations that lie side by side have like vectors: the mean cosine of each with its spatial neighbours, and with as many
 * random observations as a control; vectors are measured from their mean. Cost: edges x dimensions.
 */
public final class SpatialAgreement {

    private SpatialAgreement() {}

    /**
     * The agreement of each observation; NaN without neighbours or vector.
     *
     * @param neighbours with its spatial neighbours
     * @param random with random observations
     */
    public record Result(double[] neighbours, double[] random) {}

    /** The agreement of all observations. */
    public static Result of(DenseMatrix vectors, Graph spatial, long seed) {
        DenseMatrix centred = Coherence.centred(vectors);
        Result result = new Result(new double[centred.rows()], new double[centred.rows()]);
        for (int row = 0; row < centred.rows(); row++) {
            CounterRandom random = CounterRandom.of(seed, "spatial-agreement-control", row);
            int[] beside = Arrays.copyOfRange(spatial.neighbours(), spatial.starts()[row], spatial.starts()[row + 1]);
            int[] others = Arrays.stream(beside)
                    .map(neighbour -> random.nextInt(centred.rows()))
                    .toArray();
            result.neighbours[row] = mean(centred, row, beside);
            result.random[row] = mean(centred, row, others);
        }
        return result;
    }

    private static double mean(DenseMatrix centred, int row, int[] others) {
        if (!Vectors.defined(centred, row)) {
            return Double.NaN;
        }
        double[] own = Vectors.row(centred, row);
        return Arrays.stream(others)
                .filter(other -> Vectors.defined(centred, other))
                .mapToDouble(other -> Vectors.cosine(centred, other, own))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }
}

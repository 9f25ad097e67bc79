package io.spatho.core.integration;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The share of an observation's nearest neighbours in its own batch that are still among them after a correction: 1 when the
 * correction moved a batch as a whole, about k / size when it left nothing of the batch's own order.
 *
 * <p>It needs no labels, so it also sees differences that nobody named. Determinism and cost: those of {@link ExpressionNeighbours}.
 */
public final class NeighbourRetention {

    private NeighbourRetention() {}

    /** The share for each observation; NaN where its batch has no other. */
    public static double[] of(DenseMatrix before, DenseMatrix after, int[] batchOf, int k, long seed, Workers workers) {
        double[] shares = new double[batchOf.length];
        int batches = Arrays.stream(batchOf).max().orElse(-1) + 1;
        for (int batch = 0; batch < batches; batch++) {
            int wanted = batch;
            int[] rows = IntStream.range(0, batchOf.length)
                    .filter(row -> batchOf[row] == wanted)
                    .toArray();
            if (rows.length > 0) {
                NearestNeighbours first = nearest(before.selectRows(rows), k, seed, workers);
                NearestNeighbours second = nearest(after.selectRows(rows), k, seed, workers);
                for (int i = 0; i < rows.length; i++) {
                    shares[rows[i]] = first.k() == 0 ? Double.NaN : (double) common(first, second, i) / first.k();
                }
            }
        }
        return shares;
    }

    private static NearestNeighbours nearest(DenseMatrix points, int k, long seed, Workers workers) {
        return ExpressionNeighbours.nearest(points, k, seed, workers).neighbours();
    }

    private static int common(NearestNeighbours first, NearestNeighbours second, int point) {
        int common = 0;
        for (int rank = 0; rank < first.k(); rank++) {
            for (int other = 0; other < second.k(); other++) {
                common += first.neighbour(point, rank) == second.neighbour(point, other) ? 1 : 0;
            }
        }
        return common;
    }
}

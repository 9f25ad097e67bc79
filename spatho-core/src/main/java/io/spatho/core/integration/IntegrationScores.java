package io.spatho.core.integration;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well vectors mix batches and keep what is not a batch.
 *
 * @param mixing for each observation how many batches it meets among its neighbours: 0 its own only, 1 all alike (iLISI, scaled)
 * @param separation for each observation how purely its neighbours carry labels: 1 one label only, 0 all alike (cLISI, scaled); empty
 *     with fewer than two labels
 * @param acceptance share of neighbourhoods with the batches of the whole (kBET)
 * @param batchSilhouette how well batches are mixed within labels, 1 is best
 * @param labelSilhouette how well labels are apart, 1 is best; NaN with fewer than two labels
 * @param connectivity how far labels hang together; NaN without labels
 */
public record IntegrationScores(
        double[] mixing,
        double[] separation,
        double acceptance,
        double batchSilhouette,
        double labelSilhouette,
        double connectivity) {

    /** Nearest neighbours that are looked at. */
    public static final int NEIGHBOURS = 30;

    private static final int MOST_FOR_SILHOUETTE = 2000;

    /** The scores; labels are numbered from 0, and an array without entries stands for none. */
    public static IntegrationScores of(DenseMatrix vectors, int[] batchOf, int[] labelOf, long seed, Workers workers) {
        NearestNeighbours nearest =
                ExpressionNeighbours.nearest(vectors, NEIGHBOURS, seed, workers).neighbours();
        int batches = Arrays.stream(batchOf).max().orElse(-1) + 1;
        int labels = Arrays.stream(labelOf).max().orElse(-1) + 1;
        boolean labelled = labels > 1;
        int[] some = some(batchOf.length);
        DenseMatrix sample = vectors.selectRows(some);
        int[] sampleLabels = labelled ? pick(labelOf, some) : new int[some.length];
        return new IntegrationScores(
                scaled(LocalDiversity.of(nearest, batchOf), 1, batches),
                labelled ? scaled(LocalDiversity.of(nearest, labelOf), labels, 1) : new double[0],
                BatchTest.acceptance(nearest, batchOf),
                Silhouette.batches(sample, sampleLabels, pick(batchOf, some), workers),
                labelled ? Silhouette.labels(sample, sampleLabels, workers) : Double.NaN,
                labelled ? GraphConnectivity.of(nearest, labelOf) : Double.NaN);
    }

    /** Moves {@code worst … best} to {@code 0 … 1}. */
    private static double[] scaled(double[] index, double worst, double best) {
        return Arrays.stream(index)
                .map(value -> (value - worst) / (best - worst))
                .toArray();
    }

    /** Evenly spread rows: the silhouette compares all pairs. */
    private static int[] some(int all) {
        int count = Math.min(MOST_FOR_SILHOUETTE, all);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * all / count))
                .toArray();
    }

    private static int[] pick(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
    }
}

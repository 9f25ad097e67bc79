package io.spatho.core.integration;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Removes what batches shift in vectors: soft clusters of unit vectors that are penalised for holding few batches, and in each cluster
 * a ridge regression on the batches whose shifts are taken off, over and over until the clusters' objective stands still.
 *
 * <p>Source: Korsunsky and others 2019 (Nature Methods 16), equations 1 to 13; the order of steps and the defaults are those of
 * harmonypy 0.0.9, with which results agree to 1e-6 given the same first centres and the same order of updates
 * ({@code docs/golden/make_integration_golden.py}). Clusters: n / 30, at most 100. Unlike there, a vector is only scaled to length one
 * before the first clustering, which is the same unless all its numbers are negative.
 *
 * <p>Determinism: depends on vectors, batches, settings and seed; sums run over fixed blocks. Memory: n x (clusters + 2 x
 * dimensions) float64. Cost: n x clusters x dimensions x rounds, linear in n.
 */
public final class Harmony {

    private static final int WINDOW = 3;

    private final HarmonyClusters clusters;
    private final Settings settings;
    private final IntFunction<int[]> order;
    private int round;

    /**
     * How strongly is corrected.
     *
     * @param clusters the number of soft clusters; 0 chooses n / 30, at most 100
     * @param diversity theta: how much clusters of few batches are penalised; 0 switches the penalty off
     * @param softness sigma: width of the soft assignment
     * @param ridge lambda: how much shifts are drawn to zero
     * @param blockShare the share of the observations that is assigned anew at a time
     * @param mostRounds corrections at most
     * @param mostClusterings updates of the clusters before each correction, at most
     * @param clusterTolerance relative change of the objective at which clustering ends
     * @param tolerance relative change of the objective at which corrections end
     */
    public record Settings(
            int clusters,
            double diversity,
            double softness,
            double ridge,
            double blockShare,
            int mostRounds,
            int mostClusterings,
            double clusterTolerance,
            double tolerance) {

        /** The published defaults: theta 2, sigma 0.1, lambda 1, blocks of 5 %, 10 rounds of at most 20 clusterings. */
        public static Settings standard() {
            return new Settings(0, 2, 0.1, 1, 0.05, 10, 20, 1e-5, 1e-4);
        }
    }

    /**
     * Corrected vectors.
     *
     * @param vectors observations x dimensions
     * @param rounds corrections that were made
     * @param converged whether the objective stood still
     * @param clusters soft clusters
     */
    public record Result(DenseMatrix vectors, int rounds, boolean converged, int clusters) {}

    private Harmony(HarmonyClusters clusters, Settings settings, IntFunction<int[]> order) {
        this.clusters = clusters;
        this.settings = settings;
        this.order = order;
    }

    /** Corrects vectors, all of which must be finite and of a length above 0. */
    public static Result correct(DenseMatrix vectors, Batches batches, Settings settings, long seed, Workers workers) {
        int wanted = settings.clusters > 0 ? settings.clusters : (int) Math.min(100, Math.round(vectors.rows() / 30.0));
        double[] unit = HarmonyClusters.unit(HarmonyClusters.doubles(vectors), vectors.columns());
        double[][] centres = SphericalMeans.of(unit, vectors.columns(), Math.max(1, wanted), seed, workers);
        return correct(vectors, batches, settings, centres, round -> shuffled(vectors.rows(), seed, round), workers);
    }

    private static int[] shuffled(int n, long seed, int round) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        CounterRandom.of(seed, "harmony-order", round).shuffle(order);
        return order;
    }

    /** The same from given centres and orders of updates. */
    static Result correct(
            DenseMatrix vectors,
            Batches batches,
            Settings settings,
            double[][] centres,
            IntFunction<int[]> order,
            Workers workers) {
        if (batches.size() != vectors.rows()) {
            throw new IllegalArgumentException(vectors.rows() + " vectors but " + batches.size() + " batch labels");
        }
        HarmonyClusters clusters = new HarmonyClusters(vectors, batches, settings, centres, workers);
        return new Harmony(clusters, settings, order).run();
    }

    private Result run() {
        clusters.assignFirst();
        double earlier = clusters.objective();
        boolean converged = false;
        int corrections = 0;
        while (corrections < settings.mostRounds && !converged) {
            double objective = cluster();
            clusters.correct();
            corrections++;
            converged = (earlier - objective) / Math.abs(earlier) < settings.tolerance;
            earlier = objective;
        }
        return new Result(clusters.corrected(), corrections, converged, clusters.count());
    }

    /** Clusters until the mean objective over a window stands still; returns the last objective. */
    private double cluster() {
        double[] objectives = new double[settings.mostClusterings];
        for (int i = 0; i < settings.mostClusterings; i++) {
            clusters.moveCentres();
            clusters.assign(order.apply(round++), settings.blockShare);
            objectives[i] = clusters.objective();
            if (i > WINDOW && isSettled(objectives, i)) {
                return objectives[i];
            }
        }
        return objectives[settings.mostClusterings - 1];
    }

    private boolean isSettled(double[] objectives, int last) {
        double before = 0;
        double after = 0;
        for (int i = 0; i < WINDOW; i++) {
            before += objectives[last - 1 - i];
            after += objectives[last - i];
        }
        return Math.abs(before - after) / Math.abs(before) < settings.clusterTolerance;
    }
}

package io.spatho.core.spatial;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.statistics.BenjaminiHochberg;
import io.spatho.core.statistics.NormalTail;
import java.util.Arrays;
import java.util.List;

/**
 * Moran's I and Geary's C of all genes at once: estimates, analytic tests, permutation tests and intervals of the estimates.
 *
 * <p>Both statistics follow from the same sums over pairs of neighbours ({@link CrossProducts}), all genes share the same random
 * arrangements of cells, and zeros of the matrix cost nothing. Sums are float64. Determinism: the result depends on the inputs,
 * the number of permutations and the seed only; work is cut into pieces that do not depend on the number of threads. Cost:
 * permutations x pairs x nonzeros per cell; memory: the matrix plus a few numbers per gene for each piece of work.
 *
 * <p>Source: {@link MoranI}, {@link GearyC}; compared with spdep's published Columbus values, esda 2.9.0 and squidpy 1.8.2. With
 * binary or row-standardised weights of an undirected graph, estimates equal those of squidpy's {@code spatial_autocorr}.
 */
public final class SpatialAutocorrelation {

    private static final String PURPOSE = "spatial-autocorrelation";
    private static final int PIECES = 64;

    private final Settings settings;
    private final Workers workers;

    /** The statistics with the settings given, on the threads given. */
    public SpatialAutocorrelation(Settings settings, Workers workers) {
        this.settings = settings;
        this.workers = workers;
    }

    /**
     * What is asked for.
     *
     * @param permutations number of random arrangements, 0 for none; p-values cannot be below 1 / (permutations + 1)
     * @param seed seed of the arrangements
     * @param alternative direction of the tests
     * @param level coverage of the intervals
     */
    public record Settings(int permutations, long seed, Alternative alternative, double level) {
        public Settings {
            if (permutations < 0 || !(level > 0 && level < 1)) {
                throw new IllegalArgumentException("permutations " + permutations + ", level " + level);
            }
        }
    }

    /**
     * Both statistics.
     *
     * @param moran Moran's I
     * @param geary Geary's C
     */
    public record Result(Autocorrelation moran, Autocorrelation geary) {}

    /** The statistics of every column of {@code values} (cells x genes); intervals are undefined with fewer than two blocks. */
    public Result of(CsrMatrix values, SpatialWeights weights, SpatialBlocks blocks) {
        if (values.rows() != weights.nodes() || blocks.blockOf().length != values.rows()) {
            throw new IllegalArgumentException(values.rows() + " rows, " + weights.nodes() + " nodes, "
                    + blocks.blockOf().length + " block entries");
        }
        GeneMoments moments = GeneMoments.of(values, weights, workers);
        CrossProducts whole = observed(values, weights, moments);
        double[] moran = new double[values.columns()];
        double[] geary = new double[values.columns()];
        Arrays.setAll(moran, gene -> moran(whole, gene, moments, weights));
        Arrays.setAll(geary, gene -> geary(whole, gene, moments, weights));
        double n = moments.cells;
        PermutationTally[] tallies = {
            new PermutationTally(moran, MoranI.expectation(n)), new PermutationTally(geary, GearyC.expectation())
        };
        permute(values, weights, moments, tallies);
        EstimateInterval[] intervals = new BlockJackknife(values, weights, moments, blocks)
                .intervals(whole, new double[][] {moran, geary}, settings.level, workers);
        return result(weights, moments, new double[][] {moran, geary}, tallies, intervals);
    }

    private Result result(
            SpatialWeights weights,
            GeneMoments moments,
            double[][] estimates,
            PermutationTally[] tallies,
            EstimateInterval[] intervals) {
        double n = moments.cells;
        double[] moran = estimates[0];
        double[] geary = estimates[1];
        Autocorrelation.Analytic moranTests = analytic(
                moran,
                MoranI.expectation(n),
                MoranI.varianceNormality(n, weights),
                moranVariances(moments, weights),
                true);
        Autocorrelation.Analytic gearyTests = analytic(
                geary,
                GearyC.expectation(),
                GearyC.varianceNormality(n, weights),
                gearyVariances(moments, weights),
                false);
        Autocorrelation.Permutation moranChance = permutation(tallies[0], moments, true);
        Autocorrelation.Permutation gearyChance = permutation(tallies[1], moments, false);
        return new Result(
                new Autocorrelation("moran_i", moran, moments.status, moranTests, moranChance, intervals[0]),
                new Autocorrelation("geary_c", geary, moments.status, gearyTests, gearyChance, intervals[1]));
    }

    private CrossProducts observed(CsrMatrix values, SpatialWeights weights, GeneMoments moments) {
        int cells = values.rows();
        int[] order = identity(cells);
        int pieces = Math.min(PIECES, Math.max(1, cells / 1024));
        List<CrossProducts> parts = workers.map(pieces, piece -> {
            CrossProducts part = new CrossProducts(values, weights, moments.shift);
            part.add(order, (int) ((long) cells * piece / pieces), (int) ((long) cells * (piece + 1) / pieces));
            return part;
        });
        CrossProducts whole = parts.get(0);
        for (int piece = 1; piece < pieces; piece++) {
            whole.add(parts.get(piece));
        }
        return whole;
    }

    private void permute(CsrMatrix values, SpatialWeights weights, GeneMoments moments, PermutationTally[] tallies) {
        int pieces = Math.min(PIECES, settings.permutations);
        List<PermutationTally[]> parts = workers.map(pieces, piece -> {
            PermutationTally[] part = {tallies[0].empty(), tallies[1].empty()};
            CrossProducts sums = new CrossProducts(values, weights, moments.shift);
            int to = (int) ((long) settings.permutations * (piece + 1) / pieces);
            for (int p = (int) ((long) settings.permutations * piece / pieces); p < to; p++) {
                int[] order = identity(values.rows());
                Permutations.of(settings.seed, PURPOSE, p).shuffle(order);
                sums.reset();
                sums.add(order, 0, order.length);
                for (int gene = 0; gene < moments.status.length; gene++) {
                    part[0].add(gene, moran(sums, gene, moments, weights));
                    part[1].add(gene, geary(sums, gene, moments, weights));
                }
            }
            return part;
        });
        for (PermutationTally[] part : parts) {
            tallies[0].add(part[0]);
            tallies[1].add(part[1]);
        }
    }

    private static int[] identity(int cells) {
        int[] order = new int[cells];
        Arrays.setAll(order, i -> i);
        return order;
    }

    private static double moran(CrossProducts sums, int gene, GeneMoments moments, SpatialWeights weights) {
        if (moments.status[gene] != Status.DEFINED) {
            return Double.NaN;
        }
        double mean = moments.mean[gene];
        double products = sums.products[gene] - mean * sums.weighted[gene] + mean * mean * weights.sum();
        return MoranI.estimate(moments.cells, weights.sum(), products, moments.squares[gene]);
    }

    private static double geary(CrossProducts sums, int gene, GeneMoments moments, SpatialWeights weights) {
        if (moments.status[gene] != Status.DEFINED) {
            return Double.NaN;
        }
        double differences = sums.weightedSquares[gene] - 2 * sums.products[gene];
        return GearyC.estimate(moments.cells, weights.sum(), differences, moments.squares[gene]);
    }

    private static double[] moranVariances(GeneMoments moments, SpatialWeights weights) {
        double[] variances = new double[moments.status.length];
        Arrays.setAll(variances, gene -> MoranI.varianceRandomisation(moments.cells, moments.kurtosis(gene), weights));
        return variances;
    }

    private static double[] gearyVariances(GeneMoments moments, SpatialWeights weights) {
        double[] variances = new double[moments.status.length];
        Arrays.setAll(variances, gene -> GearyC.varianceRandomisation(moments.cells, moments.kurtosis(gene), weights));
        return variances;
    }

    /** {@code upper}: whether large values of the statistic mean that neighbours are alike. */
    private Autocorrelation.Analytic analytic(
            double[] estimate, double expectation, double normality, double[] randomisation, boolean upper) {
        int genes = estimate.length;
        double[] zNormality = new double[genes];
        double[] zRandomisation = new double[genes];
        double[] pNormality = new double[genes];
        double[] pRandomisation = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            zNormality[gene] = deviate(estimate[gene] - expectation, normality);
            zRandomisation[gene] = deviate(estimate[gene] - expectation, randomisation[gene]);
            pNormality[gene] = tail(upper ? zNormality[gene] : -zNormality[gene]);
            pRandomisation[gene] = tail(upper ? zRandomisation[gene] : -zRandomisation[gene]);
        }
        return new Autocorrelation.Analytic(
                expectation,
                normality,
                zNormality,
                pNormality,
                randomisation,
                zRandomisation,
                pRandomisation,
                BenjaminiHochberg.adjust(pRandomisation));
    }

    private static double deviate(double difference, double variance) {
        return variance > 0 ? difference / Math.sqrt(variance) : Double.NaN;
    }

    private double tail(double z) {
        return switch (settings.alternative) {
            case POSITIVE -> NormalTail.above(z);
            case NEGATIVE -> NormalTail.above(-z);
            case EITHER -> NormalTail.beyond(z);
        };
    }

    private Autocorrelation.Permutation permutation(PermutationTally tally, GeneMoments moments, boolean upper) {
        int genes = moments.status.length;
        int count = settings.permutations;
        double[][] columns = new double[3][genes];
        for (int gene = 0; gene < genes; gene++) {
            boolean defined = count > 0 && moments.status[gene] == Status.DEFINED;
            columns[0][gene] = defined ? tally.mean(gene, count) : Double.NaN;
            columns[1][gene] = defined ? tally.variance(gene, count) : Double.NaN;
            columns[2][gene] = defined ? tally.p(gene, count, settings.alternative, upper) : Double.NaN;
        }
        double smallest = (settings.alternative == Alternative.EITHER ? 2.0 : 1.0) / (count + 1.0);
        return new Autocorrelation.Permutation(
                count, Math.min(1, smallest), columns[0], columns[1], columns[2], BenjaminiHochberg.adjust(columns[2]));
    }
}

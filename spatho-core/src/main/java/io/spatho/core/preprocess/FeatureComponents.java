package io.spatho.core.preprocess;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Principal components of features that are made row by row and never held together.
 *
 * <p>Columns are centred, brought to unit variance (denominator n) and multiplied by a weight. The covariance of the columns is formed
 * from all rows, or from a seeded sample where that would cost more than {@value #PRODUCTS} products of pairs; its leading
 * eigenvectors come from block Krylov iteration, the entry of largest magnitude of each is positive, and every row is projected on
 * them. Three passes make the rows anew each time.
 *
 * <p>Determinism: independent of the number of threads. Memory: columns squared. Cost: sampled rows x columns squared, and rows x
 * columns x components.
 */
public final class FeatureComponents {

    /** The largest number of products of pairs of columns that are formed before rows are sampled. */
    static final double PRODUCTS = 8e9;

    /** The least number of rows that are sampled. */
    static final int SMALLEST_SAMPLE = 4000;

    private static final int BLOCK = 2048;
    private static final int CHUNK = 64;
    private static final int BAND = 64;
    private static final double TOLERANCE = 1e-6;
    private static final int PASSES = 200;

    private final Features features;
    private final Workers workers;
    private double[] means;
    private double[] scales;

    private FeatureComponents(Features features, Workers workers) {
        this.features = features;
        this.workers = workers;
    }

    /** Rows of features that can be made again and again. */
    public interface Features {
        /** The number of rows. */
        int rows();

        /** The number of columns. */
        int columns();

        /** A source of rows for one thread; the array that it hands out is its own and is overwritten by the next row. */
        IntFunction<double[]> reader();
    }

    /**
     * Components of the features.
     *
     * @param scores rows x components, float32, centred
     * @param variances variance of each component over the sampled rows, descending
     * @param sampled how many rows the covariance was formed from
     */
    public record Result(DenseMatrix scores, double[] variances, int sampled) {}

    /**
     * Where the leading components lie among the columns, so that rows which had no part in finding them can be placed too.
     *
     * @param means what is taken off each column
     * @param directions columns x components, each row multiplied by its column's scale
     * @param variances variance of each component over the sampled rows, descending
     * @param sampled how many rows the covariance was formed from
     */
    public record Axes(double[] means, double[][] directions, double[] variances, int sampled) {

        /** Rows x components, float32, of features with the same columns. */
        public DenseMatrix scores(Features features, Workers workers) {
            if (features.columns() != means.length) {
                throw new IllegalArgumentException(features.columns() + " columns instead of " + means.length);
            }
            return project(features, this, workers);
        }
    }

    /**
     * The leading components.
     *
     * @param weights the weight of each column
     * @param components how many; no more than there are columns
     * @param seed seeds the sample and the first vectors
     */
    public static Result of(Features features, double[] weights, int components, long seed, Workers workers) {
        Axes axes = axes(features, weights, components, seed, workers);
        return new Result(axes.scores(features, workers), axes.variances(), axes.sampled());
    }

    /** The axes of the leading components; parameters as above. */
    public static Axes axes(Features features, double[] weights, int components, long seed, Workers workers) {
        if (features.rows() == 0 || features.columns() == 0 || weights.length != features.columns()) {
            throw new IllegalArgumentException(
                    weights.length + " weights for " + features.rows() + " x " + features.columns() + " features");
        }
        return new FeatureComponents(features, workers).run(weights, components, seed);
    }

    private Axes run(double[] weights, int components, long seed) {
        measure(weights);
        int[] sample = sample(seed);
        double[][] covariance = covariance(sample);
        int wanted = Math.max(1, Math.min(components, features.columns()));
        Eigenpairs pairs = BlockKrylov.largest(
                        new DenseCovariance(covariance, workers), new BlockKrylov.Stop(wanted, TOLERANCE, PASSES), seed)
                .withFixedSigns();
        double[][] directions = new double[means.length][wanted];
        for (int j = 0; j < means.length; j++) {
            VectorSums.addScaled(directions[j], scales[j], pairs.vectors()[j]);
        }
        return new Axes(means, directions, pairs.values(), sample.length);
    }

    /** Means of all columns, and the factors that bring them to unit variance and weight. */
    private void measure(double[] weights) {
        int columns = features.columns();
        int blocks = (features.rows() + BLOCK - 1) / BLOCK;
        List<double[][]> parts = workers.map(blocks, block -> {
            IntFunction<double[]> reader = features.reader();
            double[][] sums = new double[2][columns];
            for (int row = block * BLOCK; row < Math.min(features.rows(), (block + 1) * BLOCK); row++) {
                double[] values = reader.apply(row);
                for (int j = 0; j < columns; j++) {
                    sums[0][j] += values[j];
                    sums[1][j] += values[j] * values[j];
                }
            }
            return sums;
        });
        double[] squares = new double[columns];
        means = new double[columns];
        for (double[][] part : parts) {
            VectorSums.addScaled(means, 1.0 / features.rows(), part[0]);
            VectorSums.addScaled(squares, 1.0 / features.rows(), part[1]);
        }
        scales = new double[columns];
        for (int j = 0; j < columns; j++) {
            double variance = squares[j] - means[j] * means[j];
            boolean varies = variance > 1e-12 * squares[j];
            scales[j] = varies ? weights[j] / Math.sqrt(variance) : 0;
        }
    }

    private int[] sample(long seed) {
        double perRow = (double) features.columns() * features.columns() / 2;
        int size = (int) Math.min(features.rows(), Math.max(SMALLEST_SAMPLE, PRODUCTS / perRow));
        int[] rows = new int[features.rows()];
        Arrays.setAll(rows, i -> i);
        if (size < rows.length) {
            CounterRandom.of(seed, "feature-components", 0).shuffle(rows);
            rows = Arrays.copyOf(rows, size);
            Arrays.sort(rows);
        }
        return rows;
    }

    /** Rows go through in chunks; threads share the chunk's making by rows and its products by bands of columns. */
    private double[][] covariance(int[] sample) {
        int columns = features.columns();
        double[][] sums = new double[columns][columns];
        int held = CHUNK * workers.threads();
        double[][] chunk = new double[held][columns];
        for (int start = 0; start < sample.length; start += held) {
            int first = start;
            int size = Math.min(held, sample.length - start);
            workers.forRanges(size, CHUNK, (from, to) -> {
                IntFunction<double[]> reader = features.reader();
                for (int i = from; i < to; i++) {
                    standardise(reader.apply(sample[first + i]), chunk[i]);
                }
            });
            for (int i = size; i < held; i++) {
                Arrays.fill(chunk[i], 0);
            }
            workers.forRanges(columns, BAND, (from, to) -> {
                for (int part = 0; part < held; part += CHUNK) {
                    for (int column = from; column < to; column++) {
                        for (int i = part; i < part + CHUNK; i += 4) {
                            addProducts(sums[column], column, chunk[i], chunk[i + 1], chunk[i + 2], chunk[i + 3]);
                        }
                    }
                }
            });
        }
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                sums[i][j] /= Math.max(1, sample.length - 1);
                sums[j][i] = sums[i][j];
            }
        }
        return sums;
    }

    private void standardise(double[] values, double[] target) {
        for (int j = 0; j < target.length; j++) {
            target[j] = (values[j] - means[j]) * scales[j];
        }
    }

    private static void addProducts(double[] sums, int from, double[] a, double[] b, double[] c, double[] d) {
        double wa = a[from];
        double wb = b[from];
        double wc = c[from];
        double wd = d[from];
        for (int j = from; j < sums.length; j++) {
            sums[j] += wa * a[j] + wb * b[j] + wc * c[j] + wd * d[j];
        }
    }

    private static DenseMatrix project(Features features, Axes axes, Workers workers) {
        double[][] directions = axes.directions();
        int width = directions[0].length;
        double[] offset = new double[width];
        for (int j = 0; j < directions.length; j++) {
            VectorSums.addScaled(offset, -axes.means()[j], directions[j]);
        }
        DenseMatrix scores = DenseMatrix.zeros(features.rows(), width);
        workers.forRanges(features.rows(), BLOCK, (from, to) -> {
            IntFunction<double[]> reader = features.reader();
            double[] sums = new double[width];
            for (int row = from; row < to; row++) {
                double[] values = reader.apply(row);
                System.arraycopy(offset, 0, sums, 0, width);
                for (int j = 0; j < values.length; j++) {
                    if (values[j] != 0) {
                        VectorSums.addScaled(sums, values[j], directions[j]);
                    }
                }
                for (int c = 0; c < width; c++) {
                    scores.values()[row * width + c] = (float) sums[c];
                }
            }
        });
        return scores;
    }
}

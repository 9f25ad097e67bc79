package io.spatho.core.preprocess;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;

/**
 * Principal component analysis of a sparse matrix that is never made dense: centring, and scaling to unit variance where asked,
 * are applied to the products and not to the matrix.
 *
 * <p>Up to {@value #FULL_GENES} genes the covariance matrix is formed and decomposed whole; up to {@value #COVARIANCE_GENES} its
 * leading eigenvectors are found by block Krylov iteration to a residual of 1e-6; beyond that the iteration works on the sparse
 * matrix itself and stops after {@value #RANDOMIZED_PASSES} passes at the latest (Musco and Musco 2015). {@link Pca#residual} says
 * how exact the result is.
 *
 * <p>Determinism: all sums are float64 over parts that do not depend on the number of threads. Cost: squared nonzeros per row for
 * the covariance; nonzeros x (components + 10) per pass otherwise; memory genes x genes, or genes x 10 (components + 10).
 */
public final class PrincipalComponents {

    static final int FULL_GENES = 400;
    static final int COVARIANCE_GENES = 2000;
    static final int RANDOMIZED_PASSES = 24;

    private static final double COVARIANCE_TOLERANCE = 1e-6;
    private static final int COVARIANCE_PASSES = 400;
    private static final double RANDOMIZED_TOLERANCE = 1e-6;
    private static final int BLOCK = 2048;

    private PrincipalComponents() {}

    /**
     * What to compute.
     *
     * @param components how many components; fewer are returned when observations or genes do not allow as many
     * @param unitVariance whether genes are scaled to unit variance first; genes that do not vary stay zero
     * @param seed seeds the first vectors of the iteration
     */
    public record Options(int components, boolean unitVariance, long seed) {
        public Options {
            if (components < 1) {
                throw new IllegalArgumentException("at least one component must be asked for: " + components);
            }
        }

        /** 50 components of unscaled data. */
        public static Options defaults(long seed) {
            return new Options(50, false, seed);
        }
    }

    /**
     * The components of an observations x genes matrix, by the method that fits its number of genes.
     *
     * @throws InputException when the matrix has no row or no column
     */
    public static Pca fit(CsrMatrix matrix, Options options, Workers workers) {
        int genes = matrix.columns();
        Pca.Method method = genes <= FULL_GENES
                ? Pca.Method.FULL
                : genes <= COVARIANCE_GENES ? Pca.Method.COVARIANCE : Pca.Method.RANDOMIZED;
        return fit(matrix, options, method, workers);
    }

    /** The components by a method of choice; {@link #fit(CsrMatrix, Options, Workers)} chooses the one that fits. */
    public static Pca fit(CsrMatrix matrix, Options options, Pca.Method method, Workers workers) {
        if (matrix.rows() == 0 || matrix.columns() == 0) {
            throw new InputException(Problem.of("there is nothing to find principal components of")
                    .expected("at least one observation and one gene", matrix.rows() + " x " + matrix.columns()));
        }
        GeneMoments moments = GeneMoments.of(matrix, value -> value, workers);
        double[] scales = scales(moments, options.unitVariance());
        double total = 0;
        for (int gene = 0; gene < scales.length; gene++) {
            total += moments.variances()[gene] * scales[gene] * scales[gene];
        }
        int wanted = Math.max(1, Math.min(options.components(), Math.min(matrix.rows() - 1, matrix.columns())));
        Eigenpairs pairs =
                switch (method) {
                    case FULL -> Eigenpairs.full(GramMatrix.covariance(matrix, moments, scales, workers), wanted);
                    case COVARIANCE ->
                        BlockKrylov.largest(
                                new DenseCovariance(GramMatrix.covariance(matrix, moments, scales, workers), workers),
                                new BlockKrylov.Stop(wanted, COVARIANCE_TOLERANCE, COVARIANCE_PASSES),
                                options.seed());
                    case RANDOMIZED ->
                        BlockKrylov.largest(
                                new SparseCovariance(matrix, moments.means(), scales, workers),
                                new BlockKrylov.Stop(wanted, RANDOMIZED_TOLERANCE, RANDOMIZED_PASSES),
                                options.seed());
                };
        double[][] directions = pairs.withFixedSigns().vectors();
        DenseMatrix scores = project(matrix, moments.means(), scaled(directions, scales), workers);
        double[] variances = pairs.values();
        double[] ratios = new double[variances.length];
        for (int component = 0; component < ratios.length; component++) {
            variances[component] = Math.max(0, variances[component]);
            ratios[component] = total > 0 ? variances[component] / total : 0;
        }
        return new Pca(scores, toFloat(directions), variances, ratios, total, method, pairs.residual());
    }

    private static double[] scales(GeneMoments moments, boolean unitVariance) {
        double[] scales = new double[moments.means().length];
        Arrays.fill(scales, 1);
        if (unitVariance) {
            for (int gene = 0; gene < scales.length; gene++) {
                double variance = moments.variances()[gene];
                scales[gene] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
            }
        }
        return scales;
    }

    private static double[][] scaled(double[][] directions, double[] scales) {
        double[][] scaled = new double[directions.length][];
        for (int gene = 0; gene < scaled.length; gene++) {
            double scale = scales[gene];
            scaled[gene] =
                    Arrays.stream(directions[gene]).map(value -> value * scale).toArray();
        }
        return scaled;
    }

    /** The centred rows times the directions: {@code (x - mean) V}, with the mean's part taken off once per row. */
    static DenseMatrix project(CsrMatrix matrix, double[] means, double[][] directions, Workers workers) {
        int width = directions[0].length;
        double[] offset = new double[width];
        for (int gene = 0; gene < means.length; gene++) {
            VectorSums.addScaled(offset, -means[gene], directions[gene]);
        }
        DenseMatrix scores = DenseMatrix.zeros(matrix.rows(), width);
        workers.forRanges(matrix.rows(), BLOCK, (from, to) -> {
            double[] sums = new double[width];
            for (int row = from; row < to; row++) {
                System.arraycopy(offset, 0, sums, 0, width);
                for (int i = matrix.start(row); i < matrix.end(row); i++) {
                    VectorSums.addScaled(sums, matrix.values()[i], directions[matrix.columnIndices()[i]]);
                }
                int start = row * width;
                for (int component = 0; component < width; component++) {
                    scores.values()[start + component] = (float) sums[component];
                }
            }
        });
        return scores;
    }

    private static DenseMatrix toFloat(double[][] rows) {
        DenseMatrix matrix = DenseMatrix.zeros(rows.length, rows[0].length);
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                matrix.values()[row * matrix.columns() + column] = (float) rows[row][column];
            }
        }
        return matrix;
    }
}

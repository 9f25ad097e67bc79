package io.spatho.core.cluster;

import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.FeatureComponents;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Principal components of expression augmented by its neighbourhood, as BANKSY has it.
 *
 * <p>Each gene has three features at an observation: its own expression, the weighted mean of its {@code meanNeighbours} nearest
 * neighbours and the azimuthal gradient over its {@code gradientNeighbours} nearest. Each is brought to unit variance. With
 * lambda the neighbourhood's share, own expression weighs {@code 1 - lambda} of the squared distance, means two thirds and gradients one
 * third of {@code lambda}. Neighbours are always of the same library.
 *
 * <p>Nothing is held that has observations x genes entries, apart from the sparse expression: rows are made anew in each of three passes
 * ({@link FeatureComponents}). Determinism: independent of the number of threads. Cost: three passes over the entries of all
 * neighbours, and what {@link FeatureComponents} costs for three times the genes.
 *
 * <p>Source: Singhal and others 2024; the weights of harmonics are those of the authors' Python package.
 */
public final class AugmentedExpression {

    private static final double MEAN_PART = 2.0 / 3;
    private static final double GRADIENT_PART = 1.0 / 3;

    private AugmentedExpression() {}

    /**
     * What to compute.
     *
     * @param neighbourShare lambda: 0 is own expression only, 1 the neighbourhood's only
     * @param meanNeighbours neighbours that the mean is taken over
     * @param gradientNeighbours neighbours that the gradient is taken over
     * @param components how many components
     * @param seed seeds the sample of rows that components are found on
     */
    public record Options(
            double neighbourShare, int meanNeighbours, int gradientNeighbours, int components, long seed) {
        public Options {
            if (!(neighbourShare >= 0 && neighbourShare <= 1)) {
                throw new IllegalArgumentException("the neighbour share must lie between 0 and 1: " + neighbourShare);
            }
            if (meanNeighbours < 1 || gradientNeighbours < 1 || components < 1) {
                throw new IllegalArgumentException("neighbours and components must be positive");
            }
        }
    }

    /**
     * The components.
     *
     * @param expression observations x genes, normalised and logged
     * @param xUm x in micrometres
     * @param yUm y in micrometres
     */
    public static FeatureComponents.Result components(
            CsrMatrix expression, double[] xUm, double[] yUm, Libraries libraries, Options options, Workers workers) {
        NeighbourhoodFeatures features = features(expression, xUm, yUm, libraries, options, workers);
        int genes = expression.columns();
        double[] weights = new double[3 * genes];
        Arrays.fill(weights, 0, genes, Math.sqrt(1 - options.neighbourShare()));
        Arrays.fill(weights, genes, 2 * genes, Math.sqrt(options.neighbourShare() * MEAN_PART));
        Arrays.fill(weights, 2 * genes, 3 * genes, Math.sqrt(options.neighbourShare() * GRADIENT_PART));
        return FeatureComponents.of(new Rows(features), weights, options.components(), options.seed(), workers);
    }

    /** All features as a dense matrix of observations x 3 genes; for small data and tests. */
    static DenseMatrix dense(
            CsrMatrix expression, double[] xUm, double[] yUm, Libraries libraries, Options options, Workers workers) {
        Rows rows = new Rows(features(expression, xUm, yUm, libraries, options, workers));
        DenseMatrix dense = DenseMatrix.zeros(rows.rows(), rows.columns());
        IntFunction<double[]> reader = rows.reader();
        for (int row = 0; row < rows.rows(); row++) {
            double[] values = reader.apply(row);
            for (int j = 0; j < values.length; j++) {
                dense.values()[row * values.length + j] = (float) values[j];
            }
        }
        return dense;
    }

    private static NeighbourhoodFeatures features(
            CsrMatrix expression, double[] xUm, double[] yUm, Libraries libraries, Options options, Workers workers) {
        if (xUm.length != expression.rows() || libraries.codes().length != expression.rows()) {
            throw new IllegalArgumentException(expression.rows() + " rows but " + xUm.length + " positions");
        }
        return new NeighbourhoodFeatures(
                expression,
                KernelNeighbours.of(xUm, yUm, libraries, options.meanNeighbours(), workers),
                KernelNeighbours.of(xUm, yUm, libraries, options.gradientNeighbours(), workers));
    }

    private record Rows(NeighbourhoodFeatures features) implements FeatureComponents.Features {

        @Override
        public int rows() {
            return features.observations();
        }

        @Override
        public int columns() {
            return 3 * features.genes();
        }

        @Override
        public IntFunction<double[]> reader() {
            NeighbourhoodFeatures.Scratch scratch = new NeighbourhoodFeatures.Scratch(features.genes());
            return row -> features.row(row, scratch);
        }
    }
}

package io.spatho.stgpt.region;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Pca;
import io.spatho.core.preprocess.PrincipalComponents;
import java.util.Arrays;

/**
 * Principal components of the training cells, which fill in unseen genes of a cell by a linear map: the model's linear path, and
 * the baseline beside it.
 *
 * <p>Genes are scaled to unit variance. The scores of a cell of which some genes are seen are the posterior mean under probabilistic
 * principal components, {@code z = (Wᵀ W / s² + L⁻¹)⁻¹ Wᵀ x / s²} over the genes seen (Tipping and Bishop 1999), and an unseen gene is
 * {@code W z}. Float64. Cost for a cell: genes x components, hidden genes x components², components³.
 *
 * @param loadings genes x components
 * @param precision 1 over the variance of each component
 * @param noise the mean variance that the components leave
 */
record PanelComponents(float[] loadings, float[] precision, double noise) {

    private static final int COMPONENTS = 30;
    private static final double SMALLEST_VARIANCE = 1e-6;
    private static final double SMALLEST_NOISE = 1e-3;

    /** Learns from the cells named. */
    static PanelComponents fit(CsrMatrix expression, int[] training, long seed, Workers workers) {
        CsrMatrix rows = expression.selectRows(training);
        int components = Math.max(1, Math.min(COMPONENTS, Math.min(rows.rows(), rows.columns()) / 2));
        Pca pca = PrincipalComponents.fit(rows, new PrincipalComponents.Options(components, true, seed), workers);
        float[] precision = new float[pca.components()];
        double explained = 0;
        for (int k = 0; k < precision.length; k++) {
            explained += pca.variances()[k];
            precision[k] = (float) (1 / Math.max(SMALLEST_VARIANCE, pca.variances()[k]));
        }
        int left = Math.max(1, expression.columns() - precision.length);
        return new PanelComponents(
                pca.loadings().values().clone(),
                precision,
                Math.max(SMALLEST_NOISE, (pca.totalVariance() - explained) / left));
    }

    int components() {
        return precision.length;
    }

    /** Components x components: the products of all loadings; the same for every cell. */
    double[][] products() {
        double[][] products = new double[components()][components()];
        for (int gene = 0; gene < loadings.length / components(); gene++) {
            addOuter(products, gene, 1);
        }
        return products;
    }

    private void addOuter(double[][] matrix, int gene, double factor) {
        int at = gene * components();
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] += factor * loadings[at + i] * loadings[at + j];
            }
        }
    }

    /** The scores of a cell of which the marked genes are not seen; {@code products} as {@link #products} gives them. */
    double[] scores(CsrMatrix expression, int cell, boolean[] hidden, GeneScale scale, double[][] products) {
        int components = components();
        double[][] matrix = Arrays.stream(products).map(double[]::clone).toArray(double[][]::new);
        double[] right = new double[components];
        for (int gene = 0; gene < hidden.length; gene++) {
            if (hidden[gene]) {
                addOuter(matrix, gene, -1);
            } else {
                addTo(right, gene, scale.panel(gene, 0));
            }
        }
        for (int i = expression.start(cell); i < expression.end(cell); i++) {
            int gene = expression.columnIndices()[i];
            if (!hidden[gene]) {
                addTo(right, gene, scale.panel(gene, expression.values()[i]) - (double) scale.panel(gene, 0));
            }
        }
        for (int k = 0; k < components; k++) {
            matrix[k][k] += noise * precision[k];
        }
        return Cholesky.solve(matrix, right);
    }

    private void addTo(double[] right, int gene, double units) {
        int at = gene * right.length;
        for (int k = 0; k < right.length; k++) {
            right[k] += units * loadings[at + k];
        }
    }

    /** A gene's prediction in units of {@link GeneScale}. */
    double predict(double[] scores, int gene) {
        int at = gene * scores.length;
        double units = 0;
        for (int k = 0; k < scores.length; k++) {
            units += loadings[at + k] * scores[k];
        }
        return units;
    }
}

package io.spatho.stgpt.expression;

import io.spatho.core.matrix.DenseMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a model's training knows of each gene, which goes with every prediction.
 *
 * @param observations how many observations trained
 * @param heldOut how many observations neither trained nor chose
 * @param expressed training observations with a count, by gene
 * @param mean mean training count, by gene
 * @param pearson correlation of log(1 + count) and log(1 + rate) in observations that neither trained nor chose; NaN when undefined
 * @param explained share of the training mean's Poisson deviance that the prediction saves there; NaN when undefined
 */
record GeneSupport(int observations, int heldOut, float[] expressed, float[] mean, float[] pearson, float[] explained) {

    /** Below this correlation in held-out tissue a prediction says little of where a gene is. */
    static final double LEAST_PEARSON = 0.1;

    /** With fewer training observations that express it, a gene was hardly seen. */
    static final int FEWEST_EXPRESSED = 20;

    static GeneSupport of(ExpressionMaterial material, int[] training, int[] heldOut, DenseMatrix predicted) {
        int genes = material.genes().size();
        DenseMatrix counts = material.counts();
        float[] expressed = new float[genes];
        float[] mean = new float[genes];
        float[] pearson = new float[genes];
        float[] explained = new float[genes];
        for (int gene = 0; gene < genes; gene++) {
            int own = gene;
            expressed[gene] = IntStream.of(training)
                    .filter(row -> counts.get(row, own) > 0)
                    .count();
            double sum = IntStream.of(training)
                    .mapToDouble(row -> counts.get(row, own))
                    .sum();
            mean[gene] = (float) (sum / training.length);
            double with = 0;
            double without = 0;
            double[] measured = new double[heldOut.length];
            double[] rates = new double[heldOut.length];
            for (int i = 0; i < heldOut.length; i++) {
                double count = counts.get(heldOut[i], gene);
                with += Deviance.of(count, predicted.get(i, gene));
                without += Deviance.of(count, mean[gene]);
                measured[i] = Math.log1p(count);
                rates[i] = Math.log1p(predicted.get(i, gene));
            }
            pearson[gene] = (float) WeightedCorrelation.of(measured, rates);
            explained[gene] = (float) (1 - with / without);
        }
        return new GeneSupport(training.length, heldOut.length, expressed, mean, pearson, explained);
    }

    /** Fisher's mean of the correlations that are defined. */
    double meanPearson() {
        return fisherMean(IntStream.range(0, pearson.length)
                .mapToDouble(gene -> pearson[gene])
                .toArray());
    }

    /** Fisher's mean of correlations, apart from those that are undefined. */
    static double fisherMean(double[] correlations) {
        return Math.tanh(Arrays.stream(correlations)
                .filter(Double::isFinite)
                .map(WeightedCorrelation::fisher)
                .average()
                .orElse(Double.NaN));
    }

    /** Whether held-out tissue gives reason to believe in a gene: its correlation is also two standard errors of one of noise above 0. */
    boolean isSupported(int gene) {
        return pearson[gene] > Math.max(LEAST_PEARSON, 2 / Math.sqrt(heldOut)) && expressed[gene] >= FEWEST_EXPRESSED;
    }
}

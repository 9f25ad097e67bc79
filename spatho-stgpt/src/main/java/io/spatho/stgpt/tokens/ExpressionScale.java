package io.spatho.stgpt.tokens;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * What a count is divided by before it is binned: nothing for scGPT; for scGPT-spatial the mean of the slide and the corpus mean of
 * the gene.
 *
 * <p>A gene without a corpus mean takes the mean of its own nonzero values on the slide, after the division by the slide mean.
 * Determinism: sums run in float64 in matrix order. Source: scGPT-spatial {@code scgpt_spatial/tasks/cell_emb.py}.
 */
final class ExpressionScale {

    private final double slideMean;
    private final double[] geneMeans;

    private ExpressionScale(double slideMean, double[] geneMeans) {
        this.slideMean = slideMean;
        this.geneMeans = geneMeans;
    }

    /** Raw counts. */
    static ExpressionScale none(int genes) {
        double[] ones = new double[genes];
        Arrays.fill(ones, 1);
        return new ExpressionScale(1, ones);
    }

    /** The scale of scGPT-spatial for the counts of one slide. */
    static ExpressionScale spatial(CsrMatrix counts, GeneMapping mapping, GeneMeans corpus) {
        int[] ids = mapping.ids();
        double[] sums = new double[ids.length];
        long[] nonzero = new long[ids.length];
        for (int i = 0; i < counts.columnIndices().length; i++) {
            int gene = counts.columnIndices()[i];
            if (ids[gene] >= 0 && counts.values()[i] != 0) {
                sums[gene] += counts.values()[i];
                nonzero[gene]++;
            }
        }
        double slideMean =
                Arrays.stream(sums).sum() / Math.max(1, Arrays.stream(nonzero).sum());
        double[] means = new double[ids.length];
        for (int gene = 0; gene < ids.length; gene++) {
            double known = ids[gene] < 0 ? Double.NaN : corpus.mean(ids[gene]);
            means[gene] = Double.isNaN(known) ? sums[gene] / nonzero[gene] / slideMean : known;
        }
        return new ExpressionScale(slideMean, means);
    }

    /** A count of a gene on this scale, in float32. */
    float scaled(float count, int gene) {
        return (float) (count / slideMean / geneMeans[gene]);
    }
}

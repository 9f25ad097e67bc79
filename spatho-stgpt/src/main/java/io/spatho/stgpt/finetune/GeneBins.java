package io.spatho.stgpt.finetune;

import io.spatho.stgpt.tokens.TokenSequence;

/** The mean value bin of each gene where it is expressed: the baseline that knows genes and nothing of the cell. */
final class GeneBins {

    private final double[] sums;
    private final long[] counts;
    private double all;
    private long number;

    private GeneBins(int vocabulary) {
        this.sums = new double[vocabulary];
        this.counts = new long[vocabulary];
    }

    static GeneBins of(CellMaterial material, int[] cells, int vocabulary) {
        GeneBins bins = new GeneBins(vocabulary);
        for (int cell : cells) {
            TokenSequence tokens = material.tokens(cell);
            for (int i = 1; i < tokens.length(); i++) {
                bins.sums[tokens.genes()[i]] += tokens.values()[i];
                bins.counts[tokens.genes()[i]]++;
                bins.all += tokens.values()[i];
                bins.number++;
            }
        }
        return bins;
    }

    /** The gene's mean, or that of all values for a gene that was not seen. */
    double mean(int gene) {
        return counts[gene] > 0 ? sums[gene] / counts[gene] : all / Math.max(1, number);
    }
}

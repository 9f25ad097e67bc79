package io.spatho.core.qc;

import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;

/**
 * What was measured of each gene, in column order.
 *
 * @param cells number of observations that express the gene
 * @param totalCounts sum over observations
 * @param meanCounts mean over all observations, zeros included
 */
public record GeneMetrics(int[] cells, double[] totalCounts, double[] meanCounts) {

    /** The metrics over the rows named. Cost: one pass over their entries. */
    public static GeneMetrics of(CsrMatrix counts, int[] rows) {
        int[] cells = new int[counts.columns()];
        double[] totals = new double[counts.columns()];
        for (int row : rows) {
            for (int i = counts.start(row); i < counts.end(row); i++) {
                int gene = counts.columnIndices()[i];
                cells[gene] += counts.values()[i] > 0 ? 1 : 0;
                totals[gene] += counts.values()[i];
            }
        }
        double[] means = new double[totals.length];
        for (int gene = 0; gene < means.length; gene++) {
            means[gene] = rows.length == 0 ? 0 : totals[gene] / rows.length;
        }
        return new GeneMetrics(cells, totals, means);
    }

    /** The genes that at least so many observations express, ascending. */
    public int[] expressedInAtLeast(int minimumCells) {
        int[] chosen = new int[cells.length];
        int kept = 0;
        for (int gene = 0; gene < cells.length; gene++) {
            if (cells[gene] >= minimumCells) {
                chosen[kept++] = gene;
            }
        }
        return Arrays.copyOf(chosen, kept);
    }
}

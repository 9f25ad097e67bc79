package io.spatho.core.qc;

/**
 * What was measured in each observation, in row order.
 *
 * @param totalCounts sum of the gene counts
 * @param detectedGenes number of genes with a count
 * @param controlShare negative-control counts over gene and control counts together, NaN for every observation when the case has
 *     no controls, 0 for an observation without any count
 * @param mitochondrialShare counts of genes named {@code MT-} or {@code mt-} over all gene counts, NaN for every observation when
 *     the panel has no such gene, 0 for an observation without any count
 * @param mitochondrialGenes how many genes of the panel are mitochondrial
 * @param controlFeatures how many negative-control features the case has
 */
public record CellMetrics(
        double[] totalCounts,
        int[] detectedGenes,
        double[] controlShare,
        double[] mitochondrialShare,
        int mitochondrialGenes,
        int controlFeatures) {

    /** The number of observations. */
    public int size() {
        return totalCounts.length;
    }
}

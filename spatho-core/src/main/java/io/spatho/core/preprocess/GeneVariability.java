package io.spatho.core.preprocess;

/**
 * Mean and dispersion of every gene, and the genes that were chosen.
 *
 * @param means mean expression of each gene on the flavour's scale: {@code log(1 + mean)} of the un-logged values for Seurat, the
 *     mean of the logged values for Cell Ranger
 * @param dispersions variance over mean, logged for Seurat; NaN where undefined
 * @param normalizedDispersions dispersion standardised among genes of similar mean; NaN where undefined
 * @param selected positions of the chosen genes, ascending
 */
public record GeneVariability(double[] means, double[] dispersions, double[] normalizedDispersions, int[] selected) {

    GeneVariability selecting(int[] genes) {
        return new GeneVariability(means, dispersions, normalizedDispersions, genes);
    }
}

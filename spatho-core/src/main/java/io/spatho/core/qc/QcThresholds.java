package io.spatho.core.qc;

import io.spatho.core.dataset.Platform;

/**
 * The limits that an observation or a gene must keep to take part in the analysis.
 *
 * <p>Defaults depend on the platform, because the same number means different things on each:
 *
 * <ul>
 *   <li>Xenium, MERSCOPE and CosMx: 10 counts and 5 genes per cell, at most 10 % negative-control counts. A panel has a few hundred genes and a
 *       typical cell some 50 to 300 counts, so the floors of whole-transcriptome single-cell work (200 genes) would drop most
 *       cells.
 *   <li>Visium: 100 counts and 50 genes per 55 µm spot, at most 50 % mitochondrial counts; a spot below holds hardly any tissue.
 *   <li>Visium HD: 10 counts per 8 µm bin, in proportion to the bin's area (40 at 16 µm, 1 at 2 µm), and half as many genes.
 *   <li>Any other h5ad: as Xenium, and at most 50 % mitochondrial counts.
 * </ul>
 *
 * <p>On panels of fewer than 100 genes the gene floor is a twentieth of the panel, at least 1. The mitochondrial limit is wide
 * because it acts on spots and bins, which mix cells, and on tissues such as heart, where a third of all counts is normal.
 *
 * @param minimumCounts fewest gene counts of an observation
 * @param minimumGenes fewest genes with a count
 * @param maximumControlShare largest share of negative-control counts, 0 to 1
 * @param maximumMitochondrialShare largest share of mitochondrial counts, 0 to 1
 * @param minimumCellsPerGene fewest kept observations that express a gene
 */
public record QcThresholds(
        double minimumCounts,
        int minimumGenes,
        double maximumControlShare,
        double maximumMitochondrialShare,
        int minimumCellsPerGene) {

    private static final double REFERENCE_BIN_UM = 8;
    private static final int PANEL_GENES_PER_FLOOR_GENE = 20;

    public QcThresholds {
        if (!(minimumCounts >= 0) || minimumGenes < 0 || minimumCellsPerGene < 0) {
            throw new IllegalArgumentException("thresholds must not be negative");
        }
        requireShare(maximumControlShare);
        requireShare(maximumMitochondrialShare);
    }

    private static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share must lie between 0 and 1: " + share);
        }
    }

    /**
     * The defaults of a platform.
     *
     * @param observationSizeUm side of a bin in micrometres (only Visium HD uses it; 8 when unknown)
     * @param genes the number of genes of the matrix
     */
    public static QcThresholds defaults(Platform platform, double observationSizeUm, int genes) {
        int geneCeiling = Math.max(1, genes / PANEL_GENES_PER_FLOOR_GENE);
        return switch (platform) {
            case XENIUM, MERSCOPE, COSMX -> new QcThresholds(10, Math.min(5, geneCeiling), 0.1, 1, 1);
            case VISIUM -> new QcThresholds(100, Math.min(50, geneCeiling), 0.1, 0.5, 3);
            case VISIUM_HD -> ofBin(observationSizeUm, geneCeiling);
            case H5AD -> new QcThresholds(10, Math.min(5, geneCeiling), 0.1, 0.5, 1);
        };
    }

    private static QcThresholds ofBin(double sizeUm, int geneCeiling) {
        double side = sizeUm > 0 ? sizeUm : REFERENCE_BIN_UM;
        double relativeArea = side * side / (REFERENCE_BIN_UM * REFERENCE_BIN_UM);
        long counts = Math.max(1, Math.round(10 * relativeArea));
        int genes = (int) Math.max(1, Math.min(geneCeiling, counts / 2));
        return new QcThresholds(counts, genes, 0.1, 0.5, 3);
    }
}

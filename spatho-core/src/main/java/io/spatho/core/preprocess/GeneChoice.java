package io.spatho.core.preprocess;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How the genes of the analysis are chosen.
 *
 * @param flavour how genes are scored
 * @param top how many are chosen; when absent, every expressed gene of a panel below {@value HighlyVariableGenes#SMALL_PANEL} genes
 *     and {@value HighlyVariableGenes#DEFAULT_TOP} of a larger one
 */
public record GeneChoice(Flavour flavour, OptionalInt top) {

    /** The default: Seurat's dispersion, the number by the size of the panel. */
    public static final GeneChoice DEFAULT = new GeneChoice(Flavour.SEURAT, OptionalInt.empty());

    /** How variability is measured. */
    public enum Flavour {
        /** Dispersion of un-logged normalised values, standardised in bins of equal width. */
        SEURAT,
        /** Dispersion of logged normalised values, standardised in bins of equal size. */
        CELL_RANGER,
        /** Variance of clipped standardised raw counts. */
        SEURAT_V3;

        /** The name used in files and options, as scanpy has it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GeneChoice {
        if (top.isPresent() && top.getAsInt() < 1) {
            throw new IllegalArgumentException("at least one gene must be chosen: " + top.getAsInt());
        }
    }

    /** The chosen genes with the scores of all. */
    public GeneVariability of(CsrMatrix counts, CsrMatrix logCounts, Workers workers) {
        int number = top.orElse(HighlyVariableGenes.DEFAULT_TOP);
        if (top.isPresent() || counts.columns() >= HighlyVariableGenes.SMALL_PANEL) {
            return best(counts, logCounts, number, workers);
        }
        GeneVariability expressed = HighlyVariableGenes.expressed(logCounts, workers);
        return flavour == Flavour.SEURAT
                ? expressed
                : best(counts, logCounts, number, workers).selecting(expressed.selected());
    }

    private GeneVariability best(CsrMatrix counts, CsrMatrix logCounts, int number, Workers workers) {
        return switch (flavour) {
            case SEURAT -> HighlyVariableGenes.top(logCounts, HighlyVariableGenes.Flavour.SEURAT, number, workers);
            case CELL_RANGER ->
                HighlyVariableGenes.top(logCounts, HighlyVariableGenes.Flavour.CELL_RANGER, number, workers);
            case SEURAT_V3 -> StandardisedVariance.top(counts, number, workers);
        };
    }
}

package io.spatho.core.annotate;

import io.spatho.core.matrix.CsrMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which cells look immune, and which of a classifier's labels are taken for them.
 *
 * <p>A cell looks immune when the mean of the immune genes that were measured is above 0 and at or above its 70th percentile over all
 * cells (with linear interpolation); fewer than eleven such cells are none. A label is accepted when its probability is above 0.4 and
 * it is not epithelial, endothelial or unassigned. Source: the rules of medgemma-spatial's second tier; that the mean be above 0 is
 * ours, because without it a percentile of 0 takes every cell.
 */
public final class ImmuneRefinement {

    /** The genes whose mean tells immune cells. */
    public static final List<String> GENES =
            List.of("PTPRC", "CD3D", "CD19", "MS4A1", "CD14", "CSF1R", "NKG7", "JCHAIN");

    private static final Set<String> NOT_IMMUNE =
            Set.of("Epithelial cells", "Endothelial cells", CellTypePrediction.UNASSIGNED);
    private static final double PERCENTILE = 0.7;
    private static final int FEWEST_CELLS = 11;
    private static final double LEAST_PROBABILITY = 0.4;

    private ImmuneRefinement() {}

    /**
     * The cells that look immune.
     *
     * @param genes immune genes that were measured
     * @param scores mean of these genes in each cell; 0 when there are none
     * @param threshold the percentile
     * @param cells positions of the cells, ascending; empty when they are too few
     */
    public record Candidates(List<String> genes, double[] scores, double threshold, int[] cells) {}

    /** The cells that look immune, by log-normalised values. */
    public static Candidates candidates(CsrMatrix logNormalised, List<String> geneNames) {
        boolean[] counted = new boolean[geneNames.size()];
        List<String> found = new ArrayList<>();
        for (String gene : GENES) {
            int column = geneNames.indexOf(gene);
            if (column >= 0) {
                counted[column] = true;
                found.add(gene);
            }
        }
        double[] scores = new double[logNormalised.rows()];
        for (int cell = 0; cell < scores.length; cell++) {
            for (int i = logNormalised.start(cell); i < logNormalised.end(cell); i++) {
                scores[cell] += counted[logNormalised.columnIndices()[i]]
                        ? (double) logNormalised.values()[i] / found.size()
                        : 0;
            }
        }
        double threshold = percentile(scores);
        List<Integer> cells = new ArrayList<>();
        for (int cell = 0; cell < scores.length; cell++) {
            if (scores[cell] > 0 && scores[cell] >= threshold) {
                cells.add(cell);
            }
        }
        int[] chosen = cells.size() < FEWEST_CELLS
                ? new int[0]
                : cells.stream().mapToInt(Integer::intValue).toArray();
        return new Candidates(List.copyOf(found), scores, threshold, chosen);
    }

    private static double percentile(double[] scores) {
        if (scores.length == 0) {
            return 0;
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double at = PERCENTILE * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Whether a label is taken for a cell that looks immune. */
    public static boolean accepts(String label, double probability) {
        return probability > LEAST_PROBABILITY && !NOT_IMMUNE.contains(label);
    }
}

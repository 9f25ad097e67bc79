package io.spatho.core.qc;

import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * What the counts of each observation are made of: gene families, the most abundant genes, and each kind of control.
 *
 * @param families which genes belong to each family, by its place; no gene where the panel has none
 * @param familyCounts counts of each family per observation, by its place
 * @param topSizes the N of {@code topCounts}: 50, 100, 200 and 500, as far as the panel has as many genes
 * @param topCounts counts of the N most abundant genes of each observation, by place in {@code topSizes}
 * @param controls names of the kinds of controls
 * @param controlCounts counts of each kind per observation
 */
public record CellComposition(
        boolean[][] families,
        double[][] familyCounts,
        int[] topSizes,
        double[][] topCounts,
        List<String> controls,
        double[][] controlCounts) {

    private static final int[] SIZES = {50, 100, 200, 500};
    private static final int BLOCK = 4096;

    /** Measures a dataset whose counts were checked. Cost: one pass over the entries, which are sorted row by row. */
    public static CellComposition of(SpatialDataset dataset, Workers workers) {
        GeneFamily[] all = GeneFamily.values();
        boolean[][] families = new boolean[all.length][];
        Arrays.setAll(families, family -> all[family].members(dataset.panel()));
        int[] sizes = Arrays.stream(SIZES)
                .filter(size -> size <= dataset.panel().size())
                .toArray();
        List<Modality> controls = dataset.modalities().stream()
                .filter(CellComposition::isNegative)
                .toList();
        int n = dataset.size();
        CellComposition composition = new CellComposition(
                families,
                new double[all.length][n],
                sizes,
                new double[sizes.length][n],
                controls.stream().map(Modality::name).toList(),
                new double[controls.size()][n]);
        workers.forRanges(n, BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                composition.measure(dataset.counts(), row);
                for (int kind = 0; kind < controls.size(); kind++) {
                    composition.controlCounts[kind][row] =
                            controls.get(kind).matrix().rowSum(row);
                }
            }
        });
        return composition;
    }

    /** Whether a modality holds what no gene should be counted as: controls, blanks and codewords that stand for nothing. */
    static boolean isNegative(Modality modality) {
        return QualityControl.isControl(modality) || modality.name().contains("codeword");
    }

    private void measure(CsrMatrix counts, int row) {
        int from = counts.start(row);
        int to = counts.end(row);
        for (int family = 0; family < families.length; family++) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += families[family][counts.columnIndices()[i]] ? counts.values()[i] : 0;
            }
            familyCounts[family][row] = sum;
        }
        if (topSizes.length > 0) {
            float[] values = Arrays.copyOfRange(counts.values(), from, to);
            Arrays.sort(values);
            double sum = 0;
            int place = 0;
            for (int rank = 0; place < topSizes.length; rank++) {
                if (rank == topSizes[place]) {
                    topCounts[place++][row] = sum;
                }
                sum += rank < values.length ? values[values.length - 1 - rank] : 0;
            }
        }
    }

    /** Whether the panel has a gene of the family. */
    public boolean has(GeneFamily family) {
        for (boolean member : families[family.place()]) {
            if (member) {
                return true;
            }
        }
        return false;
    }

    /** The counts of a family per observation. */
    public double[] counts(GeneFamily family) {
        return familyCounts[family.place()];
    }
}

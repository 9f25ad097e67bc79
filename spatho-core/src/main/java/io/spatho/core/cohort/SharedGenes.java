package io.spatho.core.cohort;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.GeneVariability;
import io.spatho.core.preprocess.HighlyVariableGenes;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.preprocess.NormalizedCounts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which shared genes vary, case by case, and to what total counts are scaled.
 *
 * <p>Up to {@value HighlyVariableGenes#SMALL_PANEL} shared genes all take part. Of more those take part that vary in the most cases,
 * ties by their mean normalised dispersion, as scanpy's {@code highly_variable_genes} with a batch key.
 */
final class SharedGenes {

    private final int[] chosenIn;
    private final double[] dispersions;
    private final double[] targets;
    private int cases;

    SharedGenes(int genes, int cases) {
        chosenIn = new int[genes];
        dispersions = new double[genes];
        targets = new double[cases];
    }

    void add(CsrMatrix counts, Workers workers) {
        NormalizedCounts normalized = Normalization.toMedian(counts, workers);
        targets[cases++] = normalized.targetSum();
        if (chosenIn.length > HighlyVariableGenes.SMALL_PANEL) {
            GeneVariability variability = HighlyVariableGenes.top(
                    normalized.matrix(), HighlyVariableGenes.Flavour.SEURAT, HighlyVariableGenes.DEFAULT_TOP, workers);
            for (int gene : variability.selected()) {
                chosenIn[gene]++;
                double dispersion = variability.normalizedDispersions()[gene];
                dispersions[gene] += Double.isNaN(dispersion) ? 0 : dispersion;
            }
        }
    }

    /** The median of the cases' median totals. */
    double targetSum() {
        double[] sorted = Arrays.copyOf(targets, cases);
        Arrays.sort(sorted);
        return (sorted[(cases - 1) / 2] + sorted[cases / 2]) / 2;
    }

    int[] selected() {
        if (chosenIn.length <= HighlyVariableGenes.SMALL_PANEL) {
            return IntStream.range(0, chosenIn.length).toArray();
        }
        return IntStream.range(0, chosenIn.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer gene) -> -chosenIn[gene])
                        .thenComparingDouble(gene -> -dispersions[gene])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(HighlyVariableGenes.DEFAULT_TOP)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}

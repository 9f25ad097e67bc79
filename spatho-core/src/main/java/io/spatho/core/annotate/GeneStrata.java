package io.spatho.core.annotate;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Genes in strata of similar mean expression, within which their labels can be exchanged.
 *
 * <p>At most ten strata of equal size, none of fewer than {@value #FEWEST} genes unless there are fewer in all.
 */
final class GeneStrata {

    private static final int MOST = 10;
    private static final int FEWEST = 20;

    private final int genes;
    private final int[] sorted;
    private final int strata;

    private GeneStrata(int genes, int[] sorted) {
        this.genes = genes;
        this.sorted = sorted;
        this.strata = Math.max(1, Math.min(MOST, sorted.length / FEWEST));
    }

    /** Strata of the genes in {@code pool} by {@code means[gene]}; equal means are ordered by position. */
    static GeneStrata of(double[] means, int[] pool) {
        int[] sorted = Arrays.stream(pool)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer gene) -> means[gene])
                        .thenComparing(gene -> gene))
                .mapToInt(Integer::intValue)
                .toArray();
        return new GeneStrata(means.length, sorted);
    }

    /** For every gene the gene that takes its place: a random permutation within each stratum, the identity outside the pool. */
    int[] exchanged(CounterRandom random) {
        int[] to = IntStream.range(0, genes).toArray();
        for (int stratum = 0; stratum < strata; stratum++) {
            int from = (int) ((long) sorted.length * stratum / strata);
            int end = (int) ((long) sorted.length * (stratum + 1) / strata);
            int[] deck = Arrays.copyOfRange(sorted, from, end);
            random.shuffle(deck);
            for (int i = from; i < end; i++) {
                to[sorted[i]] = deck[i - from];
            }
        }
        return to;
    }
}

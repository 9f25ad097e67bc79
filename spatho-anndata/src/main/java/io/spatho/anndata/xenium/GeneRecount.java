package io.spatho.anndata.xenium;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * Compares counts of molecules with a matrix, cell by cell and gene by gene, in 8 bytes a cell.
 *
 * <p>Each gene has a 64-bit number drawn from its name (FNV-1a, finished as in SplitMix64); a cell keeps the sum of the numbers of
 * its molecules modulo 2^64. The order of molecules does not matter, and two different sets of counts of a cell have the same sum
 * with a chance of about 2^-64.
 */
final class GeneRecount {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;

    private final long[] sums;
    private long[] numbers = {};

    GeneRecount(int cells) {
        sums = new long[cells];
    }

    /** Learns the names of further genes. */
    void prepare(List<String> names) {
        int known = numbers.length;
        numbers = Arrays.copyOf(numbers, names.size());
        for (int gene = known; gene < numbers.length; gene++) {
            numbers[gene] = number(names.get(gene));
        }
    }

    private static long number(String name) {
        long hash = OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * MIX_1;
        hash = (hash ^ (hash >>> 27)) * MIX_2;
        return hash ^ (hash >>> 31);
    }

    void add(int cell, int gene) {
        sums[cell] += numbers[gene];
    }

    static long[] numbers(GenePanel panel) {
        return panel.featureNames().stream().mapToLong(GeneRecount::number).toArray();
    }

    /** The number of the counts of one row of a matrix whose columns have these numbers. */
    static long sum(CsrMatrix counts, int row, long[] genes) {
        long sum = 0;
        for (int i = counts.start(row); i < counts.end(row); i++) {
            sum += ((long) counts.values()[i]) * genes[counts.columnIndices()[i]];
        }
        return sum;
    }

    /** The numbers of all rows of a matrix. */
    static long[] sums(CsrMatrix counts, GenePanel panel) {
        long[] genes = numbers(panel);
        long[] all = new long[counts.rows()];
        for (int row = 0; row < all.length; row++) {
            all[row] = sum(counts, row, genes);
        }
        return all;
    }

    /** The cells of which a gene has another count in a matrix, whose rows have these numbers. */
    int different(long[] inMatrix) {
        int different = 0;
        for (int cell = 0; cell < sums.length; cell++) {
            different += inMatrix[cell] == sums[cell] ? 0 : 1;
        }
        return different;
    }
}

package io.spatho.core.region;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * What was measured in each region: the plain mean of the raw counts of its members (inner and boundary), every member counting
 * the same.
 *
 * @param cells number of members of each region
 * @param means regions x genes, float32 means of float64 sums; NaN in a region without members
 * @param missingness share of the genes that no member of the region has a count of; NaN in a region without members
 */
public record RegionSummary(int[] cells, DenseMatrix means, double[] missingness) {

    /** The summary of {@code regions} regions from raw counts (cells x genes). Cost: nonzeros of the members. */
    public static RegionSummary of(CsrMatrix counts, List<CellMembership> members, int regions, Workers workers) {
        int[][] cells = RegionMembers.of(members, regions);
        DenseMatrix means = DenseMatrix.zeros(regions, counts.columns());
        double[] missing = new double[regions];
        workers.map(regions, region -> {
            missing[region] = fill(counts, cells[region], means, region);
            return Boolean.TRUE;
        });
        return new RegionSummary(Arrays.stream(cells).mapToInt(c -> c.length).toArray(), means, missing);
    }

    private static double fill(CsrMatrix counts, int[] cells, DenseMatrix means, int region) {
        int genes = counts.columns();
        double[] sums = new double[genes];
        boolean[] seen = new boolean[genes];
        for (int cell : cells) {
            for (int i = counts.start(cell); i < counts.end(cell); i++) {
                sums[counts.columnIndices()[i]] += counts.values()[i];
                seen[counts.columnIndices()[i]] |= counts.values()[i] != 0;
            }
        }
        int missing = 0;
        for (int gene = 0; gene < genes; gene++) {
            means.values()[region * genes + gene] = (float) (sums[gene] / cells.length);
            missing += seen[gene] ? 0 : 1;
        }
        return cells.length == 0 || genes == 0 ? Double.NaN : (double) missing / genes;
    }
}

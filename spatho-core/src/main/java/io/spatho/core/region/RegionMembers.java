package io.spatho.core.region;

import java.util.Arrays;
import java.util.List;

/** The inner and boundary cells of each region, ascending. */
final class RegionMembers {

    private RegionMembers() {}

    static int[][] of(List<CellMembership> rows, int regions) {
        int[] counts = new int[regions];
        for (CellMembership row : rows) {
            counts[row.region()] += row.role() == CellMembership.Role.CONTEXT ? 0 : 1;
        }
        int[][] members = new int[regions][];
        Arrays.setAll(members, region -> new int[counts[region]]);
        Arrays.fill(counts, 0);
        for (CellMembership row : rows) {
            if (row.role() != CellMembership.Role.CONTEXT) {
                members[row.region()][counts[row.region()]++] = row.cell();
            }
        }
        for (int[] cells : members) {
            Arrays.sort(cells);
        }
        return members;
    }
}

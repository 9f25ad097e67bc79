package io.spatho.core.region;

import io.spatho.core.region.CellMembership.Role;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Memberships in plain arrays, 28 bytes each; a record is made when one is asked for. Not changed once handed out. */
final class MembershipRows extends AbstractList<CellMembership> implements RandomAccess {

    private static final int FIRST_CAPACITY = 256;

    private int[] regions;
    private int[] cells;
    private Role[] roles;
    private double[] weights;
    private double[] distances;
    private int size;

    private MembershipRows(int capacity) {
        regions = new int[capacity];
        cells = new int[capacity];
        roles = new Role[capacity];
        weights = new double[capacity];
        distances = new double[capacity];
    }

    static MembershipRows growing() {
        return new MembershipRows(FIRST_CAPACITY);
    }

    void append(int region, int cell, Role role, double weight, double distance) {
        if (size == cells.length) {
            int capacity = Math.max(2 * size, FIRST_CAPACITY);
            regions = Arrays.copyOf(regions, capacity);
            cells = Arrays.copyOf(cells, capacity);
            roles = Arrays.copyOf(roles, capacity);
            weights = Arrays.copyOf(weights, capacity);
            distances = Arrays.copyOf(distances, capacity);
        }
        set(size++, region, cell, role, weight, distance);
    }

    private void set(int row, int region, int cell, Role role, double weight, double distance) {
        regions[row] = region;
        cells[row] = cell;
        roles[row] = role;
        weights[row] = weight;
        distances[row] = distance;
    }

    /** The rows of all parts by region and, within a region, in the order of the parts, with weights that sum to 1 in each region. */
    static MembershipRows byRegion(List<MembershipRows> parts, int regions) {
        int[] next = new int[regions + 1];
        double[] totals = new double[regions];
        for (MembershipRows part : parts) {
            for (int row = 0; row < part.size; row++) {
                next[part.regions[row] + 1]++;
                totals[part.regions[row]] += part.weights[row];
            }
        }
        for (int region = 0; region < regions; region++) {
            next[region + 1] = Math.addExact(next[region + 1], next[region]);
        }
        MembershipRows all = new MembershipRows(next[regions]);
        all.size = next[regions];
        for (MembershipRows part : parts) {
            for (int row = 0; row < part.size; row++) {
                int region = part.regions[row];
                double weight = part.weights[row] == 0 ? 0 : part.weights[row] / totals[region];
                all.set(next[region]++, region, part.cells[row], part.roles[row], weight, part.distances[row]);
            }
        }
        return all;
    }

    @Override
    public CellMembership get(int row) {
        if (row < 0 || row >= size) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size);
        }
        return new CellMembership(regions[row], cells[row], roles[row], weights[row], distances[row]);
    }

    @Override
    public int size() {
        return size;
    }
}

package io.spatho.core.region;

import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * The observations of regions: inner members, boundary members, and the context around them.
 *
 * <p>A member within the boundary width of the outline is a boundary member, any other member an inner one; what is no member and
 * within the context width of the outline is context. Position decides about membership, also of spots and bins.
 *
 * <p>Weights of cells: an inner cell counts 1, a boundary cell {@link RingWidths#BOUNDARY_WEIGHT}, context nothing. Weights of spots
 * and bins, which have an extent: the share of their area inside the region, so that one which the outline cuts counts in part,
 * whether its centre is inside or not. Either is divided by the region's total, so that weights sum to 1 in each region that
 * has any.
 *
 * <p>Rows are ordered by region, then by observation. Those without a finite position belong nowhere. Determinism: independent of
 * threads. Cost: observations x log regions, plus the logarithm of the outline's length for each candidate; 28 bytes a row.
 */
public final class RegionAssignment {

    private static final int CELLS_PER_BLOCK = 4096;
    /** Stands for "members are what is inside" where a component's number could be. */
    private static final int AREA = -2;

    private final List<Region> regions;
    private final double[] x;
    private final double[] y;
    private final RingWidths widths;
    private final Footprint footprint;
    private final OutlineIndex[] outlines;
    private final STRtree index = new STRtree();

    private RegionAssignment(
            List<Region> regions, double[] x, double[] y, RingWidths widths, Footprint footprint, Workers workers) {
        this.regions = regions;
        this.x = x;
        this.y = y;
        this.widths = widths;
        this.footprint = footprint;
        this.outlines = workers
                .map(regions.size(), region -> {
                    Geometry geometry = regions.get(region).geometry();
                    return geometry.isEmpty() ? List.<OutlineIndex>of() : List.of(OutlineIndex.of(geometry));
                })
                .stream()
                .map(outline -> outline.isEmpty() ? null : outline.get(0))
                .toArray(OutlineIndex[]::new);
        for (int region = 0; region < outlines.length; region++) {
            if (outlines[region] != null) {
                Envelope envelope =
                        regions.get(region).geometry().getEnvelopeInternal().copy();
                envelope.expandBy(reach());
                index.insert(envelope, region);
            }
        }
        // Built now, because a query from several threads must not build it.
        index.build();
    }

    /** Observations farther from an outline than this have nothing to do with it, unless they are inside. */
    private double reach() {
        return Math.max(widths.contextUm(), footprint.reach());
    }

    /**
     * Members are the cells inside a region's polygon or on its outline. Regions may overlap: a cell can belong to several, and
     * be the context of others. A region that covers no cell has no row.
     */
    public static List<CellMembership> ofOutlines(
            List<Region> regions, double[] xUm, double[] yUm, RingWidths widths, Workers workers) {
        return ofOutlines(regions, xUm, yUm, widths, Footprint.point(), workers);
    }

    /** The same for observations with an extent: members are those whose centre is inside, weighted by area. */
    public static List<CellMembership> ofOutlines(
            List<Region> regions, double[] xUm, double[] yUm, RingWidths widths, Footprint footprint, Workers workers) {
        return new RegionAssignment(regions, xUm, yUm, widths, footprint, workers).assign(null, workers);
    }

    /** Members are the cells of a region's component, wherever the outlines run; each cell belongs to one region at most. */
    public static List<CellMembership> ofComponents(
            FoundRegions found, double[] xUm, double[] yUm, RingWidths widths, Workers workers) {
        return ofGroups(found.regions(), found.regionOf(), xUm, yUm, widths, workers);
    }

    /** Members are the cells that a list names: {@code regionOf[cell]} is a position in {@code regions} or -1. */
    public static List<CellMembership> ofGroups(
            List<Region> regions, int[] regionOf, double[] xUm, double[] yUm, RingWidths widths, Workers workers) {
        return new RegionAssignment(regions, xUm, yUm, widths, Footprint.point(), workers).assign(regionOf, workers);
    }

    private List<CellMembership> assign(int[] regionOf, Workers workers) {
        int blocks = (int) (((long) x.length + CELLS_PER_BLOCK - 1) / CELLS_PER_BLOCK);
        List<MembershipRows> found = workers.map(blocks, block -> {
            MembershipRows part = MembershipRows.growing();
            Candidates candidates = new Candidates();
            int from = block * CELLS_PER_BLOCK;
            int to = (int) Math.min(x.length, (long) from + CELLS_PER_BLOCK);
            for (int cell = from; cell < to; cell++) {
                if (Double.isFinite(x[cell]) && Double.isFinite(y[cell])) {
                    assign(cell, regionOf == null ? AREA : regionOf[cell], candidates, part);
                }
            }
            return part;
        });
        return MembershipRows.byRegion(found, outlines.length);
    }

    private void assign(int cell, int component, Candidates candidates, MembershipRows part) {
        Coordinate position = new Coordinate(x[cell], y[cell]);
        candidates.size = 0;
        index.query(new Envelope(position), candidates::add);
        if (component >= 0) {
            candidates.require(component);
        }
        Arrays.sort(candidates.regions, 0, candidates.size);
        for (int i = 0; i < candidates.size; i++) {
            int region = candidates.regions[i];
            OutlineIndex outline = outlines[region];
            if (outline == null) {
                continue;
            }
            boolean member = component == AREA ? outline.locate(position) != Location.EXTERIOR : component == region;
            double distance = outline.distance(position, member ? Double.POSITIVE_INFINITY : reach());
            double weight = weight(region, position, member, distance);
            if (member || distance <= widths.contextUm() || weight > 0) {
                part.append(region, cell, role(member, distance), weight, distance);
            }
        }
    }

    private CellMembership.Role role(boolean member, double distance) {
        if (!member) {
            return CellMembership.Role.CONTEXT;
        }
        return distance <= widths.boundaryUm() ? CellMembership.Role.BOUNDARY : CellMembership.Role.INNER;
    }

    private double weight(int region, Coordinate position, boolean member, double distance) {
        if (footprint.shape() == Footprint.Shape.POINT) {
            double cell = distance <= widths.boundaryUm() ? RingWidths.BOUNDARY_WEIGHT : 1;
            return member ? cell : 0;
        }
        if (distance >= footprint.reach()) {
            return member ? 1 : 0;
        }
        return footprint.shareInside(regions.get(region).geometry(), position);
    }

    /** The regions near one observation. */
    private static final class Candidates {
        private int[] regions = new int[64];
        private int size;

        private void add(Object region) {
            if (size == regions.length) {
                regions = Arrays.copyOf(regions, 2 * size);
            }
            regions[size++] = (Integer) region;
        }

        /** A component's cell belongs to its region however far from the outline it lies. */
        private void require(int region) {
            for (int i = 0; i < size; i++) {
                if (regions[i] == region) {
                    return;
                }
            }
            add(region);
        }
    }
}

package io.spatho.core.region;

import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.distance.IndexedFacetDistance;

/**
 * The cells of regions: inner members, boundary members, and the context around them.
 *
 * <p>A member within the boundary width of the outline is a boundary cell, any other member an inner cell; a cell that is no
 * member and within the context width of the outline is a context cell. Weights: an inner cell counts 1, a boundary cell
 * {@link RingWidths#BOUNDARY_WEIGHT}, divided by the region's total, so that they sum to 1 in each region with a member; context
 * cells have weight 0.
 *
 * <p>Rows are ordered by region, then by cell. Cells without a finite position belong nowhere. Determinism: independent of
 * threads. Cost: cells x log regions, plus the logarithm of the outline's length for each candidate.
 */
public final class RegionAssignment {

    private static final int CELLS_PER_BLOCK = 4096;

    private final double[] x;
    private final double[] y;
    private final RingWidths widths;
    private final List<Area> areas;
    private final STRtree index = new STRtree();

    private RegionAssignment(List<Region> regions, double[] x, double[] y, RingWidths widths) {
        this.x = x;
        this.y = y;
        this.widths = widths;
        this.areas = new ArrayList<>();
        for (int region = 0; region < regions.size(); region++) {
            Geometry geometry = regions.get(region).geometry();
            if (geometry.isEmpty()) {
                areas.add(null);
                continue;
            }
            areas.add(new Area(
                    new IndexedPointInAreaLocator(geometry), new IndexedFacetDistance(geometry.getBoundary())));
            Envelope envelope = geometry.getEnvelopeInternal().copy();
            envelope.expandBy(widths.contextUm());
            index.insert(envelope, region);
        }
        // Built now, because a query from several threads must not build it.
        index.build();
    }

    private record Area(IndexedPointInAreaLocator locator, IndexedFacetDistance outline) {}

    /**
     * Members are the cells inside a region's polygon or on its outline. Regions may overlap: a cell can belong to several, and
     * be the context of others. A region that covers no cell has no row.
     */
    public static List<CellMembership> ofOutlines(
            List<Region> regions, double[] xUm, double[] yUm, RingWidths widths, Workers workers) {
        return new RegionAssignment(regions, xUm, yUm, widths).assign(null, workers);
    }

    /** Members are the cells of a region's component, wherever the outlines run; each cell belongs to one region at most. */
    public static List<CellMembership> ofComponents(
            FoundRegions found, double[] xUm, double[] yUm, RingWidths widths, Workers workers) {
        return new RegionAssignment(found.regions(), xUm, yUm, widths).assign(found.regionOf(), workers);
    }

    private List<CellMembership> assign(int[] regionOf, Workers workers) {
        int blocks = (x.length + CELLS_PER_BLOCK - 1) / CELLS_PER_BLOCK;
        List<List<CellMembership>> found = workers.map(blocks, block -> {
            List<CellMembership> part = new ArrayList<>();
            int to = Math.min(x.length, (block + 1) * CELLS_PER_BLOCK);
            for (int cell = block * CELLS_PER_BLOCK; cell < to; cell++) {
                if (Double.isFinite(x[cell]) && Double.isFinite(y[cell])) {
                    assign(cell, regionOf == null ? AREA : regionOf[cell], part);
                }
            }
            return part;
        });
        return weighted(byRegion(found));
    }

    /** Stands for "members are what is inside" where a component's number could be. */
    private static final int AREA = -2;

    private void assign(int cell, int component, List<CellMembership> part) {
        Coordinate position = new Coordinate(x[cell], y[cell]);
        List<?> candidates = index.query(new Envelope(position));
        int[] regions =
                candidates.stream().mapToInt(Integer.class::cast).sorted().toArray();
        Point point = regions.length == 0 ? null : new GeometryFactory().createPoint(position);
        for (int region : regions) {
            Area area = areas.get(region);
            boolean member =
                    component == AREA ? area.locator.locate(position) != Location.EXTERIOR : component == region;
            if (!member && !area.outline.isWithinDistance(point, widths.contextUm())) {
                continue;
            }
            double distance = area.outline.distance(point);
            CellMembership.Role ring =
                    distance <= widths.boundaryUm() ? CellMembership.Role.BOUNDARY : CellMembership.Role.INNER;
            part.add(new CellMembership(region, cell, member ? ring : CellMembership.Role.CONTEXT, 0, distance));
        }
    }

    private List<List<CellMembership>> byRegion(List<List<CellMembership>> found) {
        List<List<CellMembership>> perRegion = new ArrayList<>();
        for (int region = 0; region < areas.size(); region++) {
            perRegion.add(new ArrayList<>());
        }
        found.forEach(part -> part.forEach(row -> perRegion.get(row.region()).add(row)));
        return perRegion;
    }

    private static List<CellMembership> weighted(List<List<CellMembership>> perRegion) {
        List<CellMembership> rows = new ArrayList<>();
        for (List<CellMembership> region : perRegion) {
            double total = region.stream().mapToDouble(RegionAssignment::share).sum();
            for (CellMembership row : region) {
                double weight = share(row) == 0 ? 0 : share(row) / total;
                rows.add(new CellMembership(row.region(), row.cell(), row.role(), weight, row.distanceUm()));
            }
        }
        return Collections.unmodifiableList(rows);
    }

    private static double share(CellMembership row) {
        return switch (row.role()) {
            case INNER -> 1;
            case BOUNDARY -> RingWidths.BOUNDARY_WEIGHT;
            case CONTEXT -> 0;
        };
    }
}

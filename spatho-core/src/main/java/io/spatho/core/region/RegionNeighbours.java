package io.spatho.core.region;

import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.distance.IndexedFacetDistance;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Which regions lie side by side.
 *
 * <p>Outlines of computed regions run between cells, so two structures that meet leave a narrow strip: "touching" therefore
 * means no farther apart than a distance that the caller names, best twice the typical distance between neighbouring cells.
 * Determinism: independent of threads. Cost: close pairs x log of the outlines' lengths.
 */
public final class RegionNeighbours {

    private RegionNeighbours() {}

    /**
     * How far apart regions may be.
     *
     * @param touchingUm regions that are no farther apart touch
     * @param nearUm regions that are no farther apart are near
     */
    public record Reach(double touchingUm, double nearUm) {
        public Reach {
            if (!(touchingUm >= 0 && nearUm >= touchingUm) || !Double.isFinite(nearUm)) {
                throw new IllegalArgumentException("distances must ascend: " + touchingUm + ", " + nearUm);
            }
        }

        /** Twice and six times the typical distance between neighbouring cells. */
        public static Reach forSpacing(double spacingUm) {
            return new Reach(2 * spacingUm, 6 * spacingUm);
        }
    }

    /** All close pairs, ordered by region, then neighbour. Regions without an area are nobody's neighbour. */
    public static List<RegionAdjacency> of(List<Region> regions, Reach reach, Workers workers) {
        STRtree index = new STRtree();
        for (int region = 0; region < regions.size(); region++) {
            if (!regions.get(region).geometry().isEmpty()) {
                index.insert(regions.get(region).geometry().getEnvelopeInternal(), region);
            }
        }
        index.build();
        List<Geometry> along = workers.map(regions.size(), region -> {
            Geometry outline = regions.get(region).geometry().getBoundary();
            return reach.touchingUm == 0 ? outline : outline.buffer(reach.touchingUm);
        });
        List<List<RegionAdjacency>> upper = workers.map(regions.size(), region -> {
            Geometry geometry = regions.get(region).geometry();
            return geometry.isEmpty() ? List.of() : after(region, regions, along, index, reach);
        });
        List<List<RegionAdjacency>> rows = new ArrayList<>();
        regions.forEach(region -> rows.add(new ArrayList<>()));
        // Seen from the higher number first: so each list ends up in ascending order of neighbours.
        upper.forEach(list -> list.forEach(pair -> rows.get(pair.neighbour()).add(reversed(pair))));
        upper.forEach(list -> list.forEach(pair -> rows.get(pair.region()).add(pair)));
        return rows.stream().flatMap(List::stream).toList();
    }

    private static RegionAdjacency reversed(RegionAdjacency pair) {
        return new RegionAdjacency(
                pair.neighbour(), pair.region(), pair.relation(), pair.distanceUm(), pair.sharedBoundaryUm());
    }

    /** The pairs of a region with later ones. */
    private static List<RegionAdjacency> after(
            int region, List<Region> regions, List<Geometry> along, STRtree index, Reach reach) {
        Geometry geometry = regions.get(region).geometry();
        Envelope around = geometry.getEnvelopeInternal().copy();
        around.expandBy(reach.nearUm);
        List<?> candidates = index.query(around);
        int[] others = candidates.stream()
                .mapToInt(Integer.class::cast)
                .filter(other -> other > region)
                .sorted()
                .toArray();
        IndexedFacetDistance outline = new IndexedFacetDistance(geometry);
        List<RegionAdjacency> pairs = new ArrayList<>();
        for (int other : others) {
            Geometry neighbour = regions.get(other).geometry();
            double apart = outline.distance(neighbour);
            // Outlines that do not meet belong to areas that are apart, or one inside the other.
            boolean overlap = apart == 0 || holds(geometry, neighbour) || holds(neighbour, geometry);
            if (apart > reach.nearUm && !overlap) {
                continue;
            }
            double distance = overlap ? 0 : apart;
            boolean touching = distance <= reach.touchingUm;
            pairs.add(new RegionAdjacency(
                    region,
                    other,
                    touching ? RegionAdjacency.Relation.TOUCHING : RegionAdjacency.Relation.NEAR,
                    distance,
                    touching ? shared(region, other, regions, along) : 0));
        }
        return pairs;
    }

    /** Whether a part of the inner geometry starts inside the outer one. */
    private static boolean holds(Geometry outer, Geometry inner) {
        for (int i = 0; i < inner.getNumGeometries(); i++) {
            Coordinate corner = inner.getGeometryN(i).getCoordinate();
            if (SimplePointInAreaLocator.locate(corner, outer) != Location.EXTERIOR) {
                return true;
            }
        }
        return false;
    }

    /** {@code along} holds, for each region, what lies within the touching distance of its outline. */
    private static double shared(int left, int right, List<Region> regions, List<Geometry> along) {
        return (length(regions.get(left), along.get(right)) + length(regions.get(right), along.get(left))) / 2;
    }

    private static double length(Region region, Geometry close) {
        return OverlayNGRobust.overlay(region.geometry().getBoundary(), close, OverlayNG.INTERSECTION)
                .getLength();
    }
}

package io.spatho.core.region;

import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
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

    /** All close pairs, ordered by region, then neighbour. Regions without an area are nobody's neighbour. */
    public static List<RegionAdjacency> of(List<Region> regions, double touchingUm, double nearUm, Workers workers) {
        if (!(touchingUm >= 0 && nearUm >= touchingUm)) {
            throw new IllegalArgumentException("distances must ascend: " + touchingUm + ", " + nearUm);
        }
        STRtree index = new STRtree();
        for (int region = 0; region < regions.size(); region++) {
            if (!regions.get(region).geometry().isEmpty()) {
                index.insert(regions.get(region).geometry().getEnvelopeInternal(), region);
            }
        }
        index.build();
        List<List<RegionAdjacency>> upper = workers.map(regions.size(), region -> {
            Geometry geometry = regions.get(region).geometry();
            return geometry.isEmpty() ? List.of() : after(region, regions, index, touchingUm, nearUm);
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
            int region, List<Region> regions, STRtree index, double touchingUm, double nearUm) {
        Geometry geometry = regions.get(region).geometry();
        Envelope around = geometry.getEnvelopeInternal().copy();
        around.expandBy(nearUm);
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
            if (!outline.isWithinDistance(neighbour, nearUm) && !geometry.intersects(neighbour)) {
                continue;
            }
            // A region inside another has a distance to its outline but none to its area.
            double distance = geometry.intersects(neighbour) ? 0 : outline.distance(neighbour);
            boolean touching = distance <= touchingUm;
            pairs.add(new RegionAdjacency(
                    region,
                    other,
                    touching ? RegionAdjacency.Relation.TOUCHING : RegionAdjacency.Relation.NEAR,
                    distance,
                    touching ? shared(geometry, neighbour, touchingUm) : 0));
        }
        return pairs;
    }

    private static double shared(Geometry left, Geometry right, double touchingUm) {
        return (along(left, right, touchingUm) + along(right, left, touchingUm)) / 2;
    }

    /** The length of one outline that is close to the other region's outline. */
    private static double along(Geometry outline, Geometry other, double touchingUm) {
        Geometry ring = other.getBoundary();
        Geometry close = touchingUm == 0 ? ring : ring.buffer(touchingUm);
        return OverlayNGRobust.overlay(outline.getBoundary(), close, OverlayNG.INTERSECTION)
                .getLength();
    }
}

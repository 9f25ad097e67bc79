package io.spatho.core.region;

import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Outlines of groups of cells that somebody else made: alpha shapes at a margin, with the lengths of {@link
 * RegionSettings#forSpacing}; cells that are far from the others of their group get a circle of their own.
 *
 * <p>Determinism: independent of threads. Cost: n log n.
 */
public final class GroupOutlines {

    private static final int NEIGHBOURS = 6;

    private GroupOutlines() {}

    /**
     * The outline of each group, in order; a group without a cell that has a position is an empty polygon.
     *
     * @param groupOf group of each cell, -1 for none
     */
    public static List<Geometry> of(double[] xUm, double[] yUm, int[] groupOf, int groups, Workers workers) {
        int[] placed = new int[xUm.length];
        int count = 0;
        for (int cell = 0; cell < xUm.length; cell++) {
            if (Double.isFinite(xUm[cell]) && Double.isFinite(yUm[cell])) {
                placed[count++] = cell;
            }
        }
        int[] cells = Arrays.copyOf(placed, count);
        double[] x = Arrays.stream(cells).mapToDouble(cell -> xUm[cell]).toArray();
        double[] y = Arrays.stream(cells).mapToDouble(cell -> yUm[cell]).toArray();
        int[] groupsOf = Arrays.stream(cells).map(cell -> groupOf[cell]).toArray();
        return ofPlaced(x, y, groupsOf, groups, workers);
    }

    private static List<Geometry> ofPlaced(double[] x, double[] y, int[] groupOf, int groups, Workers workers) {
        RegionSettings settings =
                RegionSettings.forSpacing(SpatialNeighbours.nearestGraph(x, y, NEIGHBOURS, workers), 1);
        List<int[]> triangles = AlphaTriangles.of(x, y, groupOf, groups, settings.alphaUm(), workers);
        int[] sizes = new int[groups];
        Arrays.stream(groupOf).filter(group -> group >= 0).forEach(group -> sizes[group]++);
        int[][] members = new int[groups][];
        Arrays.setAll(members, group -> new int[sizes[group]]);
        Arrays.fill(sizes, 0);
        for (int cell = 0; cell < groupOf.length; cell++) {
            if (groupOf[cell] >= 0) {
                members[groupOf[cell]][sizes[groupOf[cell]]++] = cell;
            }
        }
        return workers.map(
                groups,
                group -> members[group].length == 0
                        ? new GeometryFactory().createPolygon()
                        : new Outline(x, y, settings).ofGroup(members[group], triangles.get(group)));
    }
}

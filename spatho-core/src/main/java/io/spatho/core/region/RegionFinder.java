package io.spatho.core.region;

import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Geometry;

/**
 * Regions from structures: contiguous groups of cells of one structure, each with an outline.
 *
 * <p>A component of the spatial graph counts as contiguous when its edges are short enough and join cells of one structure.
 * Components with enough cells become regions {@code region_0001}, {@code region_0002}, … by descending size, then position;
 * their cells are the component's cells, whatever the outlines do. The others are left without a region and counted.
 *
 * <p>Outlines are alpha shapes at a margin ({@link RegionSettings}): valid polygons that contain their cells; outlines of
 * neighbouring regions may overlap slightly where cells of both are mixed. Determinism: independent of threads; the order of
 * cells matters for ids only where two components have equal sizes and bounding boxes. Cost: n log n.
 */
public final class RegionFinder {

    private RegionFinder() {}

    /**
     * The regions of {@code structureOf[cell]}, a position in {@code structureLabels} or -1, on a spatial graph whose weights are
     * distances in micrometres.
     */
    public static FoundRegions find(
            Graph graph,
            double[] xUm,
            double[] yUm,
            int[] structureOf,
            List<String> structureLabels,
            RegionSettings settings,
            Workers workers) {
        requireShape(graph, xUm, yUm, structureOf, structureLabels.size());
        Components components = Components.of(graph, xUm, yUm, structureOf, settings.longestEdgeUm());
        int[] sizes = components.sizes();
        int kept = (int) Arrays.stream(sizes)
                .filter(size -> size >= settings.fewestCells())
                .count();
        int[] regionOf = Arrays.stream(components.componentOf())
                .map(component -> component < kept ? component : -1)
                .toArray();
        List<int[]> triangles = AlphaTriangles.of(xUm, yUm, regionOf, kept, settings.alphaUm(), workers);
        int[][] members = members(regionOf, sizes, kept);
        List<Region> regions = workers.map(kept, region -> {
            Geometry outline = new Outline(xUm, yUm, settings).of(members[region], triangles.get(region), graph);
            String label = structureLabels.get(structureOf[members[region][0]]);
            return new Region(id(region), outline, FoundRegions.SOURCE, label);
        });
        int inSmall = Arrays.stream(sizes).skip(kept).sum();
        int without = (int) Arrays.stream(structureOf).filter(s -> s < 0).count();
        return new FoundRegions(regions, regionOf, settings, sizes.length - kept, inSmall, without);
    }

    private static void requireShape(Graph graph, double[] x, double[] y, int[] structureOf, int structures) {
        int n = graph.nodes();
        if (x.length != n || y.length != n || structureOf.length != n) {
            throw new IllegalArgumentException("positions, structures and graph disagree on " + n + " cells");
        }
        for (int cell = 0; cell < n; cell++) {
            if (structureOf[cell] < -1 || structureOf[cell] >= structures) {
                throw new IllegalArgumentException("structure " + structureOf[cell] + " of " + structures);
            }
            if (!Double.isFinite(x[cell]) || !Double.isFinite(y[cell])) {
                throw new IllegalArgumentException("cell " + cell + " has no finite position");
            }
        }
    }

    private static String id(int region) {
        return String.format(Locale.ROOT, "region_%04d", region + 1);
    }

    private static int[][] members(int[] regionOf, int[] sizes, int kept) {
        int[][] members = new int[kept][];
        Arrays.setAll(members, region -> new int[sizes[region]]);
        int[] next = new int[kept];
        for (int cell = 0; cell < regionOf.length; cell++) {
            if (regionOf[cell] >= 0) {
                members[regionOf[cell]][next[regionOf[cell]]++] = cell;
            }
        }
        return members;
    }
}

package io.spatho.core.region;

import io.spatho.core.graph.Graph;
import java.util.Arrays;

/**
 * How regions are cut out of structures; lengths in micrometres.
 *
 * @param longestEdgeUm edges of the spatial graph that are longer do not hold a region together
 * @param fewestCells components with fewer cells become no region
 * @param alphaUm radius of the alpha shape: a triangle of cells belongs to the outline's inside if its circumscribed circle is
 *     no larger and holds no other cell
 * @param marginUm how far the outline stays away from the outermost cells
 */
public record RegionSettings(double longestEdgeUm, int fewestCells, double alphaUm, double marginUm) {

    public RegionSettings {
        boolean lengths = longestEdgeUm > 0 && alphaUm > 0 && marginUm > 0;
        if (!lengths || fewestCells < 1 || !Double.isFinite(longestEdgeUm + alphaUm + marginUm)) {
            throw new IllegalArgumentException("region settings must be positive: " + longestEdgeUm + ", " + fewestCells
                    + ", " + alphaUm + ", " + marginUm);
        }
    }

    /**
     * Settings for the spacing of a graph's cells, with d the median length of its edges: edges up to 2.5 d, alpha 1.5 d, margin
     * 0.35 d. At these values evenly scattered cells leave no holes (two triangles in a thousand are too large) and the outlines
     * of structures that lie side by side hardly overlap. A graph without edges counts as d = 1.
     */
    public static RegionSettings forSpacing(Graph graph, int fewestCells) {
        double spacing = medianEdgeUm(graph);
        return new RegionSettings(2.5 * spacing, fewestCells, 1.5 * spacing, 0.35 * spacing);
    }

    /** The median length of a spatial graph's edges in micrometres, 1 without edges of a length above 0. */
    public static double medianEdgeUm(Graph graph) {
        float[] sorted = graph.weights().clone();
        Arrays.sort(sorted);
        double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        return median > 0 && median < Float.MAX_VALUE ? median : 1;
    }
}

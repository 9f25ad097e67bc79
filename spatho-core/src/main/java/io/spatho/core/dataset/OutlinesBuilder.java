package io.spatho.core.dataset;

import java.util.Arrays;

/**
 * Collects {@link Outlines} polygon by polygon; arrays grow with what is added.
 *
 * <p>Use: {@link #vertex} for each vertex, then {@link #endPolygon}. A last vertex that repeats the polygon's first is dropped; a polygon
 * of fewer than three vertices is dropped and counted.
 */
public final class OutlinesBuilder {

    private static final int FEWEST_VERTICES = 3;

    private int[] observations = new int[64];
    private int[] starts = new int[65];
    private float[] xUm = new float[1024];
    private float[] yUm = new float[1024];
    private int polygons;
    private int vertices;
    private int dropped;

    /** Adds a vertex, in micrometres, to the current polygon. */
    public void vertex(double x, double y) {
        if (vertices == xUm.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, 2L * vertices);
            xUm = Arrays.copyOf(xUm, capacity);
            yUm = Arrays.copyOf(yUm, capacity);
        }
        xUm[vertices] = (float) x;
        yUm[vertices++] = (float) y;
    }

    /** Ends the current polygon, which belongs to a row of the dataset. */
    public void endPolygon(int observation) {
        int first = starts[polygons];
        int last = vertices - 1;
        if (last > first && xUm[first] == xUm[last] && yUm[first] == yUm[last]) {
            vertices--;
        }
        if (vertices - first < FEWEST_VERTICES) {
            vertices = first;
            dropped++;
            return;
        }
        if (polygons == observations.length) {
            observations = Arrays.copyOf(observations, 2 * polygons);
            starts = Arrays.copyOf(starts, 2 * polygons + 1);
        }
        observations[polygons++] = observation;
        starts[polygons] = vertices;
    }

    /** The number of polygons that had too few vertices. */
    public int dropped() {
        return dropped;
    }

    /** All polygons in the order in which they were ended. */
    public Outlines build() {
        return new Outlines(
                Arrays.copyOf(observations, polygons),
                Arrays.copyOf(starts, polygons + 1),
                Arrays.copyOf(xUm, starts[polygons]),
                Arrays.copyOf(yUm, starts[polygons]));
    }
}

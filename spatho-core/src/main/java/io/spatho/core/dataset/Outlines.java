package io.spatho.core.dataset;

/**
 * Outlines of observations: polygons in slide micrometres, each joined to its observation by id.
 *
 * <p>Polygon {@code p} has the vertices from {@code starts[p]} to {@code starts[p + 1]}, exclusive; the first vertex is not repeated
 * at the end. One observation may have several polygons (a cell with two nuclei) or none.
 *
 * @param observations row of the dataset that each polygon belongs to
 * @param starts index of each polygon's first vertex, and the number of vertices at the end
 * @param xUm x of the vertices, micrometres
 * @param yUm y of the vertices, micrometres
 */
public record Outlines(int[] observations, int[] starts, float[] xUm, float[] yUm) {

    public Outlines {
        if (starts.length != observations.length + 1
                || xUm.length != yUm.length
                || starts[starts.length - 1] != xUm.length) {
            throw new IllegalArgumentException(observations.length + " polygons, " + starts.length + " starts, "
                    + xUm.length + " and " + yUm.length + " coordinates");
        }
    }

    /** The number of polygons. */
    public int size() {
        return observations.length;
    }
}

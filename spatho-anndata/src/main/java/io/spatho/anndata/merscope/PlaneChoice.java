package io.spatho.anndata.merscope;

import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.OutlinesBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;

/**
 * Keeps, of the planes in which each cell was outlined, the one nearest to the middle of all planes; of two equally near ones the lower.
 *
 * <p>The middle is that between the lowest and the highest plane in the file. Memory: the outlines of one plane.
 */
final class PlaneChoice {

    private final double middle;
    private final int[] planes;
    private final List<List<Coordinate[]>> rings;

    PlaneChoice(int cells, int lowest, int highest) {
        this.middle = (lowest + highest) / 2.0;
        this.planes = new int[cells];
        Arrays.fill(planes, Integer.MIN_VALUE);
        this.rings = new ArrayList<>(cells);
        for (int cell = 0; cell < cells; cell++) {
            rings.add(List.of());
        }
    }

    /** Offers the outer rings of a cell in a plane. */
    void offer(int cell, int plane, List<Coordinate[]> outlines) {
        if (planes[cell] == plane && !rings.get(cell).isEmpty()) {
            rings.get(cell).addAll(outlines);
        } else if (planes[cell] == Integer.MIN_VALUE || isNearer(plane, planes[cell])) {
            planes[cell] = plane;
            rings.set(cell, new ArrayList<>(outlines));
        }
    }

    private boolean isNearer(int plane, int than) {
        double distance = Math.abs(plane - middle);
        double other = Math.abs(than - middle);
        return distance < other || (distance == other && plane < than);
    }

    /** The outlines in the order of the cells. */
    Outlines outlines() {
        OutlinesBuilder builder = new OutlinesBuilder();
        for (int cell = 0; cell < rings.size(); cell++) {
            for (Coordinate[] ring : rings.get(cell)) {
                for (Coordinate corner : ring) {
                    builder.vertex(corner.x, corner.y);
                }
                builder.endPolygon(cell);
            }
        }
        return builder.build();
    }
}

package io.spatho.core.graph;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How observations are joined in space.
 *
 * @param kind the rule
 * @param neighbours for {@link Kind#KNN}: how many nearest points of each
 * @param radiusUm for {@link Kind#RADIUS}: the largest distance; for {@link Kind#DELAUNAY}: the longest edge kept, all when absent
 * @param rings for {@link Kind#GRID}: how many steps over occupied grid places still make neighbours
 * @param corners for {@link Kind#GRID} of square bins: whether bins that meet at a corner are one step apart
 */
public record SpatialGraphSettings(Kind kind, int neighbours, OptionalDouble radiusUm, int rings, boolean corners) {

    /** Six nearest neighbours for cells, one ring of the grid for spots and bins. */
    public static final SpatialGraphSettings DEFAULT =
            new SpatialGraphSettings(Kind.AUTO, 6, OptionalDouble.empty(), 1, true);

    /** The rule by which two observations are joined. */
    public enum Kind {
        /** The grid where the platform has one and nearest neighbours otherwise. */
        AUTO,
        /** Either is among the nearest of the other. */
        KNN,
        /** They are at most a distance apart. */
        RADIUS,
        /** They share an edge of the Delaunay triangulation. */
        DELAUNAY,
        /** They are a few steps apart on the array. */
        GRID;

        /** The name used in options and files. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SpatialGraphSettings {
        if (neighbours < 1 || rings < 1) {
            throw new IllegalArgumentException("neighbours and rings must be at least 1");
        }
        if (radiusUm.isPresent() && !(radiusUm.getAsDouble() > 0)) {
            throw new IllegalArgumentException("the radius must be positive: " + radiusUm.getAsDouble());
        }
        if (kind == Kind.RADIUS && radiusUm.isEmpty()) {
            throw new IllegalArgumentException("a radius graph needs a radius");
        }
    }
}

package io.spatho.core.region;

/**
 * The widths of the two rings along an outline, in micrometres.
 *
 * @param boundaryUm members that are no farther from the outline than this are boundary cells
 * @param contextUm other cells that are no farther from the outline than this are context cells
 */
public record RingWidths(double boundaryUm, double contextUm) {

    /** The weight of a boundary cell where an inner cell has weight 1: such cells are cut by the outline or mix with the outside. */
    public static final double BOUNDARY_WEIGHT = 0.5;

    public RingWidths {
        if (!(boundaryUm >= 0 && contextUm >= 0) || !Double.isFinite(boundaryUm + contextUm)) {
            throw new IllegalArgumentException("ring widths must not be negative: " + boundaryUm + ", " + contextUm);
        }
    }

    /** Rings of one and of three times the typical distance between neighbouring cells. */
    public static RingWidths forSpacing(double spacingUm) {
        return new RingWidths(spacingUm, 3 * spacingUm);
    }
}

package io.spatho.anndata.geojson;

/**
 * What one unit of a drawing's coordinates is on the slide.
 *
 * @param name {@code um} or {@code pixel}
 * @param micrometres micrometres per unit
 */
public record CoordinateUnit(String name, double micrometres) {

    public CoordinateUnit {
        if (!(micrometres > 0) || Double.isInfinite(micrometres)) {
            throw new IllegalArgumentException("a unit must have a positive length, not " + micrometres);
        }
    }

    /** Coordinates in micrometres. */
    public static CoordinateUnit um() {
        return new CoordinateUnit("um", 1);
    }

    /** Coordinates in full-resolution pixels of the given size. */
    public static CoordinateUnit pixel(double pixelSizeUm) {
        return new CoordinateUnit("pixel", pixelSizeUm);
    }
}

package io.spatho.anndata.h5ad;

/**
 * What one unit of {@code obsm["spatial"]} is when the file does not say.
 *
 * @param micrometres micrometres per unit, NaN when the file must say it itself
 */
public record CoordinateUnit(double micrometres) {

    /** The file must say it: only files of our own contract do. */
    public static final CoordinateUnit DECLARED = new CoordinateUnit(Double.NaN);

    /** Coordinates are micrometres. */
    public static final CoordinateUnit MICROMETRE = new CoordinateUnit(1);

    public CoordinateUnit {
        if (micrometres <= 0 || Double.isInfinite(micrometres)) {
            throw new IllegalArgumentException("a unit cannot have " + micrometres + " micrometres");
        }
    }

    /** Coordinates are full-resolution pixels of this many micrometres. */
    public static CoordinateUnit pixels(double micrometresPerPixel) {
        return new CoordinateUnit(micrometresPerPixel);
    }

    boolean isDeclared() {
        return Double.isNaN(micrometres);
    }
}

package io.spatho.anndata.geojson;

/**
 * What one unit of a drawing's coordinates is on the slide.
 *
 * @param name {@code um} or {@code pixel}
 * @param micrometres micrometres per unit
 */
public record RegionUnit(String name, double micrometres) {

    public RegionUnit {
        if (!(micrometres > 0) || Double.isInfinite(micrometres)) {
            throw new IllegalArgumentException("a unit must have a positive length, not " + micrometres);
        }
    }

    /** Coordinates in micrometres. */
    public static RegionUnit um() {
        return new RegionUnit("um", 1);
    }

    /** Coordinates in full-resolution pixels of the given size. */
    public static RegionUnit pixel(double pixelSizeUm) {
        return new RegionUnit("pixel", pixelSizeUm);
    }
}

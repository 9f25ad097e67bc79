package io.spatho.anndata.geojson;

/**
 * What one unit of a drawing's coordinates is on the slide.
 *
 * @param name {@code um} or {@code pixel}
 * @param micrometres micrometres per unit
 * @param image the image whose pixels are meant, empty for micrometres
 */
public record RegionUnit(String name, double micrometres, String image) {

    /** The image that pixels are of when nobody says so. */
    public static final String FULL_RESOLUTION = "the full-resolution image";

    private static final double SAME = 1e-6;

    public RegionUnit {
        if (!(micrometres > 0) || Double.isInfinite(micrometres)) {
            throw new IllegalArgumentException("a unit must have a positive length, not " + micrometres);
        }
        if (!name.equals("pixel") && !(name.equals("um") && micrometres == 1)) {
            throw new IllegalArgumentException("not a unit: " + name + " of " + micrometres + " um");
        }
    }

    /** Coordinates in micrometres. */
    public static RegionUnit um() {
        return new RegionUnit("um", 1, "");
    }

    /** Coordinates in full-resolution pixels of the given size. */
    public static RegionUnit pixel(double pixelSizeUm) {
        return pixel(pixelSizeUm, FULL_RESOLUTION);
    }

    /** Coordinates in pixels of an image, of the given size. */
    public static RegionUnit pixel(double pixelSizeUm, String image) {
        return new RegionUnit("pixel", pixelSizeUm, image);
    }

    /** Whether coordinates in either unit mean the same. */
    public boolean agrees(RegionUnit other) {
        return name.equals(other.name) && Math.abs(micrometres - other.micrometres) <= SAME * micrometres;
    }

    /** The unit in words, for messages. */
    public String text() {
        return name.equals("um") ? "um" : "pixels of " + micrometres + " um of " + image;
    }
}

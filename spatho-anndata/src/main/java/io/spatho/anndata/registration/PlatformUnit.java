package io.spatho.anndata.registration;

/**
 * The unit of the platform's coordinates in an alignment file.
 *
 * @param umPerUnit micrometres of one unit
 * @param name {@code um} or {@code pixel}
 */
public record PlatformUnit(double umPerUnit, String name) {

    public PlatformUnit {
        if (!(umPerUnit > 0) || !Double.isFinite(umPerUnit)) {
            throw new IllegalArgumentException("a unit of " + umPerUnit + " µm");
        }
    }

    /** Micrometres. */
    public static PlatformUnit um() {
        return new PlatformUnit(1, "um");
    }

    /** The platform's own pixels, of that many micrometres. */
    public static PlatformUnit pixel(double um) {
        return new PlatformUnit(um, "pixel");
    }
}

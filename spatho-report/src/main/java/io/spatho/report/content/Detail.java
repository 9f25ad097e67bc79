package io.spatho.report.content;

/**
 * How much a report shows.
 *
 * @param tableRows rows per table at most
 * @param pixelDensity picture points per point of a map on a screen of ordinary density
 * @param outlineCharacters length of all region outlines together, at most
 */
public record Detail(int tableRows, double pixelDensity, int outlineCharacters) {

    /** What every report begins with. */
    public static final Detail FULL = new Detail(500, 2, 600_000);

    /** What a report falls back to when it would be too large. */
    public static final Detail REDUCED = new Detail(250, 1.25, 250_000);

    /** The least that is still a report. */
    public static final Detail LEAST = new Detail(60, 0.6, 60_000);
}

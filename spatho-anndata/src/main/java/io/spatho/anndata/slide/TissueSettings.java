package io.spatho.anndata.slide;

/**
 * How tissue is told from glass; lengths in micrometres, areas in square micrometres.
 *
 * @param squareUm side of a square of the mask
 * @param smoothingUm side of the box over which optical density is averaged
 * @param closingUm gaps up to about twice this width are closed
 * @param marginUm the outline is moved outward by this
 * @param smallestHole holes below this area are filled
 * @param smallestPiece pieces below this area are dropped
 * @param leastContrast least difference between the mean optical densities of tissue and glass
 * @param densestGlass a brighter class denser than this is no glass: then everything is tissue
 */
public record TissueSettings(
        double squareUm,
        double smoothingUm,
        double closingUm,
        double marginUm,
        double smallestHole,
        double smallestPiece,
        double leastContrast,
        double densestGlass) {

    public TissueSettings {
        if (!(squareUm > 0) || !(smoothingUm >= 0 && closingUm >= 0 && marginUm >= 0)) {
            throw new IllegalArgumentException("tissue settings out of range");
        }
    }

    /** Squares of 8 µm, smoothing over 24 µm, closing of 16 µm, a margin of 8 µm, holes and pieces from 4,000 µm². */
    public static TissueSettings standard() {
        return new TissueSettings(8, 24, 16, 8, 4_000, 4_000, 0.06, 0.16);
    }
}

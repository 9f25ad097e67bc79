package io.spatho.stgpt.histology.tile;

import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of a slide, in a fixed order, and how they were chosen.
 *
 * <p>A grid goes row by row from the slide's upper left corner and keeps squares with enough tissue; tiles around observations keep
 * their order and are all kept that lie on the slide. Fields of view stand upright on the picture: only their centres pass through the
 * map from micrometres, so a case that is turned against its slide does not turn them. Determinism: depends on slide, positions
 * and settings alone. Cost: linear in tiles and in squares of the tissue mask.
 *
 * @param way {@code grid} or {@code observations}
 * @param sideUm side of the square over which tissue is counted
 * @param stepUm distance between grid tiles; NaN around observations
 * @param leastTissue least share of tissue of a grid tile
 * @param considered squares of the grid that lie on the slide, or observations
 * @param tiles the tiles
 */
public record Tiling(String way, double sideUm, double stepUm, double leastTissue, int considered, List<Tile> tiles) {

    private static final long MOST_TILES = 50_000_000;
    private static final double LEAST_INSIDE = 0.95;

    public Tiling {
        tiles = List.copyOf(tiles);
    }

    /**
     * A grid over the slide's tissue.
     *
     * @param sideUm side of a tile
     * @param stepUm distance between neighbouring tiles; equal to the side, tiles touch
     * @param leastTissue least share of tissue, 0 to 1
     * @throws InputException when no square of the slide has that much tissue, or there would be too many
     */
    public static Tiling grid(TissueSlide slide, double sideUm, double stepUm, double leastTissue) {
        if (!(sideUm > 0 && stepUm > 0 && leastTissue >= 0 && leastTissue <= 1)) {
            throw new IllegalArgumentException("a grid of " + sideUm + " µm every " + stepUm);
        }
        double widthUm = slide.slide().width() * slide.pixelSize().x();
        double heightUm = slide.slide().height() * slide.pixelSize().y();
        long columns = places(widthUm, sideUm, stepUm);
        long rows = places(heightUm, sideUm, stepUm);
        if (columns * rows > MOST_TILES) {
            throw new InputException(Problem.of("the grid is too fine for the slide")
                    .at(slide.slide().file())
                    .expected("at most " + Words.count(MOST_TILES) + " tiles", Words.count(columns * rows))
                    .fix("Use a larger --step, or tiles around observations"));
        }
        SpatialTransform back = slide.toPixels().inverse();
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = (column * stepUm + sideUm / 2) / slide.pixelSize().x();
                double y = (row * stepUm + sideUm / 2) / slide.pixelSize().y();
                double share = slide.tissueShare(x, y, sideUm);
                if (share >= leastTissue && share > 0) {
                    tiles.add(new Tile("r" + row + "_c" + column, back.x(x, y), back.y(x, y), x, y, share));
                }
            }
        }
        if (tiles.isEmpty()) {
            throw new InputException(Problem.of("no tile of the slide has enough tissue")
                    .at(slide.slide().file())
                    .expected(
                            "a share of at least " + leastTissue + " in one of "
                                    + Words.count(columns * rows, "square"),
                            "none")
                    .fix("Lower --min-tissue, or check that the slide is a stained section on bright glass"));
        }
        return new Tiling("grid", sideUm, stepUm, leastTissue, (int) (columns * rows), tiles);
    }

    /** Whole tiles that fit; one around the middle of a side that is shorter than a tile. */
    private static long places(double length, double side, double step) {
        return Math.max(1, (long) Math.floor((length - side) / step + 1e-9) + 1);
    }

    /**
     * A tile around each position: spots, cells, bins or regions.
     *
     * @param ids one for each position
     * @param xUm micrometres of the case
     * @param yUm micrometres of the case
     * @param sideUm side of the square over which tissue is counted
     * @throws InputException when the picture does not cover the positions: more than one in twenty lies outside
     */
    public static Tiling around(TissueSlide slide, String[] ids, double[] xUm, double[] yUm, double sideUm) {
        SpatialTransform map = slide.toPixels();
        List<Tile> tiles = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            double x = map.x(xUm[i], yUm[i]);
            double y = map.y(xUm[i], yUm[i]);
            if (x >= 0
                    && y >= 0
                    && x < slide.slide().width()
                    && y < slide.slide().height()) {
                tiles.add(new Tile(ids[i], xUm[i], yUm[i], x, y, slide.tissueShare(x, y, sideUm)));
            }
        }
        if (tiles.size() < LEAST_INSIDE * ids.length || tiles.isEmpty()) {
            throw new InputException(Problem.of("the picture does not cover the observations")
                    .at(slide.slide().file())
                    .expected(
                            "at least 95 % of " + Words.count(ids.length) + " within 0,0 to "
                                    + slide.slide().width() + ","
                                    + slide.slide().height() + " pixels",
                            Words.count(tiles.size()))
                    .fix("Check that the slide is the whole section, and the alignment; or tile it as a grid"
                            + " (--tiles grid)"));
        }
        return new Tiling("observations", sideUm, Double.NaN, 0, ids.length, tiles);
    }

    /** The mean share of tissue of the tiles. */
    public double meanTissueShare() {
        return tiles.stream().mapToDouble(Tile::tissueShare).average().orElse(0);
    }

    /** A digest of every tile's id and place. */
    public Fingerprint fingerprint() {
        StringBuilder text = new StringBuilder(way);
        for (Tile tile : tiles) {
            text.append('\n').append(tile.id());
            text.append(' ').append(CanonicalJson.number(tile.column()));
            text.append(' ').append(CanonicalJson.number(tile.row()));
        }
        return Fingerprint.ofText(text.toString());
    }
}

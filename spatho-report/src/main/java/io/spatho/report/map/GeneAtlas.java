package io.spatho.report.map;

import io.spatho.report.color.Palette;
import io.spatho.report.content.TableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Maps of single genes side by side in one picture, one pixel for each bin of the tissue. The colour of a pixel is one of {@link
 * #LEVELS} levels between 0 and the gene's own top; a bin without observations is transparent.
 *
 * @param picture all maps, {@link #ACROSS} in a row
 * @param tiles the maps in the order of the table's columns
 * @param width bins of a map from left to right
 * @param height bins of a map from top to bottom
 * @param leftUm the left edge of the tissue in micrometres
 * @param topUm its upper edge
 * @param binUm the side of a bin
 */
public record GeneAtlas(
        IndexedImage picture, List<Tile> tiles, int width, int height, double leftUm, double topUm, double binUm) {

    /** The number of colours. */
    public static final int LEVELS = 64;

    private static final int ACROSS = 8;

    /** One value in a hundred lies above the top of the colours, so that a single bin does not darken the map. */
    private static final double TOP_SHARE = 0.99;

    /**
     * The map of a gene.
     *
     * @param gene its name
     * @param x its left edge in the picture
     * @param y its upper edge in the picture
     * @param top the value of the last colour
     */
    public record Tile(String gene, int x, int y, double top) {}

    /** Draws the columns of a table of bins ({@code x_um}, {@code y_um}, {@code bin_um} and the given ones). */
    public static GeneAtlas of(TableRows bins, List<String> columns, int prefix) {
        double side = bins.number(0, "bin_um");
        double[] x = numbers(bins, "x_um");
        double[] y = numbers(bins, "y_um");
        double left = Arrays.stream(x).min().orElseThrow() - side / 2;
        double top = Arrays.stream(y).min().orElseThrow() - side / 2;
        int width = (int) Math.round((Arrays.stream(x).max().orElseThrow() - left) / side + 0.5);
        int height = (int) Math.round((Arrays.stream(y).max().orElseThrow() - top) / side + 0.5);
        int across = Math.min(ACROSS, columns.size());
        int down = (columns.size() + ACROSS - 1) / ACROSS;
        byte[] pixels = new byte[across * width * down * height];
        List<Tile> tiles = new ArrayList<>();
        for (int gene = 0; gene < columns.size(); gene++) {
            double[] values = numbers(bins, columns.get(gene));
            Tile tile = new Tile(
                    columns.get(gene).substring(prefix), gene % ACROSS * width, gene / ACROSS * height, top(values));
            for (int bin = 0; bin < values.length; bin++) {
                int column = tile.x + (int) ((x[bin] - left) / side);
                int row = tile.y + (int) ((y[bin] - top) / side);
                pixels[row * across * width + column] = (byte) (1 + level(values[bin], tile.top));
            }
            tiles.add(tile);
        }
        return new GeneAtlas(
                new IndexedImage(across * width, down * height, pixels, palette()),
                tiles,
                width,
                height,
                left,
                top,
                side);
    }

    private static double[] numbers(TableRows rows, String column) {
        double[] values = new double[rows.size()];
        Arrays.setAll(values, row -> rows.number(row, column));
        return values;
    }

    private static double top(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double top = sorted[(int) (TOP_SHARE * (sorted.length - 1))];
        return top > 0 ? top : sorted[sorted.length - 1];
    }

    private static int level(double value, double top) {
        return top > 0 ? (int) Math.round(Math.min(1, Math.max(0, value / top)) * (LEVELS - 1)) : 0;
    }

    private static int[] palette() {
        int[] colours = new int[LEVELS + 1];
        for (int level = 0; level < LEVELS; level++) {
            colours[1 + level] = Palette.sequential(level / (LEVELS - 1.0));
        }
        return colours;
    }
}

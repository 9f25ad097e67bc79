package io.spatho.anndata.synthetic;

import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Paints a section as if stained with haematoxylin and eosin: pink stroma, purple nests, dark aggregates, white lumens, nuclei as dots.
 *
 * <p>Colours are rounded to sixteenths of their range, so that files stay small. Determinism: a pixel depends on the section only.
 */
final class HistologyPainter {

    private static final double NUCLEUS_RADIUS = 2.9;
    private static final int ROWS_IN_A_BLOCK = 16;
    private static final int[] GLASS = {244, 242, 246};
    private static final int[] NUCLEUS = {92, 62, 140};
    private static final int GRAIN = 8;

    private final CellLattice lattice;
    private final double edge;
    private final double left;
    private final double top;

    /** Paints the tissue within the level {@code edge}; {@code left} and {@code top} are the model coordinates of the picture's corner. */
    HistologyPainter(CellLattice lattice, double edge, double left, double top) {
        this.lattice = lattice;
        this.edge = edge;
        this.left = left;
        this.top = top;
    }

    /** Paints a picture whose pixels are {@code pixel} micrometres wide. */
    BufferedImage paint(int width, int height, double pixel, Workers workers) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int blocks = (height + ROWS_IN_A_BLOCK - 1) / ROWS_IN_A_BLOCK;
        int[][] painted = workers.map(blocks, block -> {
                    int from = block * ROWS_IN_A_BLOCK;
                    return rows(from, Math.min(height, from + ROWS_IN_A_BLOCK), width, pixel);
                })
                .toArray(int[][]::new);
        for (int block = 0; block < blocks; block++) {
            int rows = painted[block].length / width;
            image.setRGB(0, block * ROWS_IN_A_BLOCK, width, rows, painted[block], 0, width);
        }
        return image;
    }

    /** Writes a picture as PNG. */
    static void write(BufferedImage image, Path file) {
        try {
            if (!ImageIO.write(image, "png", file.toFile())) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int[] rows(int from, int to, int width, double pixel) {
        double[] nuclear = nuclear(from, to, width, pixel);
        int[] colours = new int[(to - from) * width];
        for (int row = from; row < to; row++) {
            CounterRandom random = CounterRandom.of(0, "synthetic.grain", row);
            for (int column = 0; column < width; column++) {
                int at = (row - from) * width + column;
                double x = left + (column + 0.5) * pixel;
                double y = top + (row + 0.5) * pixel;
                double shade = GRAIN * (random.nextDouble() - 0.5);
                colours[at] = colour(x, y, Math.min(1, nuclear[at]), shade);
            }
        }
        return colours;
    }

    /** The share of each pixel that nuclei cover. */
    private double[] nuclear(int from, int to, int width, double pixel) {
        double[] covered = new double[(to - from) * width];
        double radius = Math.max(NUCLEUS_RADIUS, 0.5 * pixel);
        double whole = Math.min(1, Math.PI * NUCLEUS_RADIUS * NUCLEUS_RADIUS / (pixel * pixel));
        TypeMixture mixture = new TypeMixture();
        double y0 = top + from * pixel - radius;
        double y1 = top + to * pixel + radius;
        lattice.inBox(left, y0, left + width * pixel, y1, mixture, cell -> {
            if (lattice.tissue().level(cell.x(), cell.y()) <= edge) {
                splat(covered, cell, from, to, width, pixel, radius, whole);
            }
        });
        return covered;
    }

    private void splat(
            double[] covered, Cell cell, int from, int to, int width, double pixel, double radius, double whole) {
        int firstRow = Math.max(from, (int) Math.floor((cell.y() - radius - top) / pixel));
        int lastRow = Math.min(to - 1, (int) Math.floor((cell.y() + radius - top) / pixel));
        int firstColumn = Math.max(0, (int) Math.floor((cell.x() - radius - left) / pixel));
        int lastColumn = Math.min(width - 1, (int) Math.floor((cell.x() + radius - left) / pixel));
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                double dx = left + (column + 0.5) * pixel - cell.x();
                double dy = top + (row + 0.5) * pixel - cell.y();
                if (pixel > NUCLEUS_RADIUS
                        ? Math.abs(dx) <= pixel / 2 && Math.abs(dy) <= pixel / 2
                        : dx * dx + dy * dy <= radius * radius) {
                    covered[(row - from) * width + column] += 0.85 * whole;
                }
            }
        }
    }

    private int colour(double x, double y, double nuclear, double shade) {
        if (lattice.tissue().level(x, y) > edge) {
            return packed(GLASS, GLASS, 0, 0);
        }
        Place place = lattice.tissue().at(x, y);
        return place.lumen() ? packed(GLASS, GLASS, 0, -3) : packed(ground(place), NUCLEUS, nuclear, shade);
    }

    private static int[] ground(Place place) {
        return switch (place.structure()) {
            case TUMOUR_NEST -> new int[] {206, 150, 196};
            case STROMA -> new int[] {238, 176, 206};
            case LYMPHOID_AGGREGATE -> new int[] {186, 150, 204};
            case GLAND -> new int[] {216, 160, 204};
            case VESSEL -> new int[] {228, 130, 160};
            case NERVE -> new int[] {236, 196, 216};
        };
    }

    private static int packed(int[] ground, int[] over, double part, double shade) {
        int colour = 0xFF;
        for (int channel = 0; channel < 3; channel++) {
            double value = ground[channel] * (1 - part) + over[channel] * part + shade;
            int rounded = (int) Math.max(0, Math.min(255, 16 * Math.rint(value / 16)));
            colour = colour << 8 | rounded;
        }
        return colour;
    }
}

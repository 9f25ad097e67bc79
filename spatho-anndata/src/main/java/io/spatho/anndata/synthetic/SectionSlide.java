package io.spatho.anndata.synthetic;

import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The H&amp;E picture of a made section at half a micrometre a pixel, and how it lies: an alignment matrix and key points as Xenium
 * Explorer exports them, picture pixels to morphology pixels.
 */
final class SectionSlide {

    static final double PIXEL = 0.5;

    private static final int TILE = 256;
    private static final float QUALITY = 0.6f;
    private static final double EDGE = 30;
    private static final double POINT_ERROR_UM = 1.5;

    private final Section section;
    private final double morphologyPixel;
    private final double right;
    private final double lower;

    SectionSlide(Section section, double morphologyPixel) {
        this.section = section;
        this.morphologyPixel = morphologyPixel;
        TypeMixture mixture = new TypeMixture();
        double maxX = 0;
        double maxY = 0;
        for (int number = 0; number < section.cells(); number++) {
            Cell cell = section.cell(number, mixture);
            maxX = Math.max(maxX, cell.x() + section.shiftX());
            maxY = Math.max(maxY, cell.y() + section.shiftY());
        }
        this.right = maxX + EDGE;
        this.lower = maxY + EDGE;
    }

    /** Micrometres of the picture's upper left corner, on both axes. */
    private static double corner() {
        return -EDGE;
    }

    /** Writes the pyramid. */
    void write(Path file, Workers workers) throws IOException {
        int width = (int) Math.ceil((right - corner()) / PIXEL);
        int height = (int) Math.ceil((lower - corner()) / PIXEL);
        OmeTiffWriter.Settings settings = new OmeTiffWriter.Settings(width, height, PIXEL, TILE, QUALITY);
        OmeTiffWriter.write(file, settings, (from, to) -> rgb(from, to, width, workers), workers);
    }

    private byte[] rgb(int from, int to, int width, Workers workers) {
        double left = corner() - section.shiftX();
        double top = corner() - section.shiftY() + from * PIXEL;
        BufferedImage image = new HistologyPainter(section.lattice(), section.edge(), left, top)
                .paint(width, to - from, PIXEL, workers);
        byte[] rgb = new byte[3 * width * (to - from)];
        int[] row = new int[width];
        for (int y = 0; y < to - from; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                rgb[at] = (byte) (row[x] >> 16);
                rgb[at + 1] = (byte) (row[x] >> 8);
                rgb[at + 2] = (byte) row[x];
            }
        }
        return rgb;
    }

    /** Writes the 3 x 3 matrix from picture pixels to morphology pixels. */
    void writeAlignment(Path file) throws IOException {
        double scale = PIXEL / morphologyPixel;
        double shift = corner() / morphologyPixel;
        String text = scale + ",0.0," + shift + "\n0.0," + scale + "," + shift + "\n0.0,0.0,1.0\n";
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes nine pairs of points, set about a micrometre off as by hand. */
    void writeKeypoints(Path file, long seed) throws IOException {
        StringBuilder text = new StringBuilder("fixedX,fixedY,alignmentX,alignmentY\n");
        for (int point = 0; point < 9; point++) {
            CounterRandom random = CounterRandom.of(seed, "synthetic.keypoint", point);
            int row = point / 3;
            double x = corner() + (right - corner()) * (0.2 + 0.3 * (point % 3));
            double y = corner() + (lower - corner()) * (0.2 + 0.3 * row);
            double offX = POINT_ERROR_UM * (random.nextDouble() - 0.5);
            double offY = POINT_ERROR_UM * (random.nextDouble() - 0.5);
            text.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%.4f,%.4f%n",
                    (x + offX) / morphologyPixel,
                    (y + offY) / morphologyPixel,
                    (x - corner()) / PIXEL,
                    (y - corner()) / PIXEL));
        }
        Files.write(file, text.toString().replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
    }
}

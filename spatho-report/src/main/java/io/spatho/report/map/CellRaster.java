package io.spatho.report.map;

import io.spatho.report.content.Cells;
import java.util.Arrays;

/**
 * Paints observations into pixels. Where discs are wide enough to be seen, each pixel shows the observation whose centre is
 * nearest; where they are smaller than a pixel, it shows what most of the observations in it are.
 *
 * <p>Determinism: ties go to the earlier observation, or to the smaller ink. Cost: linear in observations and pixels; 8 bytes a pixel.
 */
final class CellRaster {

    private static final double SMALLEST_DISC = 0.8;

    private final MapFrame frame;
    private final double density;
    private final int width;
    private final int height;

    CellRaster(MapFrame frame, double density) {
        this.frame = frame;
        this.density = density;
        this.width = Math.max(1, (int) Math.round(frame.width() * density));
        this.height = Math.max(1, (int) Math.round(frame.height() * density));
    }

    /**
     * Paints the observations.
     *
     * @param ink palette index of each observation, 0 for those that are not painted
     * @param radiusUm radius of a disc in micrometres
     */
    IndexedImage paint(Cells cells, byte[] ink, double radiusUm, int[] palette) {
        double radius = radiusUm * frame.scale() * density;
        byte[] pixels = radius < SMALLEST_DISC ? majority(cells, ink) : discs(cells, ink, radius);
        return new IndexedImage(width, height, pixels, palette);
    }

    private byte[] discs(Cells cells, byte[] ink, double radius) {
        byte[] pixels = new byte[width * height];
        float[] nearest = new float[pixels.length];
        Arrays.fill(nearest, (float) (radius * radius));
        for (int cell = 0; cell < ink.length; cell++) {
            double cx = column(cells.x()[cell]);
            double cy = row(cells.y()[cell]);
            if (ink[cell] == 0 || !Double.isFinite(cx + cy)) {
                continue;
            }
            int lastY = (int) Math.min(height - 1.0, Math.floor(cy + radius));
            int lastX = (int) Math.min(width - 1.0, Math.floor(cx + radius));
            for (int y = (int) Math.max(0, Math.floor(cy - radius)); y <= lastY; y++) {
                for (int x = (int) Math.max(0, Math.floor(cx - radius)); x <= lastX; x++) {
                    double dx = x + 0.5 - cx;
                    double dy = y + 0.5 - cy;
                    float distance = (float) (dx * dx + dy * dy);
                    int pixel = y * width + x;
                    if (distance < nearest[pixel]) {
                        nearest[pixel] = distance;
                        pixels[pixel] = ink[cell];
                    }
                }
            }
        }
        return pixels;
    }

    private byte[] majority(Cells cells, byte[] ink) {
        int[] starts = new int[width * height + 1];
        int[] places = new int[ink.length];
        for (int cell = 0; cell < ink.length; cell++) {
            places[cell] = ink[cell] == 0 ? -1 : pixel(cells.x()[cell], cells.y()[cell]);
            if (places[cell] >= 0) {
                starts[places[cell] + 1]++;
            }
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        byte[] sorted = new byte[starts[width * height]];
        int[] next = Arrays.copyOf(starts, width * height);
        for (int cell = 0; cell < ink.length; cell++) {
            if (places[cell] >= 0) {
                sorted[next[places[cell]]++] = ink[cell];
            }
        }
        byte[] pixels = new byte[width * height];
        int[] votes = new int[256];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            pixels[pixel] = winner(sorted, starts[pixel], starts[pixel + 1], votes);
        }
        return pixels;
    }

    private static byte winner(byte[] sorted, int from, int to, int[] votes) {
        int best = 0;
        for (int i = from; i < to; i++) {
            int candidate = sorted[i] & 0xFF;
            int count = ++votes[candidate];
            if (best == 0 || count > votes[best] || (count == votes[best] && candidate < best)) {
                best = candidate;
            }
        }
        for (int i = from; i < to; i++) {
            votes[sorted[i] & 0xFF] = 0;
        }
        return (byte) best;
    }

    private int pixel(double xUm, double yUm) {
        double x = column(xUm);
        double y = row(yUm);
        boolean isInside = x >= 0 && x < width && y >= 0 && y < height;
        return isInside ? ((int) y) * width + (int) x : -1;
    }

    private double column(double um) {
        return frame.toX(um) * density;
    }

    private double row(double um) {
        return frame.toY(um) * density;
    }
}

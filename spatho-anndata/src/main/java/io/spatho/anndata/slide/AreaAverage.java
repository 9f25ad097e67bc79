package io.spatho.anndata.slide;

/**
 * Shrinks pixels by area: each output pixel is the mean of the source it covers, parts of pixels by their share. Sums in double, rounded
 * half up, so the result depends on the grid alone.
 */
final class AreaAverage {

    /** For each output place the first source place, how many, and the share of the output that each makes up. */
    private record Spans(int[] first, float[][] shares) {

        static Spans of(double start, double step, int outputs, int origin, int sources) {
            int[] first = new int[outputs];
            float[][] shares = new float[outputs][];
            for (int i = 0; i < outputs; i++) {
                double from = start + i * step;
                double to = from + step;
                int low = Math.max(origin, (int) Math.floor(from));
                int high = Math.min(origin + sources, Math.max(low + 1, (int) Math.ceil(to)));
                first[i] = low - origin;
                shares[i] = new float[high - low];
                for (int place = low; place < high; place++) {
                    shares[i][place - low] = (float) ((Math.min(to, place + 1.0) - Math.max(from, place)) / step);
                }
            }
            return new Spans(first, shares);
        }
    }

    private AreaAverage() {}

    /**
     * Averages a source region into a grid.
     *
     * @param source pixels of one level
     * @param left column of the level at which {@code source} starts
     * @param top row of the level at which {@code source} starts
     * @param grid output grid in pixels of that level
     */
    static byte[] of(SlideRegion source, int left, int top, Sampling grid) {
        Spans across = Spans.of(grid.x(), grid.stepX(), grid.width(), left, source.width());
        Spans down = Spans.of(grid.y(), grid.stepY(), grid.height(), top, source.height());
        byte[] out = new byte[3 * grid.width() * grid.height()];
        double[] sums = new double[3 * grid.width()];
        double[] row = new double[3 * grid.width()];
        for (int y = 0; y < grid.height(); y++) {
            java.util.Arrays.fill(sums, 0);
            float[] weights = down.shares()[y];
            for (int i = 0; i < weights.length; i++) {
                horizontal(source, down.first()[y] + i, across, row);
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += weights[i] * row[k];
                }
            }
            for (int k = 0; k < sums.length; k++) {
                out[y * sums.length + k] = (byte) Math.max(0, Math.min(255, (int) (sums[k] + 0.5)));
            }
        }
        return out;
    }

    private static void horizontal(SlideRegion source, int line, Spans across, double[] row) {
        byte[] rgb = source.rgb();
        int start = 3 * line * source.width();
        for (int x = 0; x < across.first().length; x++) {
            double red = 0;
            double green = 0;
            double blue = 0;
            int at = start + 3 * across.first()[x];
            for (float share : across.shares()[x]) {
                red += share * (rgb[at] & 0xff);
                green += share * (rgb[at + 1] & 0xff);
                blue += share * (rgb[at + 2] & 0xff);
                at += 3;
            }
            row[3 * x] = red;
            row[3 * x + 1] = green;
            row[3 * x + 2] = blue;
        }
    }
}

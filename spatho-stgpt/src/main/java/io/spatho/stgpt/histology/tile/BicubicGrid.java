package io.spatho.stgpt.histology.tile;

import io.spatho.anndata.slide.SlideRegion;

/** Enlarges pixels with the cubic kernel of R. Keys (IEEE Trans. ASSP 29, 1981), a = -1/2. */
final class BicubicGrid {

    /** Source pixels needed beyond the field on each side. */
    static final int REACH = 2;

    private static final int TAPS = 4;

    private BicubicGrid() {}

    /** Where output pixels lie along one axis: the left edge of the first and the length of each, in source pixels. */
    record Place(double start, double step) {}

    private record Taps(int[] first, float[] weights) {

        static Taps of(Place place, int outputs, int sources) {
            int[] first = new int[outputs];
            float[] weights = new float[TAPS * outputs];
            for (int i = 0; i < outputs; i++) {
                double centre = place.start + (i + 0.5) * place.step - 0.5;
                int base = (int) Math.floor(centre) - 1;
                first[i] = Math.max(0, Math.min(sources - TAPS, base));
                for (int tap = 0; tap < TAPS; tap++) {
                    int at = Math.max(0, Math.min(sources - 1, base + tap)) - first[i];
                    weights[TAPS * i + at] += (float) kernel(Math.abs(centre - base - tap));
                }
            }
            return new Taps(first, weights);
        }

        private static double kernel(double x) {
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        }
    }

    static byte[] of(SlideRegion source, Place across, Place down, int side) {
        Taps columns = Taps.of(across, side, source.width());
        Taps rows = Taps.of(down, side, source.height());
        float[] wide = new float[3 * side * source.height()];
        for (int y = 0; y < source.height(); y++) {
            for (int x = 0; x < side; x++) {
                int from = 3 * (y * source.width() + columns.first[x]);
                for (int channel = 0; channel < 3; channel++) {
                    float sum = 0;
                    for (int tap = 0; tap < TAPS; tap++) {
                        sum += columns.weights[TAPS * x + tap] * (source.rgb()[from + 3 * tap + channel] & 0xff);
                    }
                    wide[3 * (y * side + x) + channel] = sum;
                }
            }
        }
        byte[] out = new byte[3 * side * side];
        int line = 3 * side;
        for (int y = 0; y < side; y++) {
            for (int i = 0; i < line; i++) {
                float sum = 0;
                for (int tap = 0; tap < TAPS; tap++) {
                    sum += rows.weights[TAPS * y + tap] * wide[line * (rows.first[y] + tap) + i];
                }
                out[line * y + i] = (byte) Math.max(0, Math.min(255, (int) Math.floor(sum + 0.5f)));
            }
        }
        return out;
    }
}

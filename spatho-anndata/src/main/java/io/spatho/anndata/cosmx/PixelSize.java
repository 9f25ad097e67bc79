package io.spatho.anndata.cosmx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Micrometres per pixel of a slide, from what its files state twice: areas of cells in pixels and square micrometres, or positions of
 * fields of view in pixels and millimetres.
 *
 * <p>Without either it is assumed, with a warning: 0.12028 µm, or 0.18 µm where cells lie farther from a field's corner than 4,400 pixels
 * along x, as only the fields of the first instruments (5,472 x 3,648 pixels) allow. Source: NanoString, CosMx SMI data file
 * descriptions.
 */
final class PixelSize {

    private static final double USUAL = 0.12028;
    private static final double FIRST_INSTRUMENTS = 0.18;
    private static final double WIDEST_USUAL_FIELD = 4400;
    private static final double SMALLEST = 0.05;
    private static final double LARGEST = 1;
    private static final double LEAST_SPAN = 1000;

    private PixelSize() {}

    static double of(CellTable cells, FieldTable fields, List<String> warnings) {
        Optional<Double> stated = fromAreas(cells).or(() -> fromFields(cells, fields));
        if (stated.isPresent()) {
            return stated.get();
        }
        boolean wide = cells.column("CenterX_local_px")
                .map(x -> Arrays.stream(x).anyMatch(value -> value > WIDEST_USUAL_FIELD))
                .orElse(false);
        double assumed = wide ? FIRST_INSTRUMENTS : USUAL;
        warnings.add(String.format(
                Locale.ROOT, "the files do not state the pixel size; %.5f um per pixel was assumed", assumed));
        return assumed;
    }

    private static boolean makesSense(double size) {
        return size >= SMALLEST && size <= LARGEST;
    }

    private static Optional<Double> fromAreas(CellTable cells) {
        Optional<double[]> pixels = cells.column("Area");
        Optional<double[]> um2 = cells.column("Area.um2");
        if (pixels.isEmpty() || um2.isEmpty()) {
            return Optional.empty();
        }
        double sumPixels = 0;
        double sumUm2 = 0;
        for (int row = 0; row < cells.keys().length; row++) {
            double area = pixels.get()[row];
            if (area > 0 && um2.get()[row] > 0) {
                sumPixels += area;
                sumUm2 += um2.get()[row];
            }
        }
        return Optional.of(Math.sqrt(sumUm2 / sumPixels)).filter(PixelSize::makesSense);
    }

    /** The ratio of the slide's extent in millimetres to that in pixels, along its longer side. */
    private static Optional<Double> fromFields(CellTable cells, FieldTable fields) {
        double[] x = extents(pixels(fields.xPixel(), cells, "CenterX"), fields.xMillimetre());
        double[] y = extents(pixels(fields.yPixel(), cells, "CenterY"), fields.yMillimetre());
        double[] longer = x[0] >= y[0] ? x : y;
        return longer[0] < LEAST_SPAN
                ? Optional.empty()
                : Optional.of(1000 * longer[1] / longer[0]).filter(PixelSize::makesSense);
    }

    /** Pixel positions of fields, from the table of fields or from one cell of each that has both its positions. */
    private static Map<Integer, Double> pixels(Map<Integer, Double> stated, CellTable cells, String axis) {
        Optional<double[]> local = cells.column(axis + "_local_px");
        Optional<double[]> global = cells.column(axis + "_global_px");
        if (!stated.isEmpty() || local.isEmpty() || global.isEmpty() || axis.equals("CenterY")) {
            return stated; // y may point up in one frame and down in the other, so only x is worth a difference
        }
        Map<Integer, Double> offsets = new TreeMap<>();
        for (int row = 0; row < cells.keys().length; row++) {
            offsets.putIfAbsent((int) (cells.keys()[row] >>> 32), global.get()[row] - local.get()[row]);
        }
        return offsets;
    }

    /** Extent in pixels and in millimetres of the fields that have both. */
    private static double[] extents(Map<Integer, Double> pixels, Map<Integer, Double> millimetres) {
        double[] range = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE};
        pixels.forEach((field, pixel) -> {
            Double millimetre = millimetres.get(field);
            if (millimetre != null && !Double.isNaN(pixel)) {
                range[0] = Math.min(range[0], pixel);
                range[1] = Math.max(range[1], pixel);
                range[2] = Math.min(range[2], millimetre);
                range[3] = Math.max(range[3], millimetre);
            }
        });
        return range[1] < range[0] ? new double[2] : new double[] {range[1] - range[0], range[3] - range[2]};
    }
}

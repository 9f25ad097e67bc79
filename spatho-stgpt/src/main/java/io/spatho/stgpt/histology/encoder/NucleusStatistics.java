package io.spatho.stgpt.histology.encoder;

import io.spatho.anndata.slide.OtsuThreshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts and shapes of the nuclei in a field: connected parts of smoothed haematoxylin above a threshold.
 *
 * <p>Threshold: Otsu's over the field, but at least 0.15, so that a field without nuclei has none. Parts of 8 to 400 µm² count. Touching
 * nuclei are one part. A field whose pixels are larger than 2 µm shows no nuclei and has none.
 */
final class NucleusStatistics {

    /** The names of the numbers, with units. */
    static final List<String> NAMES = List.of(
            "nuclei_per_mm2",
            "nuclei_area_share",
            "nuclei_area_mean_um2",
            "nuclei_area_sd_um2",
            "nuclei_roundness_mean",
            "nuclei_roundness_sd",
            "nuclei_eccentricity_mean",
            "nuclei_inner_radius_mean_um",
            "nuclei_haematoxylin_mean",
            "nuclei_haematoxylin_sd",
            "nuclei_neighbour_distance_mean_um");

    private static final double LEAST_DENSITY = 0.15;
    private static final double SMALLEST_UM2 = 8;
    private static final double LARGEST_UM2 = 400;
    private static final double LARGEST_PIXEL_UM = 2;
    private static final int BINS = 256;
    private static final double DENSEST = 3;

    private NucleusStatistics() {}

    static double[] of(float[] haematoxylin, int side, double umPerPixel) {
        double[] none = new double[NAMES.size()];
        if (umPerPixel > LARGEST_PIXEL_UM || side < 3) {
            return none;
        }
        NucleusShapes shapes = new NucleusShapes(mask(smoothed(haematoxylin, side)), side);
        double pixel = umPerPixel * umPerPixel;
        List<NucleusShapes.Shape> nuclei = new ArrayList<>();
        List<double[]> stains = new ArrayList<>();
        for (int part = 0; part < shapes.parts().size(); part++) {
            int[] members = shapes.parts().get(part);
            double area = members.length * pixel;
            if (area >= SMALLEST_UM2 && area <= LARGEST_UM2) {
                nuclei.add(shapes.shape(part));
                stains.add(Arrays.stream(members)
                        .mapToDouble(at -> haematoxylin[at])
                        .toArray());
            }
        }
        return nuclei.isEmpty() ? none : numbers(nuclei, stains, side, umPerPixel);
    }

    private static double[] numbers(
            List<NucleusShapes.Shape> nuclei, List<double[]> stains, int side, double umPerPixel) {
        double pixel = umPerPixel * umPerPixel;
        double field = (double) side * side * pixel;
        double[] area = nuclei.stream().mapToDouble(n -> n.area() * pixel).toArray();
        double[] roundness =
                nuclei.stream().mapToDouble(NucleusShapes.Shape::roundness).toArray();
        double[] elongation =
                nuclei.stream().mapToDouble(NucleusShapes.Shape::eccentricity).toArray();
        double[] radius =
                nuclei.stream().mapToDouble(n -> n.innerRadius() * umPerPixel).toArray();
        double[] stain = stains.stream().mapToDouble(NucleusStatistics::mean).toArray();
        double total = 0;
        for (double one : area) {
            total += one;
        }
        return new double[] {
            nuclei.size() / field * 1e6,
            total / field,
            mean(area),
            deviation(area),
            mean(roundness),
            deviation(roundness),
            mean(elongation),
            mean(radius),
            mean(stain),
            deviation(stain),
            neighbourDistance(nuclei) * umPerPixel
        };
    }

    /** The mean over nuclei of the distance to the nearest other one; 0 for a single nucleus. */
    private static double neighbourDistance(List<NucleusShapes.Shape> nuclei) {
        if (nuclei.size() < 2) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < nuclei.size(); i++) {
            NucleusShapes.Shape one = nuclei.get(i);
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < nuclei.size(); j++) {
                if (j != i) {
                    NucleusShapes.Shape other = nuclei.get(j);
                    nearest = Math.min(nearest, Math.hypot(one.x() - other.x(), one.y() - other.y()));
                }
            }
            sum += nearest;
        }
        return sum / nuclei.size();
    }

    private static boolean[] mask(float[] smooth) {
        long[] histogram = new long[BINS];
        for (float value : smooth) {
            histogram[bin(value)]++;
        }
        double otsu = (OtsuThreshold.of(histogram).bin() + 1) * DENSEST / BINS;
        double threshold = Math.max(LEAST_DENSITY, otsu);
        boolean[] mask = new boolean[smooth.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = smooth[i] >= threshold;
        }
        return mask;
    }

    private static int bin(float value) {
        return (int) Math.min(BINS - 1, value / DENSEST * BINS);
    }

    /** The mean of 3 x 3 pixels, edges repeated. */
    private static float[] smoothed(float[] values, int side) {
        float[] across = new float[values.length];
        for (int y = 0; y < side; y++) {
            int row = y * side;
            for (int x = 0; x < side; x++) {
                across[row + x] =
                        values[row + Math.max(0, x - 1)] + values[row + x] + values[row + Math.min(side - 1, x + 1)];
            }
        }
        float[] smooth = new float[values.length];
        for (int y = 0; y < side; y++) {
            int above = Math.max(0, y - 1) * side;
            int below = Math.min(side - 1, y + 1) * side;
            for (int x = 0; x < side; x++) {
                smooth[y * side + x] = (across[above + x] + across[y * side + x] + across[below + x]) / 9;
            }
        }
        return smooth;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length == 0 ? 0 : Math.sqrt(squares / values.length);
    }
}

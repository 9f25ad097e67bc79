package io.spatho.stgpt.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The structural similarity (SSIM) of measured and predicted maps of a gene.
 *
 * <p>A map: each slide as squares one pitch wide that hold the mean of {@code log(1 + value)} of their observations. Mask: squares that hold
 * observations. A 7 x 7 uniform window about each of them counts when at least 25 of its 49 squares are in the mask, and is computed from
 * those; K1 = 0.01, K2 = 0.03, sample covariance; the range is that of the measured and the predicted map of the slide together (Wang et
 * al. 2004, equation 13; on a full grid the inner windows are those of scikit-image 0.26 {@code structural_similarity}).
 *
 * <p>Most values of a gene are often zero, and two maps that are nearly zero everywhere are alike whatever they show: look at the controls.
 */
final class SpatialSimilarity {

    /** Squares along a side of the window. */
    static final int WINDOW = 7;

    /** What the squares are. */
    static final String MASK = "squares one pitch wide that hold observations; windows with at least 25 of 49 of them";

    private static final int FEWEST = 25;
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;
    private static final double LEAST_RANGE = 1e-6;

    private final int slides;
    private final int[] squareOf;
    private final int[] slideOf;
    private final int[] sizes;
    private final int[] groupOf;
    private final int[][] windows;

    /** The squares of places, each in the group of its first place. */
    SpatialSimilarity(PlacedFeatures places, int[] groups) {
        double pitch = places.pitch();
        this.slides = places.slides().size();
        this.squareOf = new int[places.size()];
        Map<List<Long>, Integer> numbers = new LinkedHashMap<>();
        List<Integer> first = new ArrayList<>();
        double[][] corners = corners(places);
        for (int i = 0; i < squareOf.length; i++) {
            double[] corner = corners[places.slides().codes()[i]];
            List<Long> key = List.of(
                    (long) places.slides().codes()[i],
                    Math.round((places.x()[i] - corner[0]) / pitch),
                    Math.round((places.y()[i] - corner[1]) / pitch));
            squareOf[i] = numbers.computeIfAbsent(key, unseen -> numbers.size());
            if (squareOf[i] == first.size()) {
                first.add(i);
            }
        }
        this.sizes = new int[first.size()];
        Arrays.stream(squareOf).forEach(square -> sizes[square]++);
        this.slideOf = first.stream().mapToInt(i -> places.slides().codes()[i]).toArray();
        this.groupOf = first.stream().mapToInt(i -> groups[i]).toArray();
        this.windows = windows(numbers);
    }

    private static double[][] corners(PlacedFeatures places) {
        double[][] corners = new double[places.slides().size()][];
        Arrays.setAll(corners, slide -> new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});
        for (int i = 0; i < places.size(); i++) {
            double[] corner = corners[places.slides().codes()[i]];
            corner[0] = Math.min(corner[0], places.x()[i]);
            corner[1] = Math.min(corner[1], places.y()[i]);
        }
        return corners;
    }

    private static int[][] windows(Map<List<Long>, Integer> numbers) {
        int[][] windows = new int[numbers.size()][];
        int reach = WINDOW / 2;
        numbers.forEach((key, square) -> {
            int[] found = new int[WINDOW * WINDOW];
            int count = 0;
            for (int dy = -reach; dy <= reach; dy++) {
                for (int dx = -reach; dx <= reach; dx++) {
                    Integer other = numbers.get(List.of(key.get(0), key.get(1) + dx, key.get(2) + dy));
                    if (other != null) {
                        found[count++] = other;
                    }
                }
            }
            windows[square] = count >= FEWEST ? Arrays.copyOf(found, count) : new int[0];
        });
        return windows;
    }

    /** The mean over squares of the logarithms of their observations. */
    private double[] map(double[] logs) {
        double[] map = new double[sizes.length];
        for (int i = 0; i < logs.length; i++) {
            map[squareOf[i]] += logs[i] / sizes[squareOf[i]];
        }
        return map;
    }

    /** The similarity in each window; NaN where there is none. */
    double[] local(double[] logMeasured, double[] logPredicted) {
        double[] one = map(logMeasured);
        double[] other = map(logPredicted);
        double[] range = new double[slides];
        for (int slide = 0; slide < slides; slide++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int square = 0; square < one.length; square++) {
                if (slideOf[square] == slide) {
                    least = Math.min(least, Math.min(one[square], other[square]));
                    most = Math.max(most, Math.max(one[square], other[square]));
                }
            }
            range[slide] = most - least;
        }
        double[] local = new double[one.length];
        for (int square = 0; square < local.length; square++) {
            double wide = range[slideOf[square]];
            boolean isCounted = windows[square].length > 0 && wide > LEAST_RANGE;
            local[square] = isCounted ? similarity(one, other, windows[square], wide) : Double.NaN;
        }
        return local;
    }

    private static double similarity(double[] one, double[] other, int[] window, double range) {
        double n = window.length;
        double meanOne = 0;
        double meanOther = 0;
        for (int square : window) {
            meanOne += one[square] / n;
            meanOther += other[square] / n;
        }
        double varianceOne = 0;
        double varianceOther = 0;
        double covariance = 0;
        for (int square : window) {
            double a = one[square] - meanOne;
            double b = other[square] - meanOther;
            varianceOne += a * a / (n - 1);
            varianceOther += b * b / (n - 1);
            covariance += a * b / (n - 1);
        }
        double c1 = K1 * range * K1 * range;
        double c2 = K2 * range * K2 * range;
        return (2 * meanOne * meanOther + c1)
                * (2 * covariance + c2)
                / ((meanOne * meanOne + meanOther * meanOther + c1) * (varianceOne + varianceOther + c2));
    }

    /** The mean of windows, each as often as its group counts; NaN without any. */
    double mean(double[] local, int[] times) {
        double sum = 0;
        double n = 0;
        for (int square = 0; square < local.length; square++) {
            if (Double.isFinite(local[square])) {
                sum += times[groupOf[square]] * local[square];
                n += times[groupOf[square]];
            }
        }
        return n > 0 ? sum / n : Double.NaN;
    }
}

package io.spatho.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RipleyTest {

    private static Ripley ripley(double[] x, double[] y, int[] labels, int categories, double[] r, double area) {
        int[] sizes = new int[categories];
        Arrays.stream(labels).filter(label -> label >= 0).forEach(label -> sizes[label]++);
        try (Workers workers = new Workers(2)) {
            PairDistances pairs =
                    PairDistances.of(x, y, labels, categories, r, SpatialBlocks.single(x.length), workers);
            return Ripley.of(pairs, List.of(points(x, y, labels, sizes, r, workers)), area);
        }
    }

    private static Ripley.LabelledPoints points(
            double[] x, double[] y, int[] labels, int[] sizes, double[] r, Workers workers) {
        return new Ripley.LabelledPoints(DegreeMoments.of(x, y, labels, r, workers), sizes);
    }

    /** squidpy divides by the number of all points where the number of points of the label belongs. */
    @Test
    void equalsSquidpyUpToTheNumberOfPointsItDividesBy() {
        PatternGolden golden = PatternGolden.read();
        double[] bins = golden.numbers("ripley_bins");
        double[] r = Arrays.copyOfRange(bins, 1, bins.length);
        int[] labels = golden.labels();
        Ripley ripley = ripley(
                golden.coordinate(0),
                golden.coordinate(1),
                labels,
                3,
                r,
                golden.get("area").asDouble());
        for (int label = 0; label < 3; label++) {
            int number = label;
            double size = Arrays.stream(labels).filter(l -> l == number).count();
            double factor = Math.sqrt(size * (size - 1)) / labels.length;
            for (int k = 0; k < r.length; k++) {
                assertThat(ripley.l()[label * r.length + k] * factor)
                        .isCloseTo(golden.get("ripley_l").get(label).get(k + 1).asDouble(), within(1e-10));
            }
        }
    }

    /** Every way to give three of seven points the label, counted. */
    @Test
    void meanAndSpreadUnderRandomLabellingAreThoseOfAllLabellings() {
        double[] x = {0, 1, 2, 3, 0, 5, 9};
        double[] y = {0, 0, 1, 1, 2, 5, 9};
        double[] r = {1.5};
        double sum = 0;
        double squares = 0;
        int ways = 0;
        for (int mask = 0; mask < 1 << 7; mask++) {
            if (Integer.bitCount(mask) == 3) {
                double k = ripley(x, y, labels(mask), 2, r, 1).k()[1];
                sum += k;
                squares += k * k;
                ways++;
            }
        }
        double mean = sum / ways;
        double deviation = Math.sqrt(squares / ways - mean * mean);
        Ripley one = ripley(x, y, labels(0b0000111), 2, r, 1);
        assertThat(one.expected()[1]).isCloseTo(mean, within(1e-12));
        assertThat(one.z()[1]).isCloseTo((one.k()[1] - mean) / deviation, within(1e-12));
    }

    /** Labels change places within a library only: every way to give two of four and one of three points the label, counted. */
    @Test
    void withLibrariesMeanAndSpreadAreThoseOfAllLabellingsWithinThem() {
        double[] x = {0, 1, 2, 3, 100, 101, 103};
        double[] y = {0, 0, 1, 1, 2, 2, 2};
        double[] r = {1.5};
        double sum = 0;
        double squares = 0;
        int ways = 0;
        for (int mask = 0; mask < 1 << 7; mask++) {
            if (Integer.bitCount(mask & 15) == 2 && Integer.bitCount(mask >> 4) == 1) {
                double k = ofTwoLibraries(x, y, labels(mask), r).k()[1];
                sum += k;
                squares += k * k;
                ways++;
            }
        }
        double mean = sum / ways;
        Ripley one = ofTwoLibraries(x, y, labels(0b0010011), r);
        assertThat(ways).isEqualTo(18);
        assertThat(one.expected()[1]).isCloseTo(mean, within(1e-12));
        assertThat(one.deviation()[1]).isCloseTo(Math.sqrt(squares / ways - mean * mean), within(1e-12));
    }

    private static Ripley ofTwoLibraries(double[] x, double[] y, int[] labels, double[] r) {
        try (Workers workers = new Workers(1)) {
            PairDistances pairs = PairDistances.of(x, y, labels, 2, r, SpatialBlocks.single(7), workers);
            List<Ripley.LabelledPoints> libraries = new ArrayList<>();
            for (int[] places : new int[][] {{0, 4}, {4, 7}}) {
                int[] own = Arrays.copyOfRange(labels, places[0], places[1]);
                int chosen = Arrays.stream(own).sum();
                libraries.add(points(
                        Arrays.copyOfRange(x, places[0], places[1]),
                        Arrays.copyOfRange(y, places[0], places[1]),
                        own,
                        new int[] {own.length - chosen, chosen},
                        r,
                        workers));
            }
            return Ripley.of(pairs, libraries, 1);
        }
    }

    private static int[] labels(int mask) {
        int[] labels = new int[7];
        Arrays.setAll(labels, i -> mask >> i & 1);
        return labels;
    }

    @Test
    void aLabelOfOnePointIsUndefinedAndOneLabelAloneHasNoSpread() {
        double[] x = {0, 1, 2, 4};
        double[] y = {0, 0, 0, 0};
        Ripley alone = ripley(x, y, new int[] {0, 1, 1, 1}, 2, new double[] {1, 2}, 4);
        assertThat(alone.k()[0]).isNaN();
        assertThat(alone.k()[2]).isCloseTo(4.0 / 6 * 2, within(1e-12));
        Ripley all = ripley(x, y, new int[4], 1, new double[] {1, 2}, 4);
        assertThat(all.z()).containsOnly(Double.NaN);
    }
}

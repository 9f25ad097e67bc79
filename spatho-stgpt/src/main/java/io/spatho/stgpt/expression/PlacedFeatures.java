package io.spatho.stgpt.expression;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places on one or several slides with features of the picture around them.
 *
 * @param ids names of the places
 * @param slides the slide of each place
 * @param x micrometres
 * @param y micrometres
 * @param names of the features of one field of view
 * @param scales sides of the fields of view in micrometres, ascending
 * @param features for each field places x features, finite
 */
public record PlacedFeatures(
        String[] ids,
        Libraries slides,
        double[] x,
        double[] y,
        List<String> names,
        List<Double> scales,
        List<DenseMatrix> features) {

    private static final int LOOKED_AT = 500;

    public PlacedFeatures {
        names = List.copyOf(names);
        scales = List.copyOf(scales);
        features = List.copyOf(features);
    }

    /** Some tiles of a table as the places of one slide. */
    static PlacedFeatures of(TileFeatures table, int[] rows) {
        List<Double> scales = table.scales().stream().sorted().toList();
        return new PlacedFeatures(
                Arrays.stream(rows).mapToObj(row -> table.tileIds()[row]).toArray(String[]::new),
                Libraries.single(rows.length),
                Arrays.stream(rows).mapToDouble(row -> table.xUm()[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> table.yUm()[row]).toArray(),
                table.names(),
                scales,
                scales.stream()
                        .map(scale -> finite(table.at(scale).selectRows(rows), scale))
                        .toList());
    }

    /** All tiles of a table. */
    public static PlacedFeatures of(TileFeatures table) {
        return of(table, IntStream.range(0, table.tileIds().length).toArray());
    }

    private static DenseMatrix finite(DenseMatrix features, double scale) {
        for (float value : features.values()) {
            if (!Float.isFinite(value)) {
                throw new InputException(Problem.of("a feature is not a number")
                        .at("features at " + scale + " µm")
                        .expected("finite values", value)
                        .fix("Encode the slide anew"));
            }
        }
        return features;
    }

    /** How many places. */
    public int size() {
        return ids.length;
    }

    /** The same places with some of the fields of view, by their numbers. */
    PlacedFeatures withFields(List<Integer> chosen) {
        return new PlacedFeatures(
                ids,
                slides,
                x,
                y,
                names,
                chosen.stream().map(scales::get).toList(),
                chosen.stream().map(features::get).toList());
    }

    /** The distance between neighbouring places: the median distance to the nearest of its slide, of up to 500 places. */
    double pitch() {
        int step = Math.max(1, size() / LOOKED_AT);
        double[] nearest = IntStream.range(0, size())
                .filter(i -> i % step == 0)
                .mapToDouble(this::nearest)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return nearest.length == 0 ? 1 : Math.max(1e-3, nearest[nearest.length / 2]);
    }

    private double nearest(int one) {
        double best = Double.POSITIVE_INFINITY;
        for (int other = 0; other < size(); other++) {
            boolean isOther = other != one && slides.codes()[other] == slides.codes()[one];
            double distance = isOther ? Math.hypot(x[one] - x[other], y[one] - y[other]) : best;
            best = Math.min(best, distance);
        }
        return best;
    }

    /** Adds all that was given here to a digest. */
    void addTo(MessageDigest digest) {
        for (List<String> texts : List.of(Arrays.asList(ids), Arrays.asList(slides.names()), names)) {
            digest.update(Fingerprint.ofText(String.join("\n", texts)).sha256().getBytes(StandardCharsets.US_ASCII));
        }
        ByteBuffer places = ByteBuffer.allocate(20 * size() + 8 * scales.size());
        for (int i = 0; i < size(); i++) {
            places.putDouble(x[i]).putDouble(y[i]).putInt(slides.codes()[i]);
        }
        scales.forEach(places::putDouble);
        digest.update(places.array());
        features.forEach(field -> add(digest, field));
    }

    static void add(MessageDigest digest, DenseMatrix matrix) {
        ByteBuffer row = ByteBuffer.allocate(4 * matrix.columns());
        for (int i = 0; i < matrix.rows(); i++) {
            row.clear();
            for (int column = 0; column < matrix.columns(); column++) {
                row.putFloat(matrix.get(i, column));
            }
            digest.update(row.array());
        }
    }

    /** A digest over places and features. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        addTo(digest);
        return Fingerprint.of(digest.digest());
    }
}

package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.NumberText;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a histology image lies on a Xenium slide: the 3 x 3 matrix that Xenium Explorer exports, which maps pixels of the
 * full-resolution image to pixels of the morphology image.
 *
 * <p>Files: the matrix has three rows of three numbers and no header; the last row is 0, 0, 1. Key points have the columns {@code
 * fixedX}, {@code fixedY} (morphology pixels) and {@code alignmentX}, {@code alignmentY} (image pixels). Errors: anything else, a
 * number that is not finite, and a matrix that cannot be inverted, each an {@link InputException}. Source: 10x Genomics, Xenium
 * Explorer, "image alignment file" and "key points file".
 *
 * @param imageToMorphology from {@code image_pixel} to {@code morphology_pixel}
 */
public record ImageAlignment(SpatialTransform imageToMorphology) {

    private static final int SIDE = 3;
    private static final double SMALLEST_DETERMINANT = 1e-12;
    private static final double LARGEST = 1e9;

    /**
     * A pair of places that are the same place.
     *
     * @param fixedX x in the morphology image, pixels
     * @param fixedY y in the morphology image, pixels
     * @param alignmentX x in the aligned image, pixels
     * @param alignmentY y in the aligned image, pixels
     */
    public record Keypoint(double fixedX, double fixedY, double alignmentX, double alignmentY) {}

    /**
     * How far key points miss each other under an alignment, in micrometres.
     *
     * @param points their number
     * @param rmsUm root of the mean square distance
     * @param largestUm the largest distance
     */
    public record Residual(int points, double rmsUm, double largestUm) {}

    /** The alignment in a file. */
    public static ImageAlignment read(Path file) {
        List<double[]> rows = new ArrayList<>();
        try (CsvRows text = CsvRows.commas(file)) {
            while (text.next()) {
                if (text.size() != SIDE || rows.size() == SIDE) {
                    throw text.problem("not an image alignment", "3 rows of 3 numbers", "more or fewer");
                }
                double[] row = new double[SIDE];
                for (int i = 0; i < SIDE; i++) {
                    row[i] = number(text, i);
                }
                rows.add(row);
            }
        }
        if (rows.size() != SIDE) {
            throw new InputException(Problem.of("not an image alignment")
                    .at(file)
                    .expected("3 rows of 3 numbers", rows.size() + " rows"));
        }
        return of(file, rows.get(0), rows.get(1), rows.get(2));
    }

    private static ImageAlignment of(Path file, double[] first, double[] second, double[] last) {
        if (last[0] != 0 || last[1] != 0 || last[2] != 1) {
            throw new InputException(Problem.of("the image alignment is not affine")
                    .at(file + " row 3")
                    .expected("0, 0, 1", last[0] + ", " + last[1] + ", " + last[2]));
        }
        double determinant = first[0] * second[1] - first[1] * second[0];
        if (!(Math.abs(determinant) > SMALLEST_DETERMINANT)) {
            throw new InputException(Problem.of("the image alignment folds the image onto a line")
                    .at(file)
                    .expected("a determinant other than 0", determinant)
                    .fix("Export the alignment again from Xenium Explorer."));
        }
        return new ImageAlignment(new SpatialTransform(
                "image_pixel", "morphology_pixel", first[0], first[1], first[2], second[0], second[1], second[2]));
    }

    /** The key points in a file. */
    public static List<Keypoint> keypoints(Path file) {
        List<Keypoint> points = new ArrayList<>();
        try (CsvRows text = CsvRows.commas(file)) {
            List<String> wanted = List.of("fixedX", "fixedY", "alignmentX", "alignmentY");
            List<String> header = text.next() ? text.fields() : List.of();
            int[] at = wanted.stream().mapToInt(header::indexOf).toArray();
            for (int i = 0; i < at.length; i++) {
                if (at[i] < 0) {
                    throw text.problem("column " + wanted.get(i) + " is missing", wanted, String.join(", ", header));
                }
            }
            while (text.next()) {
                if (text.size() != header.size()) {
                    throw text.problem("a row has another number of fields", header.size(), text.size());
                }
                points.add(new Keypoint(
                        number(text, at[0]), number(text, at[1]), number(text, at[2]), number(text, at[3])));
            }
        }
        return List.copyOf(points);
    }

    private static double number(CsvRows text, int field) {
        double value;
        try {
            value = NumberText.parse(text.field(field));
        } catch (NumberFormatException e) {
            throw text.problem("a field holds no number", "a number", text.field(field));
        }
        if (!(Math.abs(value) <= LARGEST)) {
            throw text.problem("a number makes no sense", "at most " + LARGEST, text.field(field));
        }
        return value;
    }

    /**
     * From pixels of the aligned image to micrometres on the slide.
     *
     * @param pixelSizeUm micrometres per morphology pixel
     */
    public SpatialTransform imageToUm(double pixelSizeUm) {
        SpatialTransform t = imageToMorphology;
        return new SpatialTransform(
                t.from(),
                "slide_um",
                t.a() * pixelSizeUm,
                t.b() * pixelSizeUm,
                t.c() * pixelSizeUm,
                t.d() * pixelSizeUm,
                t.e() * pixelSizeUm,
                t.f() * pixelSizeUm);
    }

    /** From micrometres on the slide to pixels of the aligned image, which gets a name, such as {@code he_image_pixel}. */
    public SpatialTransform umToImage(double pixelSizeUm, String imageFrame) {
        SpatialTransform t = imageToUm(pixelSizeUm).inverse();
        return new SpatialTransform(t.from(), imageFrame, t.a(), t.b(), t.c(), t.d(), t.e(), t.f());
    }

    /** How far key points miss each other under this alignment; none when there is no key point. */
    public Residual residual(List<Keypoint> points, double pixelSizeUm) {
        double squares = 0;
        double largest = 0;
        for (Keypoint point : points) {
            double dx = imageToMorphology.x(point.alignmentX(), point.alignmentY()) - point.fixedX();
            double dy = imageToMorphology.y(point.alignmentX(), point.alignmentY()) - point.fixedY();
            double distance = Math.sqrt(dx * dx + dy * dy) * pixelSizeUm;
            squares += distance * distance;
            largest = Math.max(largest, distance);
        }
        double rms = points.isEmpty() ? Double.NaN : Math.sqrt(squares / points.size());
        return new Residual(points.size(), rms, points.isEmpty() ? Double.NaN : largest);
    }
}

package io.spatho.anndata.merscope;

import io.spatho.anndata.csv.NumberText;
import io.spatho.anndata.csv.TextInput;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The affine map from micrometres to pixels of the mosaic images: nine numbers in three rows, separated by spaces, tabs or commas. */
final class MosaicTransform {

    private static final int LARGEST = 1 << 16;
    private static final int NUMBERS = 9;

    private MosaicTransform() {}

    static SpatialTransform read(Path file) {
        double[] m = numbers(file);
        boolean affine = m[6] == 0 && m[7] == 0 && m[8] == 1;
        double determinant = m[0] * m[4] - m[1] * m[3];
        if (!affine || !(Math.abs(determinant) > 0) || Double.isInfinite(determinant)) {
            throw new InputException(Problem.of("the matrix is no affine map that can be inverted")
                    .at(file)
                    .expected("a last row of 0 0 1 and a determinant other than 0", Arrays.toString(m)));
        }
        return new SpatialTransform("slide_um", "mosaic_pixel", m[0], m[1], m[2], m[3], m[4], m[5]);
    }

    /** Micrometres per pixel of a map from micrometres to pixels. */
    static double pixelSizeUm(SpatialTransform map) {
        return 1 / Math.sqrt(Math.abs(map.a() * map.e() - map.b() * map.d()));
    }

    private static double[] numbers(Path file) {
        String text;
        try (InputStream in = TextInput.open(file)) {
            text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw TextInput.broken(file, e);
        }
        String[] parts = text.strip().split("[\\s,]+", NUMBERS + 2);
        double[] numbers = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            try {
                numbers[i] = parts.length == NUMBERS ? NumberText.parse(parts[i]) : Double.NaN;
            } catch (NumberFormatException e) {
                numbers[i] = Double.NaN;
            }
            if (Double.isNaN(numbers[i])) {
                throw new InputException(Problem.of("not a 3 x 3 matrix of numbers")
                        .at(file)
                        .expected(NUMBERS + " numbers", parts.length + " words"));
            }
        }
        return numbers;
    }
}

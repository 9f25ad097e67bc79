package io.spatho.anndata.registration;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.csv.NumberText;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;

/** Alignment files: three rows of three numbers without a header, picture pixels to platform coordinates. */
public final class AlignmentMatrix {

    private static final double ROUNDING = 1e-9;
    private static final double SMALLEST_PIXEL = 0.005;
    private static final double LARGEST_PIXEL = 200;

    private AlignmentMatrix() {}

    /**
     * Reads the map from picture pixels to micrometres.
     *
     * @param unit unit of the platform's coordinates in the file
     * @throws InputException for anything but an affine 3 x 3 matrix that can be inverted and gives pixels of a size that a picture can have
     */
    public static SpatialTransform read(Path file, PlatformUnit unit) {
        double[][] matrix = new double[3][3];
        try (CsvRows rows = CsvRows.commas(file)) {
            for (int row = 0; row < 3; row++) {
                if (!rows.next() || rows.size() != 3) {
                    throw rows.problem(
                            "an alignment has three rows of three numbers", "3 x 3 numbers", found(rows, row));
                }
                for (int column = 0; column < 3; column++) {
                    matrix[row][column] = number(rows, column);
                }
            }
            if (rows.next()) {
                throw rows.problem("an alignment has three rows of three numbers", "3 rows", "more");
            }
        }
        if (Math.abs(matrix[2][0]) > ROUNDING
                || Math.abs(matrix[2][1]) > ROUNDING
                || Math.abs(matrix[2][2] - 1) > ROUNDING) {
            throw new InputException(Problem.of("the alignment is not affine")
                    .at(file)
                    .expected("0,0,1 in the last row", matrix[2][0] + "," + matrix[2][1] + "," + matrix[2][2])
                    .fix("Align with an affine transform"));
        }
        double scale = unit.umPerUnit();
        SpatialTransform transform = new SpatialTransform(
                "slide_pixel",
                "slide_um",
                matrix[0][0] * scale,
                matrix[0][1] * scale,
                matrix[0][2] * scale,
                matrix[1][0] * scale,
                matrix[1][1] * scale,
                matrix[1][2] * scale);
        requireSize(file, transform, unit);
        return transform;
    }

    private static String found(CsvRows rows, int row) {
        return row + " whole rows and then " + rows.size() + " fields";
    }

    private static double number(CsvRows rows, int column) {
        double value;
        try {
            value = NumberText.parse(rows.field(column).trim());
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw rows.problem("an alignment holds numbers and no header", "a finite number", rows.field(column));
        }
        return value;
    }

    private static void requireSize(Path file, SpatialTransform transform, PlatformUnit unit) {
        double um = pixelSize(transform);
        if (!(um >= SMALLEST_PIXEL && um <= LARGEST_PIXEL)) {
            throw new InputException(Problem.of("the alignment makes pixels of a size that no slide has")
                    .at(file)
                    .expected(
                            SMALLEST_PIXEL + " to " + LARGEST_PIXEL + " µm",
                            um + " µm (coordinates in " + unit.name() + ")")
                    .fix("Check that the matrix maps picture pixels to platform coordinates, and their unit"));
        }
    }

    /** Micrometres per pixel that a map from pixels to micrometres implies: the square root of its determinant. */
    public static double pixelSize(SpatialTransform pixelToUm) {
        return Math.sqrt(Math.abs(pixelToUm.a() * pixelToUm.e() - pixelToUm.b() * pixelToUm.d()));
    }
}

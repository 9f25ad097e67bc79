package io.spatho.anndata.registration;

import io.spatho.anndata.csv.CsvTable;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pairs of points that a person set on both pictures: where each lies on the slide (pixels) and on the platform (micrometres).
 *
 * @param slideX column on the slide
 * @param slideY row on the slide
 * @param umX x on the platform in micrometres
 * @param umY y on the platform
 */
public record Keypoints(double[] slideX, double[] slideY, double[] umX, double[] umY) {

    private static final int FEWEST = 1;
    private static final int MOST = Limit.KEYPOINTS.intValue();

    public Keypoints {
        if (slideX.length != slideY.length || slideX.length != umX.length || slideX.length != umY.length) {
            throw new IllegalArgumentException("key points of different number");
        }
    }

    /** Reads {@code fixedX, fixedY, alignmentX, alignmentY}: the platform's coordinates, then the slide's pixels. */
    public static Keypoints read(Path file, PlatformUnit unit) {
        Map<String, CsvTable.Kind> columns = new LinkedHashMap<>();
        for (String name : new String[] {"fixedX", "fixedY", "alignmentX", "alignmentY"}) {
            columns.put(name, CsvTable.Kind.NUMBER);
        }
        Table table = CsvTable.read(file, columns);
        if (table.rows() < FEWEST || table.rows() > MOST) {
            throw new InputException(Problem.of("not a file of key points")
                    .at(file)
                    .expected("1 to " + MOST + " points", table.rows())
                    .fix("Set at least three points that do not lie on a line"));
        }
        return new Keypoints(
                column(table, "alignmentX", 1, file),
                column(table, "alignmentY", 1, file),
                column(table, "fixedX", unit.umPerUnit(), file),
                column(table, "fixedY", unit.umPerUnit(), file));
    }

    private static double[] column(Table table, String name, double factor, Path file) {
        double[] values = table.doubles(name).clone();
        for (int row = 0; row < values.length; row++) {
            if (!Double.isFinite(values[row])) {
                throw new InputException(Problem.of("a key point has no finite coordinate")
                        .at(file + ", point " + (row + 1) + ", column " + name)
                        .expected("a number", values[row]));
            }
            values[row] *= factor;
        }
        return values;
    }

    /** The number of pairs. */
    public int size() {
        return slideX.length;
    }

    /** All pairs but one. */
    Keypoints without(int left) {
        return new Keypoints(without(slideX, left), without(slideY, left), without(umX, left), without(umY, left));
    }

    private static double[] without(double[] values, int left) {
        double[] rest = new double[values.length - 1];
        System.arraycopy(values, 0, rest, 0, left);
        System.arraycopy(values, left + 1, rest, left, rest.length - left);
        return rest;
    }
}

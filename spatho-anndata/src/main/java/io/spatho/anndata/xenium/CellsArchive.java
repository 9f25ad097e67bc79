package io.spatho.anndata.xenium;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of {@code cells.zarr.zip}: ids in {@code cell_id}, positions and areas in {@code cell_summary}.
 *
 * <p>Ids are pairs of unsigned 32-bit numbers since 1.3 and single integers before.
 */
final class CellsArchive {

    private static final String IDS = "/cell_id";
    private static final String SUMMARY = "/cell_summary";
    private static final long LARGEST_PART = (1L << 32) - 1;
    private static final List<String> USUAL_COLUMNS = List.of(
            "cell_centroid_x",
            "cell_centroid_y",
            "cell_area",
            "nucleus_centroid_x",
            "nucleus_centroid_y",
            "nucleus_area",
            "z_level",
            "nucleus_count");
    private static final Map<String, String> NAMES = Map.of(
            "cell_centroid_x", "x_centroid",
            "cell_centroid_y", "y_centroid",
            "cell_area", "cell_area",
            "nucleus_area", "nucleus_area",
            "nucleus_count", "nucleus_count",
            "z_level", "z_level");

    private CellsArchive() {}

    /** The ids in an archive, in its order. */
    static String[] ids(Path file, Workers workers) {
        try (ZarrSource tree = ZarrSource.open(file, workers)) {
            return ids(tree);
        }
    }

    /** The ids in the array {@code cell_id} of an archive. */
    static String[] ids(ArrayTree tree) {
        return ids(tree, IDS);
    }

    /** The ids in an array of pairs or of single integers. */
    static String[] ids(ArrayTree tree, String path) {
        long[] shape = tree.shape(path);
        boolean pairs = shape.length == 2 && shape[1] == 2;
        if (!pairs && !(shape.length == 1 || (shape.length == 2 && shape[1] == 1))) {
            throw fault(tree, path, "cell ids have an odd shape", "N or N x 2", Arrays.toString(shape));
        }
        long[] numbers = tree.longs(path);
        String[] ids = new String[pairs ? numbers.length / 2 : numbers.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pairs ? pair(tree, path, numbers, i) : Long.toString(numbers[i]);
        }
        return ids;
    }

    private static String pair(ArrayTree tree, String path, long[] numbers, int row) {
        long prefix = numbers[2 * row];
        long suffix = numbers[2 * row + 1];
        if (prefix < 0 || prefix > LARGEST_PART || suffix < 0 || suffix > LARGEST_PART) {
            throw fault(tree, path + " row " + row, "a cell id is out of range", "32 bits", prefix + ", " + suffix);
        }
        return CellIds.ofPair((int) prefix, suffix);
    }

    /** The cell table with the names that {@code cells.parquet} uses. */
    static Table table(Path file, Workers workers) {
        try (ZarrSource tree = ZarrSource.open(file, workers)) {
            String[] ids = ids(tree);
            long[] shape = tree.shape(SUMMARY);
            String[] stated = tree.texts(SUMMARY, "column_names");
            List<String> names = stated.length > 0 ? List.of(stated) : USUAL_COLUMNS;
            if (shape.length != 2 || shape[0] != ids.length || shape[1] > names.size()) {
                throw fault(
                        tree,
                        SUMMARY,
                        "the summary of cells has another shape",
                        ids.length + " x at most " + names.size(),
                        Arrays.toString(shape));
            }
            Map<String, Column> columns = new LinkedHashMap<>();
            columns.put("cell_id", new Column.Strings(ids));
            addColumns(tree, names.subList(0, (int) shape[1]), ids.length, columns);
            for (String needed : List.of("x_centroid", "y_centroid")) {
                if (!columns.containsKey(needed)) {
                    throw fault(tree, SUMMARY, "positions are missing", "cell_centroid_x and _y", names);
                }
            }
            return Table.of(ids.length, columns);
        }
    }

    private static void addColumns(ArrayTree tree, List<String> names, int rows, Map<String, Column> columns) {
        double[] values = tree.doubles(SUMMARY);
        int width = names.size();
        for (int at = 0; at < width; at++) {
            String name = NAMES.get(names.get(at));
            if (name != null) {
                double[] column = new double[rows];
                for (int row = 0; row < rows; row++) {
                    column[row] = values[row * width + at];
                }
                columns.put(name, new Column.Doubles(column));
            }
        }
    }

    static InputException fault(ArrayTree tree, String where, String what, Object expected, Object found) {
        return new InputException(Problem.of(what).at(tree.file() + ":" + where).expected(expected, found));
    }
}

package io.spatho.stgpt.histology.feature;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of tiles at one or more scales, as {@code spatho histology encode} writes them.
 *
 * <p>Table: {@code tile_id}, {@code x_um}, {@code y_um} (centre), {@code scale_um} (side of the field of view), then one float32 column
 * for each feature; rows go scale by scale, tiles in the same order in each.
 */
public final class TileFeatures {

    /** Where a run keeps the table. */
    public static final String PATH = "histology/features.parquet";

    private static final List<String> KEYS = List.of("tile_id", "x_um", "y_um", "scale_um");

    private final String[] ids;
    private final double[] xUm;
    private final double[] yUm;
    private final List<String> names;
    private final Map<Double, DenseMatrix> scales;

    private TileFeatures(
            String[] ids, double[] xUm, double[] yUm, List<String> names, Map<Double, DenseMatrix> scales) {
        this.ids = ids;
        this.xUm = xUm;
        this.yUm = yUm;
        this.names = names;
        this.scales = scales;
    }

    /**
     * Reads a table.
     *
     * @throws InputException when a column is missing or of another type, or the scales do not hold the same tiles in the same order
     */
    public static TileFeatures read(Path file) {
        Table table = ParquetTable.read(file);
        for (String key : KEYS) {
            if (!table.has(key)) {
                throw fault(file, "columns " + String.join(", ", KEYS), String.join(", ", first(table.names())));
            }
        }
        List<String> names =
                table.names().stream().filter(name -> !KEYS.contains(name)).toList();
        String[] allIds = table.strings("tile_id");
        double[] scale = table.doubles("scale_um");
        List<int[]> runs = runs(scale);
        if (runs.isEmpty() || names.isEmpty()) {
            throw fault(file, "tiles and features", table.rows() + " rows, " + names.size() + " features");
        }
        String[] ids = Arrays.copyOfRange(allIds, 0, runs.get(0)[1]);
        Map<Double, DenseMatrix> scales = new LinkedHashMap<>();
        for (int[] run : runs) {
            boolean isSame = Arrays.equals(ids, Arrays.copyOfRange(allIds, run[0], run[1]));
            if (!isSame || scales.put(scale[run[0]], matrix(table, names, run[0], run[1], file)) != null) {
                throw fault(
                        file, "the same tiles in the same order at every scale", "others at " + scale[run[0]] + " µm");
            }
        }
        return new TileFeatures(
                ids,
                Arrays.copyOf(table.doubles("x_um"), ids.length),
                Arrays.copyOf(table.doubles("y_um"), ids.length),
                names,
                scales);
    }

    private static List<String> first(List<String> names) {
        return names.subList(0, Math.min(6, names.size()));
    }

    private static InputException fault(Path file, String expected, String found) {
        return new InputException(Problem.of("not a table of tile features")
                .at(file)
                .expected(expected, found)
                .fix("Make it with spatho histology encode"));
    }

    private static List<int[]> runs(double[] scale) {
        List<int[]> runs = new ArrayList<>();
        int start = 0;
        for (int row = 1; row <= scale.length; row++) {
            if (row == scale.length || scale[row] != scale[start]) {
                runs.add(new int[] {start, row});
                start = row;
            }
        }
        return runs;
    }

    private static DenseMatrix matrix(Table table, List<String> names, int from, int to, Path file) {
        DenseMatrix matrix = DenseMatrix.zeros(to - from, names.size());
        for (int column = 0; column < names.size(); column++) {
            if (!(table.column(names.get(column)) instanceof Column.Floats floats)) {
                throw fault(file, "float32 in column " + names.get(column), "another type");
            }
            for (int row = from; row < to; row++) {
                matrix.values()[(row - from) * names.size() + column] = floats.values()[row];
            }
        }
        return matrix;
    }

    /** The tiles' ids; those of tiles around observations are the observations'. */
    public String[] tileIds() {
        return ids;
    }

    /** Centres in micrometres of the case, or of the slide when there was no case. */
    public double[] xUm() {
        return xUm;
    }

    /** Centres. */
    public double[] yUm() {
        return yUm;
    }

    /** The names of the features. */
    public List<String> names() {
        return names;
    }

    /** The sides of the fields of view in micrometres, in the order of the file. */
    public List<Double> scales() {
        return List.copyOf(scales.keySet());
    }

    /**
     * Tiles x features at one scale.
     *
     * @throws IllegalArgumentException for a scale that is not in {@link #scales}
     */
    public DenseMatrix at(double scaleUm) {
        DenseMatrix features = scales.get(scaleUm);
        if (features == null) {
            throw new IllegalArgumentException("no features at " + scaleUm + " µm among " + scales.keySet());
        }
        return features;
    }

    /** Whether a table has the columns that every table of tile features has. */
    public static boolean fits(Table table) {
        return KEYS.stream().allMatch(table::has);
    }

    /** The rows of observations, in their order; -1 for an observation without a tile. */
    public int[] rowsOf(String[] observationIds) {
        Map<String, Integer> rows = new java.util.HashMap<>(2 * ids.length);
        for (int row = 0; row < ids.length; row++) {
            rows.put(ids[row], row);
        }
        return Arrays.stream(observationIds)
                .mapToInt(id -> rows.getOrDefault(id, -1))
                .toArray();
    }
}

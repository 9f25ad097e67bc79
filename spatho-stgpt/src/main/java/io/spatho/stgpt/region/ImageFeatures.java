package io.spatho.stgpt.region;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Table;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an encoder makes of the picture around each cell: a vector for each cell that has one.
 *
 * @param names of the vector's columns
 * @param values cells x columns; zeros where there is no picture
 * @param present whether a cell has a picture
 */
public record ImageFeatures(List<String> names, DenseMatrix values, boolean[] present) {

    private static final String PREFIX = "img_";

    public ImageFeatures {
        names = List.copyOf(names);
        if (names.isEmpty() || values.columns() != names.size() || values.rows() != present.length) {
            throw new IllegalArgumentException(
                    names.size() + " names for " + values.rows() + " x " + values.columns() + " features");
        }
    }

    /**
     * Takes the features of cells from a table with the columns {@code img_*} and a key: {@code cell_id}, or {@code region_id}, whose
     * vector all cells of the region get.
     *
     * @param table a row for each cell or region; others are not looked at
     * @param where the table came from, for messages
     * @param cellIds the name of each cell
     * @param regionIds the region of each cell, empty for none; an empty array where regions are not known
     * @throws InputException when the key or the features are missing, a key stands twice, a number is not finite or nothing fits
     */
    public static ImageFeatures of(Table table, String where, String[] cellIds, String[] regionIds) {
        require(table, where);
        List<String> names = names(table);
        boolean byCell = table.has("cell_id");
        if (!byCell && regionIds.length == 0) {
            throw new InputException(Problem.of("image features of regions need regions")
                    .at(where)
                    .expected("a column cell_id", "region_id")
                    .fix("Give features of cells."));
        }
        Map<String, Integer> rows = rows(table.strings(byCell ? "cell_id" : "region_id"), where);
        String[] keys = byCell ? cellIds : regionIds;
        double[][] columns = names.stream().map(table::doubles).toArray(double[][]::new);
        DenseMatrix values = DenseMatrix.zeros(cellIds.length, columns.length);
        boolean[] present = new boolean[cellIds.length];
        for (int cell = 0; cell < keys.length; cell++) {
            Integer row = rows.get(keys[cell]);
            if (row != null) {
                present[cell] = true;
                for (int i = 0; i < columns.length; i++) {
                    values.values()[cell * columns.length + i] = finite(columns[i][row], where, keys[cell]);
                }
            }
        }
        requireSome(present, where, keys, rows.keySet().stream().sorted().findFirst());
        return new ImageFeatures(names, values, present);
    }

    /**
     * Takes the features of tiles around cells, all fields of view side by side: columns {@code img_<side in µm>um_<feature>}.
     *
     * @param tiles their features; a tile belongs to the cell whose id it has
     * @param where the table came from, for messages
     * @param cellIds the name of each cell
     * @throws InputException when a number is not finite or no tile belongs to a cell
     */
    public static ImageFeatures of(TileFeatures tiles, String where, String[] cellIds) {
        int width = tiles.names().size();
        List<String> names = new ArrayList<>();
        for (double scale : tiles.scales()) {
            String side = BigDecimal.valueOf(scale).stripTrailingZeros().toPlainString();
            tiles.names().forEach(name -> names.add(PREFIX + side + "um_" + name));
        }
        int[] rows = tiles.rowsOf(cellIds);
        DenseMatrix values = DenseMatrix.zeros(cellIds.length, names.size());
        boolean[] present = new boolean[cellIds.length];
        for (int cell = 0; cell < rows.length; cell++) {
            present[cell] = rows[cell] >= 0;
            for (int scale = 0; scale < tiles.scales().size() && present[cell]; scale++) {
                DenseMatrix features = tiles.at(tiles.scales().get(scale));
                for (int i = 0; i < width; i++) {
                    values.values()[cell * names.size() + scale * width + i] =
                            finite(features.get(rows[cell], i), where, cellIds[cell]);
                }
            }
        }
        requireSome(present, where, cellIds, Arrays.stream(tiles.tileIds()).findFirst());
        return new ImageFeatures(names, values, present);
    }

    /**
     * Fails when a table of one's own is none of image features, whichever cells it is of.
     *
     * @throws InputException when the key or the features are missing
     */
    public static void require(Table table, String where) {
        if (names(table).isEmpty() || !(table.has("cell_id") || table.has("region_id"))) {
            List<String> found = table.names();
            throw new InputException(Problem.of("the table holds no image features")
                    .at(where)
                    .expected(
                            "img_* columns, and cell_id or region_id",
                            String.join(", ", found.subList(0, Math.min(6, found.size()))))
                    .fix("Write them with spatho histology encode."));
        }
    }

    private static List<String> names(Table table) {
        return table.names().stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .toList();
    }

    private static void requireSome(boolean[] present, String where, String[] keys, Optional<String> found) {
        if (IntStream.range(0, present.length).noneMatch(cell -> present[cell])) {
            throw new InputException(Problem.of("the image features belong to no cell of the case")
                    .at(where)
                    .expected("ids such as " + keys[0], found.orElse("none"))
                    .fix("Encode the slide of this case around its observations."));
        }
    }

    private static Map<String, Integer> rows(String[] keys, String where) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < keys.length; row++) {
            if (rows.put(keys[row], row) != null) {
                throw new InputException(Problem.of("two rows have the same id")
                        .at(where + ", " + keys[row])
                        .fix("Give one row for each cell or region."));
            }
        }
        return rows;
    }

    private static float finite(double value, String where, String key) {
        if (!Double.isFinite(value)) {
            throw new InputException(Problem.of("an image feature is not a finite number")
                    .at(where + ", " + key)
                    .expected("a number", value));
        }
        return (float) value;
    }

    /** The number of columns. */
    public int columns() {
        return names.size();
    }

    /** The mean of each column over the cells named that have a picture, then the deviations; 0 for a constant column. */
    float[] moments(int[] cells) {
        int[] seen = Arrays.stream(cells).filter(cell -> present[cell]).toArray();
        float[] moments = new float[2 * columns()];
        for (int column = 0; column < columns(); column++) {
            int at = column;
            double mean = Arrays.stream(seen)
                    .mapToDouble(cell -> values.get(cell, at))
                    .average()
                    .orElse(0);
            double variance = Arrays.stream(seen)
                    .mapToDouble(cell -> Math.pow(values.get(cell, at) - mean, 2))
                    .average()
                    .orElse(0);
            moments[column] = (float) mean;
            moments[columns() + column] = (float) Math.sqrt(variance);
        }
        return moments;
    }

    /** The features measured from means in units of deviations; constant columns and cells without a picture are 0. */
    ImageFeatures standardised(float[] moments) {
        DenseMatrix scaled = DenseMatrix.zeros(values.rows(), columns());
        for (int cell = 0; cell < present.length; cell++) {
            for (int i = 0; i < columns() && present[cell]; i++) {
                float deviation = moments[columns() + i];
                scaled.values()[cell * columns() + i] =
                        deviation > 0 ? (values.get(cell, i) - moments[i]) / deviation : 0;
            }
        }
        return new ImageFeatures(names, scaled, present);
    }
}

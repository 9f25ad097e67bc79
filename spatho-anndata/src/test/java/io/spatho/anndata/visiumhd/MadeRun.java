package io.spatho.anndata.visiumhd;

import io.spatho.anndata.TestBundles;
import io.spatho.anndata.TestFiles;
import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A made Visium HD run of Space Ranger 4: a grid of 22 x 18 bins of 2 µm whose sides are no multiples of 4, as real ones are not, and
 * everything coarser counted from the same reads.
 *
 * <p>Full-resolution pixels are 0.4 µm and the grid is turned a little. Tissue is a disc; reads outside of it exist. Two cells, of which one
 * crosses the tissue's edge.
 */
final class MadeRun {

    static final int ROWS = 22;
    static final int COLUMNS = 18;
    static final int GENES = 5;
    static final double UM_PER_PIXEL = 0.4;

    private static final double STEP = 2 / UM_PER_PIXEL;
    private static final double TURN = 0.1;

    private MadeRun() {}

    /** Reads of a gene in a bin, none in most. */
    static int count(int row, int column, int gene) {
        double draw = CounterRandom.of(7, "made", ((long) row * COLUMNS + column) * GENES + gene)
                .nextDouble();
        return draw < 0.7 ? 0 : 1 + (int) ((draw - 0.7) * 20);
    }

    static boolean inTissue(int row, int column) {
        return Math.hypot(row - 10, column - 9) < 8;
    }

    /** The cell of a bin: 3 to 6 by 3 to 7 is cell 12, 8 to 11 by 14 to 17 is cell 345. */
    static int cell(int row, int column) {
        if (row >= 3 && row <= 6 && column >= 3 && column <= 7) {
            return 12;
        }
        return row >= 8 && row <= 11 && column >= 14 ? 345 : 0;
    }

    static boolean inNucleus(int row, int column) {
        return cell(row, column) > 0 && (row == 4 || row == 5 || row == 9) && column != 3 && column != 17;
    }

    static double x(double row, double column) {
        return 100 + STEP * (column * Math.cos(TURN) - row * Math.sin(TURN));
    }

    static double y(double row, double column) {
        return 200 + STEP * (column * Math.sin(TURN) + row * Math.cos(TURN));
    }

    static String barcode(int size, int row, int column) {
        return String.format(Locale.ROOT, "s_%03dum_%05d_%05d-1", size, row, column);
    }

    /** The sums of genes over the bins that a key is given for, by key. */
    static Map<String, int[]> sums(java.util.function.BiFunction<Integer, Integer, String> key) {
        Map<String, int[]> sums = new TreeMap<>();
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                String name = key.apply(row, column);
                for (int gene = 0; gene < GENES && name != null; gene++) {
                    int count = count(row, column, gene);
                    if (count > 0) {
                        sums.computeIfAbsent(name, unused -> new int[GENES])[gene] += count;
                    }
                }
            }
        }
        return sums;
    }

    static void write(Path folder) {
        for (int size : new int[] {2, 8}) {
            int factor = size / 2;
            Path bins = folder.resolve(String.format(Locale.ROOT, "binned_outputs/square_%03dum", size));
            Map<String, int[]> raw = sums((row, column) -> barcode(size, row / factor, column / factor));
            Map<String, int[]> filtered = new TreeMap<>(raw);
            filtered.keySet().removeIf(name -> !anyTissue(name, factor));
            matrix(bins.resolve("raw_feature_bc_matrix.h5"), raw);
            matrix(bins.resolve("filtered_feature_bc_matrix.h5"), filtered);
            positions(bins, size, factor);
            scale(bins.resolve("spatial/scalefactors_json.json"), size);
        }
        segments(folder);
        mapping(folder.resolve("barcode_mappings.parquet"));
        slices(folder.resolve("feature_slice.h5"));
    }

    static boolean anyTissue(String name, int factor) {
        int row = Integer.parseInt(name.substring(8, 13)) * factor;
        int column = Integer.parseInt(name.substring(14, 19)) * factor;
        for (int r = row; r < Math.min(ROWS, row + factor); r++) {
            for (int c = column; c < Math.min(COLUMNS, column + factor); c++) {
                if (inTissue(r, c)) {
                    return true;
                }
            }
        }
        return false;
    }

    static void matrix(Path file, Map<String, int[]> sums) {
        String[] barcodes = sums.keySet().toArray(String[]::new);
        int[] data = new int[barcodes.length * GENES];
        long[] indices = new long[data.length];
        long[] starts = new long[barcodes.length + 1];
        int size = 0;
        for (int b = 0; b < barcodes.length; b++) {
            for (int gene = 0; gene < GENES; gene++) {
                if (sums.get(barcodes[b])[gene] > 0) {
                    indices[size] = gene;
                    data[size++] = sums.get(barcodes[b])[gene];
                }
            }
            starts[b + 1] = size;
        }
        folderOf(file);
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.root().attribute("software_version", "spaceranger-4.0.1");
            Hdf5Group matrix = writer.root().group("matrix");
            matrix.fixedStrings("barcodes", barcodes, 30);
            matrix.ints("data", Arrays.copyOf(data, size));
            matrix.longs("indices", Arrays.copyOf(indices, size));
            matrix.longs("indptr", starts);
            matrix.ints("shape", new int[] {GENES, barcodes.length});
            features(matrix.group("features"));
            writer.finish();
        }
    }

    private static void features(Hdf5Group features) {
        String[] ids = new String[GENES];
        String[] types = new String[GENES];
        Arrays.setAll(ids, gene -> "ENSG" + gene);
        Arrays.fill(types, "Gene Expression");
        features.fixedStrings("id", ids, 10);
        features.fixedStrings("name", ids, 10);
        features.fixedStrings("feature_type", types, 20);
        features.fixedStrings("genome", types, 20);
    }

    private static void folderOf(Path file) {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Centres as Space Ranger places them: that of the first bin inside, moved by half a coarse bin less half a fine one. */
    private static void positions(Path bins, int size, int factor) {
        int rows = (ROWS + factor - 1) / factor;
        int columns = (COLUMNS + factor - 1) / factor;
        int n = rows * columns;
        String[] names = new String[n];
        int[] tissue = new int[n];
        long[] row = new long[n];
        long[] column = new long[n];
        double[] y = new double[n];
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            row[i] = i / columns;
            column[i] = i % columns;
            names[i] = barcode(size, i / columns, i % columns);
            tissue[i] = anyTissue(names[i], factor) ? 1 : 0;
            double half = (factor - 1) / 2.0;
            y[i] = y(row[i] * factor + half, column[i] * factor + half);
            x[i] = x(row[i] * factor + half, column[i] * factor + half);
        }
        Path file = bins.resolve("spatial/tissue_positions.parquet");
        folderOf(file);
        TestBundles.parquet(
                file,
                Table.ofRows(n)
                        .with("barcode", new Column.Strings(names))
                        .with("in_tissue", new Column.Ints(tissue))
                        .with("array_row", new Column.Longs(row))
                        .with("array_col", new Column.Longs(column))
                        .with("pxl_row_in_fullres", new Column.Doubles(y))
                        .with("pxl_col_in_fullres", new Column.Doubles(x)));
    }

    private static void scale(Path file, int size) {
        TestFiles.write(
                file,
                "{\"bin_size_um\":" + size + ".0,\"spot_diameter_fullres\":" + size / UM_PER_PIXEL
                        + ",\"microns_per_pixel\":" + UM_PER_PIXEL + ",\"tissue_lowres_scalef\":0.1}");
    }

    private static void segments(Path folder) {
        Path segmented = folder.resolve("segmented_outputs");
        Map<String, int[]> cells =
                sums((row, column) -> cell(row, column) == 0 ? null : Segments.name(cell(row, column)));
        matrix(segmented.resolve("filtered_feature_cell_matrix.h5"), cells);
        TestFiles.write(
                segmented.resolve("spatial/scalefactors_json.json"), "{\"microns_per_pixel\":" + UM_PER_PIXEL + "}");
        TestFiles.write(
                segmented.resolve("cell_segmentations.geojson"),
                collection(outline(345, 7.5, 13.5, 11.5, 17.5), outline(12, 2.5, 2.5, 6.5, 7.5)));
        TestFiles.write(
                segmented.resolve("nucleus_segmentations.geojson"), collection(outline(12, 3.5, 3.5, 5.5, 6.5)));
    }

    static String collection(String... features) {
        return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    }

    static String outline(int cell, double top, double left, double bottom, double right) {
        List<String> corners = new ArrayList<>();
        double[][] rowsColumns = {{top, left}, {top, right}, {bottom, right}, {bottom, left}, {top, left}};
        for (double[] corner : rowsColumns) {
            corners.add("[" + x(corner[0], corner[1]) + "," + y(corner[0], corner[1]) + "]");
        }
        return "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" + String.join(",", corners)
                + "]]},\"properties\":{\"cell_id\":" + cell + "}}";
    }

    private static void mapping(Path file) {
        int n = ROWS * COLUMNS;
        String[] fine = new String[n];
        String[] coarse = new String[n];
        String[] cells = new String[n];
        boolean[] nucleus = new boolean[n];
        boolean[] inCell = new boolean[n];
        for (int i = 0; i < n; i++) {
            int row = i / COLUMNS;
            int column = i % COLUMNS;
            fine[i] = barcode(2, row, column);
            coarse[i] = barcode(8, row / 4, column / 4);
            inCell[i] = cell(row, column) > 0;
            cells[i] = inCell[i] ? Segments.name(cell(row, column)) : null;
            nucleus[i] = inNucleus(row, column);
        }
        TestBundles.parquet(
                file,
                Table.ofRows(n)
                        .with("square_002um", new Column.Strings(fine))
                        .with("square_008um", new Column.Strings(coarse))
                        .with("cell_id", new Column.Strings(cells))
                        .with("in_nucleus", new Column.Booleans(nucleus))
                        .with("in_cell", new Column.Booleans(inCell)));
    }

    /** Values of a layer, none where zero. */
    interface Value {
        int at(int row, int column);
    }

    static void layer(Hdf5Group parent, String name, int rows, int columns, Value value, String metadata) {
        int[][] triples = new int[3][rows * columns];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (value.at(row, column) != 0) {
                    triples[0][size] = row;
                    triples[1][size] = column;
                    triples[2][size++] = value.at(row, column);
                }
            }
        }
        Hdf5Group group = parent.group(name);
        group.ints("row", Arrays.copyOf(triples[0], size));
        group.ints("col", Arrays.copyOf(triples[1], size));
        group.ints("data", Arrays.copyOf(triples[2], size));
        group.attribute("metadata_json", metadata);
    }

    static String sliceMetadata(String transform) {
        return "{\"sample_id\":\"made\",\"nrows\":" + ROWS + ",\"ncols\":" + COLUMNS
                + ",\"spot_pitch\":2.0,\"hd_layout_json\":\"{\\\"file_format\\\":\\\"1.0\\\"}\","
                + "\"transform_matrices\":{\"spot_colrow_to_microscope_colrow\":" + transform + "}}";
    }

    static String transform(boolean nested) {
        double cos = STEP * Math.cos(TURN);
        double sin = STEP * Math.sin(TURN);
        String first = cos + "," + -sin + ",100.0";
        String second = sin + "," + cos + ",200.0";
        return nested
                ? "[[" + first + "],[" + second + "],[0.0,0.0,1.0]]"
                : "[" + first + "," + second + ",0.0,0.0,1.0]";
    }

    static void slices(Path file) {
        slices(file, sliceMetadata(transform(true)));
    }

    static void slices(Path file, String metadata) {
        folderOf(file);
        String fine = "{\"kind\":\"raw_counts\",\"domain\":\"all_spots\",\"binning_scale\":1}";
        String coarse = "{\"kind\":\"categorical\",\"domain\":\"filtered_spots\",\"binning_scale\":4}";
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Hdf5Group root = writer.root();
            root.attribute("filetype", "feature_slice");
            root.attribute("software_version", "spaceranger-4.0.1");
            root.attribute("metadata_json", metadata);
            features(root.group("features"));
            Hdf5Group slices = root.group("feature_slices");
            for (int gene = 0; gene < GENES; gene++) {
                int one = gene;
                layer(slices, Integer.toString(gene), ROWS, COLUMNS, (row, column) -> count(row, column, one), fine);
            }
            layer(root.group("masks"), "filtered", ROWS, COLUMNS, (r, c) -> inTissue(r, c) ? 1 : 0, fine);
            layer(root.group("segmentations"), "cell_segmentation_mask", ROWS, COLUMNS, MadeRun::cell, fine);
            layer(
                    root.group("secondary_analysis").group("clustering"),
                    "square_008um_gene_expression_graphclust",
                    (ROWS + 3) / 4,
                    (COLUMNS + 3) / 4,
                    (row, column) -> 1 + row % 2,
                    coarse);
            writer.finish();
        }
    }
}

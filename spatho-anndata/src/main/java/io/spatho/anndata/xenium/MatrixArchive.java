package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads {@code cell_feature_matrix.zarr.zip}: group {@code cell_features}, compressed rows of features x cells, which are turned
 * into cells x features.
 *
 * <p>Rows of the type {@code aggregate_gene}, totals that some tools add, are left out. Memory: 8 bytes an entry as stored and as
 * much again for the result. Errors: lengths that disagree, indices out of range, repeated, negative or non-finite entries.
 */
final class MatrixArchive {

    private static final String GROUP = "/cell_features";
    private static final String AGGREGATE = "aggregate_gene";
    private static final String FACTOR = "protein_scaling_factor";

    private final Path file;
    private final ZarrSource tree;
    private String[] ids;
    private long[] starts;
    private int[] cells;
    private float[] values;

    private MatrixArchive(Path file, ZarrSource tree) {
        this.file = file;
        this.tree = tree;
    }

    static FeatureBarcodeMatrix read(Path file, Workers workers) {
        try (ZarrSource tree = ZarrSource.open(file, workers)) {
            return new MatrixArchive(file, tree).read();
        }
    }

    private FeatureBarcodeMatrix read() {
        String[] names = tree.texts(GROUP, "feature_keys");
        String[] features = tree.texts(GROUP, "feature_ids");
        String[] types = tree.texts(GROUP, "feature_types");
        if (names.length == 0 || features.length != names.length || types.length != names.length) {
            throw CellsArchive.fault(
                    tree,
                    GROUP,
                    "feature names, ids and types differ in number",
                    names.length + " each",
                    features.length + " and " + types.length);
        }
        ids = CellsArchive.ids(tree, GROUP + "/cell_id");
        Identifiers.requireUnique(file, "cell", ids);
        readEntries(names.length);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            if (!types[i].equals(AGGREGATE)) {
                kept.add(i);
            }
        }
        int[] rows = kept.stream().mapToInt(Integer::intValue).toArray();
        GenePanel panel = new GenePanel("", pick(names, rows), pick(features, rows), featureTypes(types, rows));
        return new FeatureBarcodeMatrix(file, panel, ids, turned(rows), attributes());
    }

    private static List<String> pick(String[] values, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> values[row]).toList();
    }

    /** Types as the other files call them: {@code gene} is {@code Gene Expression}. */
    private static List<String> featureTypes(String[] types, int[] rows) {
        return Arrays.stream(rows)
                .mapToObj(row -> FeatureCategory.of(types[row])
                        .map(FeatureCategory::featureType)
                        .orElse(types[row].startsWith("protein") ? "Protein Expression" : types[row]))
                .toList();
    }

    private void readEntries(int features) {
        cells = tree.ints(GROUP + "/indices");
        values = tree.floats(GROUP + "/data");
        starts = starts(tree, GROUP + "/indptr", features, cells.length);
        if (values.length != cells.length) {
            throw CellsArchive.fault(
                    tree, GROUP + "/data", "an array has another length", cells.length + " elements", values.length);
        }
    }

    /** Starts of compressed rows; a missing last one is the number of entries. */
    static long[] starts(ZarrSource tree, String path, int rows, int entries) {
        long[] starts = tree.longs(path);
        if (starts.length == rows) {
            starts = Arrays.copyOf(starts, rows + 1);
            starts[rows] = entries;
        }
        boolean sound = starts.length == rows + 1 && starts[0] == 0 && starts[rows] == entries;
        for (int row = 0; sound && row < rows; row++) {
            sound = starts[row] <= starts[row + 1];
        }
        if (!sound) {
            throw CellsArchive.fault(
                    tree,
                    path,
                    "row starts do not ascend from 0 to the number of entries",
                    rows + " or " + (rows + 1) + " starts up to " + entries,
                    starts.length + " starts");
        }
        return starts;
    }

    /** Features follow each other in every cell's row, so that the rows come out sorted. */
    private CsrMatrix turned(int[] features) {
        long[] rowStarts = new long[ids.length + 1];
        for (int feature : features) {
            for (int i = (int) starts[feature]; i < starts[feature + 1]; i++) {
                requireSound(i);
                rowStarts[cells[i] + 1] += values[i] == 0 ? 0 : 1;
            }
        }
        for (int row = 0; row < ids.length; row++) {
            rowStarts[row + 1] += rowStarts[row];
        }
        long[] next = Arrays.copyOf(rowStarts, ids.length);
        int[] columns = new int[Math.toIntExact(rowStarts[ids.length])];
        float[] counts = new float[columns.length];
        for (int column = 0; column < features.length; column++) {
            for (int i = (int) starts[features[column]]; i < starts[features[column] + 1]; i++) {
                if (values[i] != 0) {
                    int at = (int) next[cells[i]]++;
                    if (at > rowStarts[cells[i]] && columns[at - 1] == column) {
                        throw CellsArchive.fault(
                                tree, GROUP + "/indices element " + i, "an entry stands there twice", "one", "two");
                    }
                    columns[at] = column;
                    counts[at] = values[i];
                }
            }
        }
        return new CsrMatrix(ids.length, features.length, rowStarts, columns, counts);
    }

    private void requireSound(int i) {
        if (cells[i] < 0 || cells[i] >= ids.length) {
            throw CellsArchive.fault(
                    tree,
                    GROUP + "/indices element " + i,
                    "a cell index is out of range",
                    "0 to " + (ids.length - 1),
                    cells[i]);
        }
        if (!(values[i] >= 0 && values[i] <= Float.MAX_VALUE)) {
            throw CellsArchive.fault(
                    tree, GROUP + "/data element " + i, "a count is not a count", "a number of at least 0", values[i]);
        }
    }

    private Map<String, String> attributes() {
        Map<String, String> facts = new TreeMap<>();
        for (String group : List.of("/", GROUP)) {
            Optional<Double> factor = tree.number(group, FACTOR);
            factor.ifPresent(value -> facts.put(FACTOR, Double.toString(value)));
        }
        return facts;
    }
}

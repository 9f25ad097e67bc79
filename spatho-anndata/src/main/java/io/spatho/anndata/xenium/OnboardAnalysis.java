package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvTable;
import io.spatho.anndata.csv.CsvTable.Kind;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the instrument itself made of the counts: clusterings as categorical columns, projections as matrices with NaN for cells
 * without one, differential expression as tables of one row per feature. Each joined by cell id.
 */
final class OnboardAnalysis {

    private static final String BARCODE = "Barcode";

    private final CellIndex cells;
    private final Workers workers;

    OnboardAnalysis(CellIndex cells, Workers workers) {
        this.cells = cells;
        this.workers = workers;
    }

    /** Files by name, short names first, so that 2 comes before 10. */
    static List<XeniumFiles.Named> ordered(List<XeniumFiles.Named> files) {
        return files.stream()
                .sorted(Comparator.comparing(XeniumFiles.Named::name, NUMBERED))
                .toList();
    }

    private static final Comparator<String> NUMBERED =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /** Clusterings by column name, in the order given. */
    Map<String, Column.Categories> clusters(List<XeniumFiles.Named> files) {
        List<Column.Categories> columns =
                workers.map(files.size(), i -> clusters(files.get(i).file()));
        Map<String, Column.Categories> named = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            named.put(files.get(i).name(), columns.get(i));
        }
        return named;
    }

    private Column.Categories clusters(Path file) {
        Map<String, Kind> wanted = new LinkedHashMap<>();
        wanted.put(BARCODE, Kind.TEXT);
        wanted.put("Cluster", Kind.TEXT);
        Table table = CsvTable.read(file, wanted);
        String[] barcodes = table.strings(BARCODE);
        Identifiers.requireUnique(file, "cell", barcodes);
        String[] labels = table.strings("Cluster");
        List<String> categories = Arrays.stream(labels)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(NUMBERED)
                .toList();
        Map<String, Integer> codes = new TreeMap<>();
        categories.forEach(category -> codes.put(category, codes.size()));
        int[] assigned = new int[cells.size()];
        Arrays.fill(assigned, -1);
        for (int i = 0; i < barcodes.length; i++) {
            int cell = cells.row(barcodes[i]);
            if (cell >= 0 && labels[i] != null) {
                assigned[cell] = codes.get(labels[i]);
            }
        }
        return new Column.Categories(assigned, categories, false);
    }

    /** One sentence for all clusterings that leave out as many cells, which is the rule for cells without transcripts. */
    static void warnAboutGaps(Map<String, Column.Categories> clusterings, List<String> warnings) {
        Map<Long, List<String>> gaps = new LinkedHashMap<>();
        int size = 0;
        for (Map.Entry<String, Column.Categories> entry : clusterings.entrySet()) {
            size = entry.getValue().size();
            long without = Arrays.stream(entry.getValue().codes())
                    .filter(code -> code < 0)
                    .count();
            if (without > 0) {
                gaps.computeIfAbsent(without, key -> new ArrayList<>()).add(entry.getKey());
            }
        }
        for (Map.Entry<Long, List<String>> gap : gaps.entrySet()) {
            warnings.add(Words.count(gap.getKey()) + " of " + Words.count(size, "cell") + " have no cluster in "
                    + String.join(", ", gap.getValue()));
        }
    }

    /** Projections by name. */
    Map<String, DenseMatrix> projections(List<XeniumFiles.Named> files) {
        List<DenseMatrix> matrices =
                workers.map(files.size(), i -> projection(files.get(i).file()));
        Map<String, DenseMatrix> named = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            named.put(files.get(i).name(), matrices.get(i));
        }
        return named;
    }

    private DenseMatrix projection(Path file) {
        Map<String, Kind> wanted = new LinkedHashMap<>();
        wanted.put(BARCODE, Kind.TEXT);
        List<String> axes = CsvTable.header(file).stream()
                .filter(name -> !name.equals(BARCODE))
                .toList();
        axes.forEach(axis -> wanted.put(axis, Kind.NUMBER));
        Table table = CsvTable.read(file, wanted);
        String[] barcodes = table.strings(BARCODE);
        Identifiers.requireUnique(file, "cell", barcodes);
        DenseMatrix matrix = DenseMatrix.zeros(cells.size(), axes.size());
        Arrays.fill(matrix.values(), Float.NaN);
        for (int axis = 0; axis < axes.size(); axis++) {
            double[] values = table.doubles(axes.get(axis));
            for (int i = 0; i < barcodes.length; i++) {
                int cell = cells.row(barcodes[i]);
                if (cell >= 0) {
                    matrix.values()[cell * axes.size() + axis] = (float) values[i];
                }
            }
        }
        return matrix;
    }

    /** Tables of differential expression by name, columns in snake case: {@code cluster_1_log2_fold_change}. */
    Map<String, Table> differences(List<XeniumFiles.Named> files) {
        List<Table> tables =
                workers.map(files.size(), i -> differences(files.get(i).file()));
        Map<String, Table> named = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            named.put(files.get(i).name(), tables.get(i));
        }
        return named;
    }

    private static Table differences(Path file) {
        Map<String, Kind> wanted = new LinkedHashMap<>();
        for (String name : CsvTable.header(file)) {
            if (name.equals("Feature ID") || name.equals("Feature Name")) {
                wanted.put(name, Kind.TEXT);
            } else if (name.startsWith("Cluster ")) {
                wanted.put(name, Kind.NUMBER);
            }
        }
        Table table = CsvTable.read(file, wanted);
        Map<String, Column> columns = new LinkedHashMap<>();
        table.columns()
                .forEach((name, column) ->
                        columns.put(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"), column));
        return Table.of(table.rows(), columns);
    }
}

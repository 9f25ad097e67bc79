package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvTable;
import io.spatho.anndata.csv.CsvTable.Kind;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.tenx.BundleFolder;
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

/** The cell table of a Xenium bundle, the same whether it came as Parquet, CSV or Zarr. */
final class CellTable {

    static final List<String> NAMES = List.of(
            "cells\\.parquet",
            "[^/]*[_.-]cells\\.parquet",
            "cells\\.csv\\.gz",
            "[^/]*[_.-]cells\\.csv\\.gz",
            "cells\\.csv",
            "[^/]*[_.-]cells\\.csv");

    private static final Map<String, Kind> REQUIRED =
            kinds("cell_id", Kind.TEXT, "x_centroid", Kind.NUMBER, "y_centroid", Kind.NUMBER);

    private static final Map<String, Kind> OPTIONAL = kinds(
            "transcript_counts", Kind.INTEGER,
            "control_probe_counts", Kind.INTEGER,
            "genomic_control_counts", Kind.INTEGER,
            "control_codeword_counts", Kind.INTEGER,
            "unassigned_codeword_counts", Kind.INTEGER,
            "deprecated_codeword_counts", Kind.INTEGER,
            "total_counts", Kind.INTEGER,
            "cell_area", Kind.NUMBER,
            "nucleus_area", Kind.NUMBER,
            "nucleus_count", Kind.INTEGER,
            "segmentation_method", Kind.TEXT);

    private CellTable() {}

    private static Map<String, Kind> kinds(Object... pairs) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            kinds.put((String) pairs[i], (Kind) pairs[i + 1]);
        }
        return kinds;
    }

    static Path find(XeniumFiles files) {
        return files.cells()
                .or(files::cellsArchive)
                .orElseThrow(() -> new InputException(Problem.of("the cell table is missing")
                        .at(files.folder().root())
                        .expected("cells.parquet or cells.csv.gz, or cells.zarr.zip", "none of them")));
    }

    /** Whether there is a table with ids and centroids. */
    static boolean looksRight(BundleFolder folder) {
        return folder.find(NAMES).map(CellTable::columns).orElse(List.of()).containsAll(REQUIRED.keySet());
    }

    private static List<String> columns(Path file) {
        return isParquet(file) ? ParquetTable.columnNames(file) : CsvTable.header(file);
    }

    private static boolean isParquet(Path file) {
        return file.toString().endsWith(".parquet");
    }

    /** The known columns that the file has: ids as text, counts as integers, areas as float64. */
    static Table read(Path file, Workers workers) {
        if (file.toString().endsWith(".zip")) {
            return CellsArchive.table(file, workers);
        }
        List<String> present = columns(file);
        Map<String, Kind> wanted = new LinkedHashMap<>(REQUIRED);
        OPTIONAL.forEach((name, kind) -> {
            if (present.contains(name)) {
                wanted.put(name, kind);
            }
        });
        if (!isParquet(file)) {
            return CsvTable.read(file, wanted);
        }
        Table raw = ParquetTable.read(file, wanted.keySet());
        Table table = Table.ofRows(raw.rows());
        for (Map.Entry<String, Kind> column : wanted.entrySet()) {
            table = table.with(column.getKey(), converted(file, raw, column.getKey(), column.getValue()));
        }
        return table;
    }

    private static Column converted(Path file, Table raw, String name, Kind kind) {
        Column column = raw.column(name);
        boolean text = column instanceof Column.Strings || column instanceof Column.Categories;
        if (kind == Kind.TEXT) {
            return text ? new Column.Strings(raw.strings(name)) : new Column.Strings(CellIds.of(column));
        }
        if (text || column instanceof Column.Booleans) {
            throw new InputException(
                    Problem.of("column " + name + " is not numeric").at(file).expected("numbers", "text"));
        }
        double[] values = raw.doubles(name);
        boolean integers = kind == Kind.INTEGER
                && Arrays.stream(values)
                        .allMatch(value -> value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE);
        return integers
                ? new Column.Ints(
                        Arrays.stream(values).mapToInt(value -> (int) value).toArray())
                : new Column.Doubles(values);
    }

    /** The columns that stay in {@code obs}; positions live in the dataset itself. */
    static Table withoutPositions(Table cells) {
        Table kept = Table.ofRows(cells.rows());
        for (Map.Entry<String, Column> column : cells.columns().entrySet()) {
            if (!column.getKey().equals("x_centroid") && !column.getKey().equals("y_centroid")) {
                kept = kept.with(column.getKey(), column.getValue());
            }
        }
        return kept;
    }
}

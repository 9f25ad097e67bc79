package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.anndata.parquet.BatchColumn;
import io.spatho.anndata.parquet.CodeBatch;
import io.spatho.anndata.parquet.FloatBatch;
import io.spatho.anndata.parquet.LongBatch;
import io.spatho.anndata.parquet.ParquetBatches;
import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outlines in {@code cell_boundaries} or {@code nucleus_boundaries}, Parquet or CSV: one row per vertex with {@code cell_id}, {@code
 * vertex_x}, {@code vertex_y} in micrometres and, since 2.0, {@code label_id}.
 */
final class OutlineFile implements OutlineSource {

    private static final String CELL = "cell_id";
    private static final String X = "vertex_x";
    private static final String Y = "vertex_y";
    private static final String LABEL = "label_id";

    private final String name;
    private final Path file;
    private final CellIndex cells;
    private final int threads;
    private volatile List<String> warnings = List.of();

    OutlineFile(String name, Path file, CellIndex cells, int threads) {
        this.name = name;
        this.file = file;
        this.cells = cells;
        this.threads = threads;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Outlines read() {
        OutlineRows rows = file.toString().endsWith(".parquet") ? parquet() : csv();
        Outlines outlines = rows.finish();
        warnings = findings(file, rows);
        return outlines;
    }

    /** What was odd; a file of which nothing belongs to the dataset is refused. */
    static List<String> findings(Path file, OutlineRows rows) {
        if (rows.known() == 0 && rows.unknown() > 0) {
            throw new InputException(Problem.of("no outline belongs to a cell of the matrix")
                    .at(file)
                    .expected("the ids of the cell table", "others")
                    .fix("Outlines and cells must come from the same run."));
        }
        List<String> found = new ArrayList<>();
        if (rows.unknown() > 0) {
            found.add(Words.count(rows.unknown()) + " of " + Words.count(rows.unknown() + rows.known(), "row") + " of "
                    + file.getFileName() + " belong to cells that are not in the matrix and were left out");
        }
        if (rows.broken() > 0) {
            found.add(Words.count(rows.broken(), "outline") + " of " + file.getFileName()
                    + " had fewer than three corners or a corner that is no number and were left out");
        }
        return List.copyOf(found);
    }

    private OutlineRows parquet() {
        boolean labelled = ParquetTable.columnNames(file).contains(LABEL);
        OutlineRows rows = new OutlineRows(labelled);
        CodeBatch owners = new CodeBatch(cells::row, CellIndex.UNKNOWN);
        FloatBatch x = new FloatBatch();
        FloatBatch y = new FloatBatch();
        LongBatch labels = new LongBatch();
        Map<String, BatchColumn> columns = new LinkedHashMap<>();
        columns.put(CELL, owners);
        columns.put(X, x);
        columns.put(Y, y);
        if (labelled) {
            columns.put(LABEL, labels);
        }
        try (Workers workers = new Workers(threads)) {
            ParquetBatches.read(file, columns, workers, (first, count) -> {
                for (int row = 0; row < count; row++) {
                    rows.add(owners.values()[row], labels.values()[row], x.values()[row], y.values()[row]);
                }
            });
        }
        return rows;
    }

    private OutlineRows csv() {
        try (CsvRows text = CsvRows.commas(file)) {
            CsvFields fields = CsvFields.read(file, text, List.of(CELL, X, Y), List.of(LABEL));
            boolean labelled = fields.has(LABEL);
            OutlineRows rows = new OutlineRows(labelled);
            while (fields.next()) {
                long label = labelled ? (long) fields.number(LABEL) : 0;
                rows.add(cells.row(fields.text(CELL)), label, (float) fields.number(X), (float) fields.number(Y));
            }
            return rows;
        }
    }
}

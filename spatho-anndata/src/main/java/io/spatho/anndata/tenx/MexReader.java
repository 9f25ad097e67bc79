package io.spatho.anndata.tenx;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a Matrix Market feature-barcode matrix: 1-based coordinates, integer or real, features in rows.
 *
 * <p>Cost: one pass; inflating overlaps with parsing on the workers. Memory: 8 bytes per entry and at most as much again while
 * arrays grow. Errors name file and line. Source: https://math.nist.gov/MatrixMarket/formats.html and Cell Ranger's MEX page.
 */
public final class MexReader {

    private MexReader() {}

    /** The matrix in three files, entries and all. */
    public static FeatureBarcodeMatrix read(MexFiles files, Workers workers) {
        FeatureBarcodeMatrix matrix = open(files, workers);
        matrix.matrix();
        return matrix;
    }

    /** The matrix in three files; entries stay in the file until they are asked for. */
    public static FeatureBarcodeMatrix open(MexFiles files, Workers workers) {
        GenePanel features = features(files.features());
        String[] barcodes = barcodes(files.barcodes());
        try (MtxText text = MtxText.open(files.matrix())) {
            requireSize(files, text, features.size(), barcodes.length);
            RowBlocks rows = new MexRows(files.matrix(), features, barcodes, text.entries());
            Table none = Table.ofRows(barcodes.length);
            return new FeatureBarcodeMatrix(files.matrix(), features, barcodes, none, text.attributes(), rows, workers);
        }
    }

    private static void requireSize(MexFiles files, MtxText text, int features, int barcodes) {
        if (text.rows() != features) {
            throw new InputException(Problem.of("matrix and features disagree")
                    .at(files.matrix() + " line " + text.sizeLine())
                    .expected(
                            features + " rows, one per line of "
                                    + files.features().getFileName(),
                            text.rows()));
        }
        if (text.columns() != barcodes) {
            throw new InputException(Problem.of("matrix and barcodes disagree")
                    .at(files.matrix() + " line " + text.sizeLine())
                    .expected(
                            barcodes + " columns, one per line of "
                                    + files.barcodes().getFileName(),
                            text.columns()));
        }
    }

    /** A feature table: id, name and, since Cell Ranger 3, type; further columns are ignored. */
    static GenePanel features(Path file) {
        List<String> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        try (CsvRows rows = CsvRows.tabs(file)) {
            while (rows.next()) {
                if (rows.size() < 2) {
                    throw rows.problem(
                            "a feature has no name", "id, name and type between tabs", rows.size() + " field");
                }
                ids.add(symbol(rows, 0));
                names.add(symbol(rows, 1));
                types.add(rows.size() > 2 ? label(rows, 2) : FeatureBarcodeMatrix.GENE_EXPRESSION);
            }
        }
        return new GenePanel("", names, ids, types);
    }

    private static String[] barcodes(Path file) {
        List<String> barcodes = new ArrayList<>();
        try (CsvRows rows = CsvRows.tabs(file)) {
            while (rows.next()) {
                barcodes.add(label(rows, 0));
            }
        }
        String[] values = barcodes.toArray(String[]::new);
        Identifiers.requireUnique(file, "barcode", values);
        return values;
    }

    private static String label(CsvRows rows, int field) {
        return Labels.label(rows.field(field), () -> rows.place());
    }

    private static String symbol(CsvRows rows, int field) {
        return Labels.symbol(rows.field(field), () -> rows.place());
    }
}

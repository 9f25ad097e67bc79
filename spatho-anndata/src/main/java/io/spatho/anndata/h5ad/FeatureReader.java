package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.limit.Labels;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a feature table as a panel, ours or another tool's.
 *
 * <p>Names come from {@code feature_name}, {@code gene_name}, {@code gene_symbols}, {@code gene_symbol}, {@code symbol} or the
 * index; ids from {@code feature_id}, {@code gene_ids}, {@code gene_id}, {@code ensembl_id} or the index; types from
 * {@code feature_type} or {@code feature_types}, else everything is gene expression.
 */
final class FeatureReader {

    static final String GENE_EXPRESSION = "Gene Expression";

    private static final List<String> NAMES =
            List.of("feature_name", "gene_name", "gene_symbols", "gene_symbol", "symbol");
    private static final List<String> IDS = List.of("feature_id", "gene_ids", "gene_id", "ensembl_id");
    private static final List<String> TYPES = List.of("feature_type", "feature_types");

    private final ArrayTree source;
    private final DataFrameReader frames;

    FeatureReader(ArrayTree source) {
        this.source = source;
        this.frames = new DataFrameReader(source);
    }

    GenePanel read(String path, String panelName) {
        return panel(path, frames.read(path), panelName);
    }

    /** The panel of a table that was read as an element from a path. */
    GenePanel read(String path, Element.Frame element, String panelName) {
        return panel(path, frames.read(path, element), panelName);
    }

    private GenePanel panel(String path, DataFrameReader.Frame frame, String panelName) {
        String[] types = new String[frame.index().length];
        Arrays.fill(types, GENE_EXPRESSION);
        return new GenePanel(
                panelName,
                List.of(symbols(path, first(frame.table(), NAMES, frame.index()))),
                List.of(symbols(path, first(frame.table(), IDS, frame.index()))),
                List.of(first(frame.table(), TYPES, types)));
    }

    /** The first column there is; where it has no value, the fallback stands in. */
    private static String[] first(Table table, List<String> columns, String[] fallback) {
        for (String column : columns) {
            if (table.has(column) && isText(table.column(column))) {
                String[] values = table.strings(column).clone();
                Arrays.setAll(values, i -> values[i] == null ? orEmpty(fallback[i]) : values[i]);
                return values;
            }
        }
        return Arrays.stream(fallback).map(FeatureReader::orEmpty).toArray(String[]::new);
    }

    private String[] symbols(String path, String[] values) {
        for (int i = 0; i < values.length; i++) {
            int row = i;
            Labels.symbol(values[i], () -> source.file() + ":" + path + " row " + row);
        }
        return values;
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private static boolean isText(Column column) {
        return column instanceof Column.Strings || column instanceof Column.Categories;
    }
}

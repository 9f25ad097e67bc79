package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a data frame into memory: its index and its columns, in order. */
final class DataFrameReader {

    private final ArrayTree source;
    private final ElementColumns columns;

    /**
     * A data frame.
     *
     * @param index row names
     * @param table the columns
     * @param unread names of columns whose encoding cannot be shown
     */
    record Frame(String[] index, Table table, List<String> unread) {}

    DataFrameReader(ArrayTree source) {
        this.source = source;
        this.columns = new ElementColumns(source);
    }

    Frame read(String path) {
        return read(path, new FrameReader(source, new ElementReader(source)).read(path));
    }

    /** The frame that was read as an element from a path. */
    Frame read(String path, Element.Frame frame) {
        try {
            String[] index = columns.strings(path + "/" + frame.indexName(), frame.index());
            Map<String, Column> table = new LinkedHashMap<>();
            List<String> unread = new ArrayList<>();
            frame.columns().forEach((name, element) -> {
                Optional<Column> column = element == frame.index()
                        ? Optional.of(new Column.Strings(index))
                        : columns.column(path + "/" + name, element);
                column.ifPresentOrElse(values -> table.put(name, values), () -> unread.add(name));
            });
            return new Frame(index, Table.of(index.length, table), unread);
        } catch (IllegalStateException e) {
            throw Faults.broken(source, path, "a column cannot be read", "values that fit", e.getMessage());
        }
    }
}

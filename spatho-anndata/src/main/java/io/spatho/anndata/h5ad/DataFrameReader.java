package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.limit.Limit;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a data frame: its index and its columns, in order. */
final class DataFrameReader {

    private final ArrayTree source;
    private final ColumnReader columns;

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
        this.columns = new ColumnReader(source);
    }

    Frame read(String path) {
        requireFrame(path);
        String indexName = source.text(path, "_index").orElse("_index");
        String[] index = columns.strings(path + "/" + indexName);
        Table table = Table.ofRows(index.length);
        List<String> unread = new ArrayList<>();
        String[] order = source.texts(path, "column-order");
        Limit.TABLE_COLUMNS.require(order.length, "a table has too many columns", source.file() + ":" + path);
        Faults.requirePossible(source, path, (long) order.length * index.length, Byte.BYTES);
        for (String name : order) {
            if (table.has(name)) {
                throw Faults.broken(source, path + "/" + name, "a column stands there twice", "each once", "two");
            }
            Optional<Column> column = column(path, name, indexName, index);
            if (column.isEmpty()) {
                unread.add(name);
                continue;
            }
            if (column.get().size() != index.length) {
                throw Faults.broken(
                        source,
                        path + "/" + name,
                        "a column has the wrong length",
                        index.length,
                        column.get().size());
            }
            table = table.with(name, column.get());
        }
        return new Frame(index, table, unread);
    }

    /** One array under two names is read once. */
    private Optional<Column> column(String frame, String name, String indexName, String[] index) {
        String path = frame + "/" + name;
        if (!source.exists(path)) {
            throw Faults.broken(source, path, "a column that column-order names is missing", name, "nothing");
        }
        if (source.identity(path) == source.identity(frame + "/" + indexName)) {
            return Optional.of(new Column.Strings(index));
        }
        return columns.read(frame, name);
    }

    private void requireFrame(String path) {
        if (!source.exists(path)) {
            throw Faults.missing(
                    source,
                    path,
                    "the file has no " + path,
                    "This is not an AnnData file; check that the right file was given");
        }
        if (source.isDataset(path)) {
            throw Faults.missing(
                    source,
                    path,
                    "the file has the layout of anndata before 0.7",
                    "Read and write it once with a current anndata: anndata.read_h5ad(old).write_h5ad(new)");
        }
        String encoding = source.text(path, "encoding-type").orElse("dataframe");
        if (!encoding.equals("dataframe")) {
            throw Faults.broken(source, path, "the element is not a data frame", "dataframe", encoding);
        }
    }
}

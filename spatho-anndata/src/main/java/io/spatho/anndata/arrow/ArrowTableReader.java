package io.spatho.anndata.arrow;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Reads an Arrow IPC file or stream in two passes: one to count rows, one to copy them. */
final class ArrowTableReader {

    private static final int ROWS_PER_BYTE = 8;

    private final Path file;

    private ArrowTableReader(Path file) {
        this.file = file;
    }

    static Table read(Path file) {
        try {
            return new ArrowTableReader(file).table();
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Arrow answers broken files with many kinds of exception; the file is at fault, not the caller.
            String message = e.getMessage();
            String why = message == null || message.contains("Exception") ? "its structures make no sense" : message;
            why = e instanceof OutOfMemoryException ? "it claims more data than it has" : why;
            throw new InputException(
                    Problem.of("the Arrow file cannot be read (" + why + ")")
                            .at(file)
                            .fix(
                                    "It may be cut short or damaged: copy it again, or write it again without compression."),
                    e);
        }
    }

    private Table table() throws IOException {
        int rows = countRows();
        try (ArrowBatches batches = ArrowBatches.open(file)) {
            VectorSchemaRoot root = batches.root();
            List<Field> fields = root.getSchema().getFields();
            List<ArrowColumn> columns = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                columns.add(ArrowColumn.of(file, fields.get(i).getName(), root.getVector(i), rows));
            }
            Map<String, ArrowColumn.Words> words = new LinkedHashMap<>();
            int at = 0;
            while (batches.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).copy(root.getVector(i), root.getRowCount(), at);
                }
                at += root.getRowCount();
                keepWords(batches, fields, words);
            }
            keepWords(batches, fields, words);
            Map<String, Column> finished = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String name = fields.get(i).getName();
                if (finished.put(name, columns.get(i).finish(words.get(name))) != null) {
                    throw new InputException(Problem.of("column " + name + " stands there twice")
                            .at(file)
                            .expected("each column once", "two"));
                }
            }
            return Table.of(rows, finished);
        }
    }

    private int countRows() throws IOException {
        try (ArrowBatches batches = ArrowBatches.open(file)) {
            batches.root();
            long rows = 0;
            while (batches.next()) {
                rows += batches.root().getRowCount();
                long most = ROWS_PER_BYTE * batches.bytes();
                if (rows < 0 || rows > most) {
                    throw new InputException(Problem.of("the file claims more rows than it can hold")
                            .at(file)
                            .expected("at most " + most, rows));
                }
            }
            Limit.TABLE_ROWS.require(rows, "the table has too many rows", file);
            return (int) rows;
        }
    }

    /** The words of each dictionary, which must be the same in every batch: codes mean what they meant before. */
    private void keepWords(ArrowBatches batches, List<Field> fields, Map<String, ArrowColumn.Words> words)
            throws IOException {
        for (Field field : fields) {
            ArrowColumn.Words found = words(batches, field);
            ArrowColumn.Words before = words.putIfAbsent(field.getName(), found);
            int known = before == null ? 0 : before.values().size();
            if (before == null || known == 0) {
                words.put(field.getName(), found);
            } else if (!found.equals(before)) {
                throw new InputException(Problem.of("the dictionary of column " + field.getName() + " changes")
                        .at(file)
                        .expected("one dictionary for all batches", "another in a later one")
                        .fix("Write the file with unified dictionaries."));
            }
        }
    }

    /** The dictionary of a field, or a list of nothing. */
    private static ArrowColumn.Words words(ArrowBatches batches, Field field) throws IOException {
        if (field.getDictionary() == null) {
            return new ArrowColumn.Words(List.of(), false);
        }
        FieldVector values = batches.dictionary(field.getDictionary().getId());
        List<String> words = new ArrayList<>();
        for (int i = 0; i < values.getValueCount(); i++) {
            words.add(String.valueOf(values.getObject(i)));
        }
        return new ArrowColumn.Words(words, field.getDictionary().isOrdered());
    }
}

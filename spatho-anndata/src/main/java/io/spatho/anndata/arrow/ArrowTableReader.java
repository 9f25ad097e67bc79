package io.spatho.anndata.arrow;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/** Reads an Arrow IPC file; memory for its buffers is bounded by its size. */
final class ArrowTableReader {

    private static final long SPARE_BYTES = 64L << 20;
    private static final int ROWS_PER_BYTE = 8;

    private final Path file;
    private final long size;
    private final ArrowFileReader reader;

    private ArrowTableReader(Path file, long size, ArrowFileReader reader) {
        this.file = file;
        this.size = size;
        this.reader = reader;
    }

    static Table read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("file is missing").at(file));
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            try (BufferAllocator allocator = new RootAllocator(2 * size + SPARE_BYTES);
                    ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
                return new ArrowTableReader(file, size, reader).table();
            }
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
                            .fix("It may be cut short, damaged or compressed: write it again without compression."),
                    e);
        }
    }

    private Table table() throws IOException {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        List<Field> fields = root.getSchema().getFields();
        int rows = rows(root);
        List<ArrowColumn> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(ArrowColumn.of(file, fields.get(i).getName(), root.getVector(i), rows));
        }
        int at = 0;
        for (ArrowBlock block : reader.getRecordBlocks()) {
            load(block);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).copy(root.getVector(i), root.getRowCount(), at);
            }
            at += root.getRowCount();
        }
        Map<String, Column> finished = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Field field = fields.get(i);
            finished.put(field.getName(), columns.get(i).finish(words(field)));
        }
        return Table.of(rows, finished);
    }

    private int rows(VectorSchemaRoot root) throws IOException {
        long rows = 0;
        for (ArrowBlock block : reader.getRecordBlocks()) {
            load(block);
            rows += root.getRowCount();
        }
        if (rows < 0 || rows > Math.min(Integer.MAX_VALUE - 8, ROWS_PER_BYTE * size)) {
            throw new InputException(Problem.of("the file claims more rows than it can hold")
                    .at(file)
                    .expected("at most " + ROWS_PER_BYTE * size, rows));
        }
        return (int) rows;
    }

    private void load(ArrowBlock block) throws IOException {
        if (block.getOffset() < 0
                || block.getMetadataLength() < 0
                || block.getBodyLength() < 0
                || block.getOffset() > size - block.getMetadataLength() - block.getBodyLength()) {
            throw new InputException(Problem.of("a record batch lies outside the file")
                    .at(file)
                    .expected("at most " + size + " bytes", block.getOffset() + " + " + block.getBodyLength()));
        }
        reader.loadRecordBatch(block);
    }

    /** The dictionary of a field, or a vector of nothing. */
    private ArrowColumn.Words words(Field field) throws IOException {
        DictionaryEncoding encoding = field.getDictionary();
        if (encoding == null) {
            return new ArrowColumn.Words(List.of(), false);
        }
        Dictionary dictionary = reader.getDictionaryVectors().get(encoding.getId());
        FieldVector values = dictionary.getVector();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < values.getValueCount(); i++) {
            words.add(String.valueOf(values.getObject(i)));
        }
        return new ArrowColumn.Words(words, encoding.isOrdered());
    }
}

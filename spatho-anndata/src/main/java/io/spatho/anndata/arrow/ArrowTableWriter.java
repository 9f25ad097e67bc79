package io.spatho.anndata.arrow;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.Schema;

/** An Arrow IPC file or stream that is being written; rows are gathered into record batches of fixed length. */
final class ArrowTableWriter implements TableSink {

    private static final int BATCH_ROWS = 1 << 16;

    private final Path file;
    private final Table example;
    private final BufferAllocator allocator = new RootAllocator();
    private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
    private final FileChannel channel;
    private final VectorSchemaRoot root;
    private final ArrowWriter writer;
    private int pending;
    private int batches;
    private boolean closed;

    private ArrowTableWriter(Path file, Map<String, String> metadata, Table example, boolean stream)
            throws IOException {
        this.file = file;
        this.example = example;
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        Schema schema = ArrowSchema.of(example, metadata, allocator, dictionaries);
        this.root = VectorSchemaRoot.create(schema, allocator);
        this.writer = stream
                ? new ArrowStreamWriter(root, dictionaries, channel)
                : new ArrowFileWriter(root, dictionaries, channel);
        writer.start();
    }

    static ArrowTableWriter create(Path file, Map<String, String> metadata, Table example, boolean stream) {
        try {
            return new ArrowTableWriter(file, metadata, example.select(new int[0]), stream);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void append(Table batch) {
        if (closed) {
            throw new IllegalStateException(file + " is closed");
        }
        example.requireSameColumns(batch);
        List<Column> columns = List.copyOf(batch.columns().values());
        int from = 0;
        while (from < batch.rows()) {
            int taken = Math.min(batch.rows() - from, BATCH_ROWS - pending);
            for (int i = 0; i < columns.size(); i++) {
                copy(columns.get(i), from, taken, root.getVector(i), pending);
            }
            pending += taken;
            from += taken;
            if (pending == BATCH_ROWS) {
                flush();
            }
        }
    }

    private static void copy(Column column, int from, int count, FieldVector target, int at) {
        for (int i = 0; i < count; i++) {
            int row = from + i;
            int to = at + i;
            if (column instanceof Column.Strings strings) {
                text((VarCharVector) target, to, strings.values()[row]);
            } else if (column instanceof Column.Categories categories) {
                code((IntVector) target, to, categories.codes()[row]);
            } else if (column instanceof Column.Doubles doubles) {
                ((Float8Vector) target).setSafe(to, doubles.values()[row]);
            } else if (column instanceof Column.Floats floats) {
                ((Float4Vector) target).setSafe(to, floats.values()[row]);
            } else if (column instanceof Column.Ints ints) {
                ((IntVector) target).setSafe(to, ints.values()[row]);
            } else if (column instanceof Column.Longs longs) {
                ((BigIntVector) target).setSafe(to, longs.values()[row]);
            } else if (column instanceof Column.Booleans booleans) {
                ((BitVector) target).setSafe(to, booleans.values()[row] ? 1 : 0);
            }
        }
    }

    private static void text(VarCharVector target, int to, String value) {
        if (value == null) {
            target.setNull(to);
        } else {
            target.setSafe(to, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void code(IntVector target, int to, int code) {
        if (code < 0) {
            target.setNull(to);
        } else {
            target.setSafe(to, code);
        }
    }

    private void flush() {
        root.setRowCount(pending);
        try {
            writer.writeBatch();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        root.clear();
        batches++;
        pending = 0;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // A file without any batch would lose its dictionaries.
            if (pending > 0 || batches == 0) {
                flush();
            }
            writer.end();
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            release();
        }
    }

    private void release() {
        writer.close();
        root.close();
        dictionaries.close();
        allocator.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ResourceException unwritable(Path file, IOException e) {
        return new ResourceException(
                Problem.of("the Arrow file cannot be written (" + FileTrouble.words(e, file) + ")")
                        .at(file)
                        .fix("Check free space and permissions."),
                e);
    }
}

package io.spatho.core.run;

import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Tables as tab-separated text, enough to test stores without a real file format. */
final class TextTables implements TableFormat {

    @Override
    public TableSink create(Path file, Map<String, String> metadata, Table schemaExample) {
        write(file, String.join("\t", schemaExample.names()) + "\n");
        return new TableSink() {
            @Override
            public void append(Table batch) {
                StringBuilder lines = new StringBuilder();
                for (int row = 0; row < batch.rows(); row++) {
                    for (String name : batch.names()) {
                        lines.append(batch.column(name).text(row)).append('\t');
                    }
                    lines.append('\n');
                }
                write(file, lines.toString());
            }

            @Override
            public void close() {}
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Table read(Path file) {
        throw new IllegalStateException("not needed in these tests");
    }
}

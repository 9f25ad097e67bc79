package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** An open Parquet file whose footer agrees with its length. */
final class ParquetSource implements AutoCloseable {

    private static final int SMALLEST_FILE = 12;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final Path file;
    private final ParquetFileReader reader;
    private final int rows;

    private ParquetSource(Path file, ParquetFileReader reader, int rows) {
        this.file = file;
        this.reader = reader;
        this.rows = rows;
    }

    static ParquetSource open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("file is missing").at(file));
        }
        requireMagic(file);
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .usePageChecksumVerification(true)
                .build();
        ParquetFileReader reader;
        try {
            reader = ParquetFileReader.open(new LocalInputFile(file), options);
        } catch (RuntimeException e) {
            // The Thrift footer is parsed from hostile bytes: whatever comes out of it means a broken file.
            throw broken(file, e);
        }
        try {
            return new ParquetSource(file, reader, checkedRows(file, reader));
        } catch (RuntimeException e) {
            reader.close();
            throw e instanceof InputException ? e : broken(file, e);
        }
    }

    private static void requireMagic(Path file) throws IOException {
        long size = Files.size(file);
        byte[] start = new byte[MAGIC.length];
        int read;
        try (var in = Files.newInputStream(file)) {
            read = in.readNBytes(start, 0, start.length);
        }
        if (size < SMALLEST_FILE || read < MAGIC.length || !Arrays.equals(start, MAGIC)) {
            throw new InputException(Problem.of("not a Parquet file")
                    .at(file)
                    .expected("a file that begins with PAR1", size + " bytes that do not")
                    .fix("Copy the file again from the instrument's output."));
        }
    }

    private static int checkedRows(Path file, ParquetFileReader reader) throws IOException {
        long size = Files.size(file);
        long rows = 0;
        for (BlockMetaData group : reader.getFooter().getBlocks()) {
            if (group.getRowCount() < 0 || group.getRowCount() > Integer.MAX_VALUE - 8) {
                throw new InputException(Problem.of("a row group claims " + group.getRowCount() + " rows")
                        .at(file));
            }
            rows += group.getRowCount();
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                long start = chunk.getStartingPos();
                if (start < 0 || chunk.getTotalSize() < 0 || start > size - chunk.getTotalSize()) {
                    throw new InputException(Problem.of("column " + chunk.getPath() + " lies outside the file")
                            .at(file)
                            .expected("at most " + size + " bytes", start + " + " + chunk.getTotalSize()));
                }
            }
        }
        if (rows > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    Problem.of("too many rows").at(file).expected("at most " + (Integer.MAX_VALUE - 8), rows));
        }
        return (int) rows;
    }

    static InputException broken(Path file, Exception cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String why = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return new InputException(
                Problem.of("the Parquet file cannot be read (" + why + ")")
                        .at(file)
                        .fix("It may be cut short or damaged: copy it again."),
                cause);
    }

    Path file() {
        return file;
    }

    int rows() {
        return rows;
    }

    MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }

    List<String> columnNames() {
        return schema().getFields().stream().map(Type::getName).toList();
    }

    Map<String, String> metadata() {
        return new TreeMap<>(reader.getFileMetaData().getKeyValueMetaData());
    }

    String createdBy() {
        return reader.getFileMetaData().getCreatedBy();
    }

    void project(MessageType wanted) {
        reader.setRequestedSchema(wanted);
    }

    int groups() {
        return reader.getRowGroups().size();
    }

    PageReadStore readGroup(int group) throws IOException {
        return reader.readRowGroup(group);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

package io.spatho.anndata.parquet;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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
    private static final byte[] ENCRYPTED_MAGIC = {'P', 'A', 'R', 'E'};

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
        long size;
        byte[] start = new byte[MAGIC.length];
        ByteBuffer end = ByteBuffer.allocate(Integer.BYTES + MAGIC.length).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel in = FileChannel.open(file)) {
            size = in.size();
            in.read(ByteBuffer.wrap(start), 0);
            in.read(end, Math.max(0, size - end.capacity()));
        }
        if (Arrays.equals(start, ENCRYPTED_MAGIC)) {
            throw new InputException(
                    Problem.of("the Parquet file is encrypted").at(file).fix("Write it again without encryption."));
        }
        // The footer's length stands before the last four bytes; parquet-java would believe it.
        boolean whole = Arrays.equals(Arrays.copyOfRange(end.array(), Integer.BYTES, end.capacity()), MAGIC);
        if (whole) {
            Limit.PARQUET_FOOTER_BYTES.require(
                    Integer.toUnsignedLong(end.getInt(0)), "the Parquet file's footer is too long", file);
        }
        if (size < SMALLEST_FILE || !whole || !Arrays.equals(start, MAGIC)) {
            throw new InputException(Problem.of("not a Parquet file")
                    .at(file)
                    .expected("a file that begins and ends with PAR1", size + " bytes that do not")
                    .fix("Copy the file again from the instrument's output."));
        }
    }

    private static int checkedRows(Path file, ParquetFileReader reader) throws IOException {
        long size = Files.size(file);
        long rows = 0;
        long values = 0;
        for (BlockMetaData group : reader.getFooter().getBlocks()) {
            if (group.getRowCount() < 0 || group.getRowCount() > Integer.MAX_VALUE - 8) {
                throw new InputException(Problem.of("a row group claims " + group.getRowCount() + " rows")
                        .at(file));
            }
            rows += group.getRowCount();
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                values += Math.max(0, chunk.getValueCount());
                long start = chunk.getStartingPos();
                if (start < 0 || chunk.getTotalSize() < 0 || start > size - chunk.getTotalSize()) {
                    throw new InputException(Problem.of("column " + chunk.getPath() + " lies outside the file")
                            .at(file)
                            .expected("at most " + size + " bytes", start + " + " + chunk.getTotalSize()));
                }
            }
        }
        Limit.TABLE_ROWS.require(rows, "the table has too many rows", file);
        int columns = reader.getFooter().getFileMetaData().getSchema().getFieldCount();
        Limit.TABLE_COLUMNS.require(columns, "the table has too many columns", file);
        if (values > Limit.PARQUET_FREE_VALUES.value()) {
            long most = Limit.COMPRESSION_RATIO.value() * size;
            if (values > most) {
                throw Limit.COMPRESSION_RATIO.exceeded(
                        "the Parquet file claims " + values + " values in " + size + " bytes",
                        file,
                        values / Math.max(1, size));
            }
        }
        return (int) rows;
    }

    static InputException broken(Path file, Exception cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        String why = message == null || message.contains("Exception") ? "its structures make no sense" : message;
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

    /** The rows of some row groups. */
    int rows(int from, int to) {
        return (int) reader.getFooter().getBlocks().subList(from, to).stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
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
        for (BlockMetaData group : reader.getFooter().getBlocks()) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                if (wanted.containsField(chunk.getPath().toArray()[0])) {
                    requireReadable(chunk);
                }
            }
        }
        reader.setRequestedSchema(wanted);
    }

    private void requireReadable(ColumnChunkMetaData chunk) {
        if (chunk.isEncrypted()) {
            throw new InputException(Problem.of("column " + chunk.getPath().toDotString() + " is encrypted")
                    .at(file)
                    .fix("Write the file again without encryption."));
        }
        if (!PageCodec.reads(chunk.getCodec())) {
            throw new InputException(Problem.of(
                            "column " + chunk.getPath().toDotString() + " is compressed in a way that is not supported")
                    .at(file)
                    .expected("zstd, snappy, gzip, lz4 or no compression", chunk.getCodec())
                    .fix("Write the file again with one of these."));
        }
    }

    /** Whether a row group has no rows, which parquet-java will not read. */
    boolean isEmpty(int group) {
        return reader.getRowGroups().get(group).getRowCount() == 0;
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

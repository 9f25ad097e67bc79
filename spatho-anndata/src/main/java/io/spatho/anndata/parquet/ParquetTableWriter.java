package io.spatho.anndata.parquet;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * A Parquet file that is being written: rows go out in row groups of about 64 MiB as they come.
 *
 * <p>Settings are pinned, so that the bytes depend on rows and metadata only: format version 1, zstd level 3, 1 MiB pages of at
 * most 20,000 rows, dictionaries for text, integers and booleans, plain floats and doubles, statistics and page checksums. Memory:
 * one row group.
 */
public final class ParquetTableWriter implements TableSink {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int PAGE_ROWS = 20_000;
    private static final int STATISTICS_BYTES = 64;

    private final Path file;
    private final Table example;
    private final RowWriter rows;
    private final ParquetWriter<Integer> writer;
    private final SortedPrefix order = new SortedPrefix();
    private boolean closed;

    private ParquetTableWriter(Path file, Table example, RowWriter rows, ParquetWriter<Integer> writer) {
        this.file = file;
        this.example = example;
        this.rows = rows;
        this.writer = writer;
    }

    /** Opens a file for writing, replacing one that exists; see {@link io.spatho.core.table.TableFormat#create}. */
    public static ParquetTableWriter create(Path file, Map<String, String> metadata, Table schemaExample) {
        return create(file, metadata, schemaExample, ParquetCodecs.ZSTD_LEVEL);
    }

    /** The same with another level of zstd than 3: lower is quicker. */
    public static ParquetTableWriter create(
            Path file, Map<String, String> metadata, Table schemaExample, int zstdLevel) {
        if (schemaExample.columns().isEmpty()) {
            throw new IllegalArgumentException("a Parquet table needs at least one column");
        }
        Map<String, String> stored = new TreeMap<>(metadata);
        String categories = StoredCategories.describe(schemaExample);
        if (!categories.isEmpty()) {
            stored.put(StoredCategories.KEY, categories);
        }
        RowWriter rows = new RowWriter(TableSchema.of(schemaExample), stored);
        try {
            return new ParquetTableWriter(
                    file, schemaExample.select(new int[0]), rows, open(file, rows, schemaExample, zstdLevel));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ParquetWriter<Integer> open(Path file, RowWriter rows, Table example, int zstdLevel)
            throws IOException {
        PinnedWriter<Integer> builder = PinnedWriter.of(file, rows)
                .withCodecFactory(new ParquetCodecs(zstdLevel))
                .withPageSize(PAGE_BYTES)
                .withPageRowCountLimit(PAGE_ROWS)
                .withDictionaryPageSize(PAGE_BYTES)
                .withDictionaryEncoding(true)
                .withByteStreamSplitEncoding(false)
                .withStatisticsEnabled(true)
                .withStatisticsTruncateLength(STATISTICS_BYTES)
                .withColumnIndexTruncateLength(STATISTICS_BYTES)
                .withPageWriteChecksumEnabled(true);
        for (Map.Entry<String, Column> entry : example.columns().entrySet()) {
            if (entry.getValue() instanceof Column.Floats || entry.getValue() instanceof Column.Doubles) {
                builder.withDictionaryEncoding(entry.getKey(), false);
            }
        }
        return builder.build();
    }

    @Override
    public void append(Table batch) {
        if (closed) {
            throw new IllegalStateException(file + " is closed");
        }
        example.requireSameColumns(batch);
        rows.batch(batch);
        order.add(batch);
        try {
            for (int row = 0; row < batch.rows(); row++) {
                writer.write(row);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            writer.close();
            if (order.columns() > 0) {
                SortedFooter.declare(file, order.columns());
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ResourceException unwritable(Path file, IOException e) {
        return new ResourceException(
                Problem.of("the Parquet file cannot be written (" + FileTrouble.words(e, file) + ")")
                        .at(file)
                        .fix("Check free space and permissions."),
                e);
    }
}

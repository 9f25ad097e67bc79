package io.spatho.anndata.parquet;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/**
 * A parquet-java writer with pinned settings, so that the bytes depend on what is written only: format version 1, zstd, row groups of
 * about 64 MiB.
 *
 * @param <T> what a row is made of
 */
public final class PinnedWriter<T> extends ParquetWriter.Builder<T, PinnedWriter<T>> {

    private static final long ROW_GROUP_BYTES = 64L << 20;

    private final WriteSupport<T> rows;

    private PinnedWriter(Path file, WriteSupport<T> rows) {
        super(new LocalOutputFile(file));
        this.rows = rows;
    }

    /** The builder of a writer that replaces a file that exists. */
    public static <T> PinnedWriter<T> of(Path file, WriteSupport<T> rows) {
        return new PinnedWriter<>(file, rows)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withValidation(false);
    }

    @Override
    protected PinnedWriter<T> self() {
        return this;
    }

    // Abstract in parquet-java, though deprecated there; never called with a ParquetConfiguration set.
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<T> getWriteSupport(Configuration configuration) {
        return rows;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(ParquetConfiguration configuration) {
        return rows;
    }
}

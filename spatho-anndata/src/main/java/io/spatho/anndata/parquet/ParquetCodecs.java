package io.spatho.anndata.parquet;

import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The compression codecs of Parquet pages without Hadoop's codec classes: none, snappy, gzip, zstd and LZ4. */
final class ParquetCodecs implements CompressionCodecFactory {

    /** The level at which zstd pages are written unless somebody asks for another. */
    static final int ZSTD_LEVEL = 3;

    private final Map<CompressionCodecName, PageCodec> codecs = new EnumMap<>(CompressionCodecName.class);
    private final int zstdLevel;

    ParquetCodecs() {
        this(ZSTD_LEVEL);
    }

    ParquetCodecs(int zstdLevel) {
        this.zstdLevel = zstdLevel;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return codec(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return codec(name);
    }

    private PageCodec codec(CompressionCodecName name) {
        return codecs.computeIfAbsent(name, key -> new PageCodec(key, zstdLevel));
    }

    @Override
    public void release() {
        codecs.clear();
    }
}

package io.spatho.anndata.parquet;

import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The compression codecs of Parquet pages without Hadoop's codec classes: none, snappy, gzip, zstd and LZ4. */
final class ParquetCodecs implements CompressionCodecFactory {

    private final Map<CompressionCodecName, PageCodec> codecs = new EnumMap<>(CompressionCodecName.class);

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return codec(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return codec(name);
    }

    private PageCodec codec(CompressionCodecName name) {
        return codecs.computeIfAbsent(name, PageCodec::new);
    }

    @Override
    public void release() {
        codecs.clear();
    }
}

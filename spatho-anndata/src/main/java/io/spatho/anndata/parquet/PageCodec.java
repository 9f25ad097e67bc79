package io.spatho.anndata.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.spatho.core.limit.Limit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses and expands the pages of one codec; a page may claim at most {@link Limit#CHUNK_BYTES} and must expand
 * to exactly what it claims. */
final class PageCodec implements BytesInputCompressor, BytesInputDecompressor {

    private final CompressionCodecName name;
    private final int zstdLevel;

    /** Whether pages of a codec can be read. */
    static boolean reads(CompressionCodecName name) {
        return name != CompressionCodecName.BROTLI && name != CompressionCodecName.LZO;
    }

    PageCodec(CompressionCodecName name, int zstdLevel) {
        this.name = name;
        this.zstdLevel = zstdLevel;
    }

    @Override
    public CompressionCodecName getCodecName() {
        return name;
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        return switch (name) {
            case UNCOMPRESSED -> page;
            case ZSTD -> BytesInput.from(Zstd.compress(bytes(page), zstdLevel));
            case SNAPPY -> BytesInput.from(Snappy.compress(bytes(page)));
            case GZIP, LZO, BROTLI, LZ4, LZ4_RAW -> throw new IOException("pages are not written as " + name);
        };
    }

    @Override
    public BytesInput decompress(BytesInput page, int expandedSize) throws IOException {
        return name == CompressionCodecName.UNCOMPRESSED ? page : BytesInput.from(expand(bytes(page), expandedSize));
    }

    @Override
    public void decompress(ByteBuffer page, int compressedSize, ByteBuffer expanded, int expandedSize)
            throws IOException {
        byte[] bytes = new byte[compressedSize];
        page.get(bytes);
        expanded.put(name == CompressionCodecName.UNCOMPRESSED ? bytes : expand(bytes, expandedSize));
    }

    private static byte[] bytes(BytesInput page) throws IOException {
        var copy = new ByteArrayOutputStream(Math.toIntExact(page.size()));
        page.writeAllTo(copy);
        return copy.toByteArray();
    }

    private byte[] expand(byte[] page, int size) throws IOException {
        long largest = Limit.CHUNK_BYTES.value();
        if (size < 0 || size > largest) {
            throw new IOException("a page claims to expand to " + size + " bytes, more than " + largest);
        }
        if (size == 0) {
            return new byte[0];
        }
        try {
            return switch (name) {
                case ZSTD -> exact(new byte[size], out -> (int) Zstd.decompress(out, page));
                case SNAPPY -> snappy(page, size);
                case LZ4_RAW ->
                    exact(new byte[size], out -> new Lz4Decompressor()
                            .decompress(page, 0, page.length, out, 0, out.length));
                case LZ4 -> HadoopLz4.expand(page, size);
                case GZIP -> gunzip(page, size);
                case UNCOMPRESSED, LZO, BROTLI -> throw new IOException("pages in " + name + " are not supported");
            };
        } catch (ZstdException | MalformedInputException e) {
            throw new IOException("a " + name + " page is damaged", e);
        }
    }

    private byte[] snappy(byte[] page, int size) throws IOException {
        if (Snappy.uncompressedLength(page) != size) {
            throw new IOException("a SNAPPY page does not expand to " + size + " bytes");
        }
        return exact(new byte[size], out -> Snappy.uncompress(page, 0, page.length, out, 0));
    }

    private static byte[] gunzip(byte[] page, int size) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
            byte[] expanded = in.readNBytes(size);
            if (expanded.length != size || in.read() >= 0) {
                throw new IOException("a GZIP page does not expand to " + size + " bytes");
            }
            return expanded;
        }
    }

    private byte[] exact(byte[] out, Expansion expansion) throws IOException {
        int written = expansion.into(out);
        if (written != out.length) {
            throw new IOException("a " + name + " page expands to " + written + " bytes instead of " + out.length);
        }
        return out;
    }

    @Override
    public void release() {
        // Nothing is held between pages.
    }

    /** Fills an array and says how much of it was filled. */
    @FunctionalInterface
    private interface Expansion {
        int into(byte[] out) throws IOException;
    }
}

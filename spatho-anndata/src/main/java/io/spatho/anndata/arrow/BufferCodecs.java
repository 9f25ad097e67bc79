package io.spatho.anndata.arrow;

import com.github.luben.zstd.Zstd;
import io.spatho.core.limit.Limit;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;

/** Expands the buffers of record batches, zstd and LZ4 frames; what a buffer claims is checked before it is allocated. */
final class BufferCodecs implements CompressionCodec.Factory {

    private static final int LENGTH_BYTES = Long.BYTES;

    private long expanded;

    /** Bytes that all buffers so far expanded to. */
    long expanded() {
        return expanded;
    }

    @Override
    public CompressionCodec createCodec(CodecType type) {
        return type == CodecType.NO_COMPRESSION ? NoCompressionCodec.INSTANCE : new Expander(type);
    }

    @Override
    public CompressionCodec createCodec(CodecType type, int level) {
        return createCodec(type);
    }

    private final class Expander extends AbstractCompressionCodec {

        private final CodecType type;

        Expander(CodecType type) {
            this.type = type;
        }

        @Override
        public CodecType getCodecType() {
            return type;
        }

        @Override
        protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf buffer) {
            throw new UnsupportedOperationException("buffers are not written compressed");
        }

        @Override
        protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf buffer) {
            long claimed = readUncompressedLength(buffer);
            long stored = buffer.writerIndex() - LENGTH_BYTES;
            if (claimed < 0 || claimed > Limit.CHUNK_BYTES.value() || stored > Limit.CHUNK_BYTES.value()) {
                throw new IllegalArgumentException("a buffer claims to expand to " + claimed + " bytes");
            }
            byte[] bytes = new byte[(int) stored];
            buffer.getBytes(LENGTH_BYTES, bytes);
            byte[] out = expand(bytes, (int) claimed);
            expanded += claimed;
            ArrowBuf target = allocator.buffer(claimed);
            target.setBytes(0, out);
            target.writerIndex(claimed);
            return target;
        }

        private byte[] expand(byte[] bytes, int size) {
            if (type == CodecType.LZ4_FRAME) {
                return Lz4Frame.expand(bytes, size);
            }
            byte[] out = new byte[size];
            if (Zstd.decompress(out, bytes) != size) {
                throw new IllegalArgumentException("a zstd buffer does not expand to " + size + " bytes");
            }
            return out;
        }
    }
}

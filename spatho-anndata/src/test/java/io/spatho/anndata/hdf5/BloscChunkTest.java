package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chunks packed with blosc, the filter 32001 of HDF5. */
class BloscChunkTest {

    private static final byte[] RAW = {1, 2, 3, 4, 5, 6, 7, 8};

    /** A container that holds its bytes as they are. */
    private static byte[] copied(int declared) {
        return ByteBuffer.allocate(16 + RAW.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {2, 1, 2, 4})
                .putInt(declared)
                .putInt(declared)
                .putInt(16 + RAW.length)
                .put(RAW)
                .array();
    }

    private static ChunkDecoder decoder(int chunkBytes) {
        FilterInfo blosc = new FilterInfo(32_001, "blosc", false, new int[] {2, 2, 4, 8, 5, 1, 0});
        return new ChunkDecoder(List.of(blosc), 4, chunkBytes);
    }

    @Test
    void aBloscChunkIsUnpacked() {
        ChunkDecoder decoder = decoder(RAW.length);
        decoder.requireKnown();
        assertThat(decoder.canDecode(0)).isTrue();
        decoder.decode(copied(RAW.length), 0, bytes -> assertThat(bytes).isEqualTo(RAW));
    }

    @Test
    void moreThanTheChunkDeclaresIsRefused() {
        assertThatThrownBy(() -> decode(4, copied(RAW.length))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decode(RAW.length, new byte[5])).isInstanceOf(IllegalStateException.class);
    }

    private static void decode(int chunkBytes, byte[] stored) {
        decoder(chunkBytes).decode(stored, 0, bytes -> {});
    }
}

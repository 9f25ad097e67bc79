package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.spatho.core.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Streams made by hand come out as the formats say, and damaged ones end in a failure that the reader expects. */
class UnpackingTest {

    private static final byte[] TEXT = "abcabcabcabcabcabcX".getBytes(StandardCharsets.US_ASCII);

    /** Three literals, a reference three back of fifteen bytes, one literal. */
    private static byte[] lzf() {
        int longMatch = 7 << 5;
        return new byte[] {2, 'a', 'b', 'c', (byte) longMatch, 15 - 2 - 7, 2, 0, 'X'};
    }

    private static byte[] lz4(int block) {
        byte[] packed = {0x3b, 'a', 'b', 'c', 3, 0, 0x10, 'X'};
        return ByteBuffer.allocate(12 + 4 + packed.length)
                .putLong(TEXT.length)
                .putInt(block)
                .putInt(packed.length)
                .put(packed)
                .array();
    }

    @Test
    void everyFormatIsUndone() {
        assertThat(Unpacking.lzf(lzf(), TEXT.length)).isEqualTo(TEXT);
        assertThat(Unpacking.lz4(lz4(1 << 20), TEXT.length)).isEqualTo(TEXT);
        assertThat(Unpacking.zstd(Zstd.compress(TEXT), TEXT.length)).isEqualTo(TEXT);
    }

    @Test
    void blocksThatAreNotCompressedAreTaken() {
        byte[] packed = ByteBuffer.allocate(12 + 4 + 10 + 4 + 9)
                .putLong(TEXT.length)
                .putInt(10)
                .putInt(10)
                .put(TEXT, 0, 10)
                .putInt(9)
                .put(TEXT, 10, 9)
                .array();
        assertThat(Unpacking.lz4(packed, TEXT.length)).isEqualTo(TEXT);
    }

    @Test
    void anotherSizeThanDeclaredIsAFailure() {
        for (int wrong : new int[] {TEXT.length - 1, TEXT.length + 1}) {
            assertThatThrownBy(() -> Unpacking.lzf(lzf(), wrong)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> Unpacking.lz4(lz4(64), wrong)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> Unpacking.zstd(Zstd.compress(TEXT), wrong))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void damageNeverEndsInAnotherFailure() {
        byte[][] good = {lzf(), lz4(1 << 20), Zstd.compress(TEXT)};
        for (int trial = 0; trial < 3000; trial++) {
            CounterRandom random = CounterRandom.of(5, "unpacking", trial);
            int format = trial % 3;
            byte[] bad = good[format].clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            bad = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            try {
                byte[] found = format == 0
                        ? Unpacking.lzf(bad, TEXT.length)
                        : format == 1 ? Unpacking.lz4(bad, TEXT.length) : Unpacking.zstd(bad, TEXT.length);
                assertThat(found).hasSize(TEXT.length);
            } catch (IllegalStateException e) {
                assertThat(e.getMessage()).contains("chunk");
            }
        }
    }
}

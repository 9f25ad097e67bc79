package io.spatho.anndata.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    private static void requireSame(byte[] bytes, int length) {
        Adler32 expected = new Adler32();
        expected.update(bytes, 0, length);
        assertThat(Checksum.of(bytes, length)).isEqualTo((int) expected.getValue());
    }

    @Test
    void isThatOfThePlatform() {
        CounterRandom random = CounterRandom.of(5, "checksum", 0);
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        for (int length = 0; length < 600; length++) {
            requireSame(bytes, length);
        }
        requireSame(bytes, bytes.length);
    }

    @Test
    void holdsTheLargestBytes() {
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 0xff);
        requireSame(bytes, bytes.length);
        requireSame(bytes, bytes.length - 3);
    }
}

package io.spatho.anndata.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Broken containers; whole ones are read by {@link ZarrGoldenTest}. */
class BloscTest {

    private static final int CHUNK = 4400;

    /** The first chunks of 4,400 bytes that c-blosc wrote, by array. */
    private static Map<String, byte[]> chunks() throws IOException {
        Map<String, byte[]> chunks = new TreeMap<>();
        try (InputStream resource = BloscTest.class.getResourceAsStream("zarr2.zip");
                ZipInputStream in = new ZipInputStream(resource)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().startsWith("blosc_") && entry.getName().endsWith("/0")) {
                    chunks.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return chunks;
    }

    @Test
    void truncatedContainersAreRefused() throws IOException {
        Map<String, byte[]> chunks = chunks();
        assertThat(chunks).hasSizeGreaterThan(11);
        chunks.forEach((name, chunk) -> {
            for (int length = 0; length < chunk.length; length += 1 + length / 16) {
                byte[] cut = Arrays.copyOf(chunk, length);
                assertThatThrownBy(() -> Blosc.expand(cut, CHUNK)).as(name).isInstanceOf(IllegalStateException.class);
            }
        });
    }

    @Test
    void changedBytesGiveAnErrorOrBytesOfTheDeclaredNumber() throws IOException {
        chunks().forEach((name, chunk) -> {
            for (int at = 0; at < chunk.length; at += at < 64 ? 1 : 13) {
                for (int change : new int[] {1, 0x80, 0xff}) {
                    byte[] changed = chunk.clone();
                    changed[at] ^= (byte) change;
                    try {
                        assertThat(Blosc.expand(changed, CHUNK).length).as(name).isLessThanOrEqualTo(CHUNK);
                    } catch (IllegalStateException e) {
                        assertThat(e.getMessage()).isNotEmpty();
                    }
                }
            }
        });
    }

    @Test
    void moreThanDeclaredIsRefused() throws IOException {
        byte[] chunk = chunks().values().iterator().next();
        assertThatThrownBy(() -> Blosc.expand(chunk, CHUNK - 1)).hasMessageContaining("more than");
    }
}

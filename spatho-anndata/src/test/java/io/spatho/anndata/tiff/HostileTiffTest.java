package io.spatho.anndata.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.slide.Slide;
import io.spatho.core.error.InputException;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken and malicious TIFF files end in one line, or in gaps that are named. */
final class HostileTiffTest {

    @TempDir
    Path folder;

    private static Path made(String name) {
        try {
            return Path.of(Slide.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A classic little-endian file with one directory of the given entries (tag, type, count, value), and where the next one lies. */
    private Path file(long next, long[]... entries) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(new byte[8 + 2 + 12 * entries.length + 4 + 64]).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) entries.length);
        for (long[] entry : entries) {
            bytes.putShort((short) entry[0])
                    .putShort((short) entry[1])
                    .putInt((int) entry[2])
                    .putInt((int) entry[3]);
        }
        bytes.putInt((int) next);
        Path file = folder.resolve("made.tif");
        Files.write(file, bytes.array());
        return file;
    }

    private static long[][] entries(long width, long height, long compression) {
        return new long[][] {
            {256, 4, 1, width},
            {257, 4, 1, height},
            {258, 3, 1, 8},
            {259, 3, 1, compression},
            {262, 3, 1, 1},
            {277, 3, 1, 1},
            {322, 4, 1, 16},
            {323, 4, 1, 16},
            {324, 4, 1, 120},
            {325, 4, 1, 16}
        };
    }

    private static void refused(Path file, String what) {
        assertThatThrownBy(() -> Slide.open(file).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(file.getFileName().toString());
    }

    @Test
    void directoriesThatRunInACircleAreRefused() throws IOException {
        refused(file(8, entries(16, 16, 1)), "circle");
    }

    @Test
    void directoriesBeyondTheEndAreRefused() throws IOException {
        refused(file(1_000_000, entries(16, 16, 1)), "outside the file");
    }

    @Test
    void aPictureOfAbsurdSizeNeedsTilesThatAreNotListed() throws IOException {
        refused(file(0, entries(500_000_000, 500_000_000, 1)), "pixels");
        refused(file(0, entries(1_000_000, 1_000_000, 1)), "lists 1 offsets");
    }

    @Test
    void aTileOfAbsurdSizeIsRefusedBeforeItIsAllocated() throws IOException {
        long[][] entries = entries(30_000, 30_000, 5);
        entries[6][3] = 30_000;
        entries[7][3] = 30_000;
        refused(file(0, entries), "at most");
    }

    @Test
    void aTagWithBillionsOfValuesIsRefused() throws IOException {
        long[][] entries = entries(16, 16, 1);
        entries[8][2] = 0x0fffffff;
        refused(file(0, entries), "tag 324");
    }

    @Test
    void codecsThatAreNotReadAreNamed() throws IOException {
        refused(file(0, entries(16, 16, 6)), "old-style JPEG");
        refused(file(0, entries(16, 16, 50001)), "WebP");
        refused(file(0, entries(16, 16, 3)), "CCITT");
        refused(made("webp.tif"), "WebP (compression 50001)");
    }

    @Test
    void aTileOutsideTheFileIsAGapWithItsPlace() throws IOException {
        long[][] entries = entries(16, 16, 1);
        entries[8][3] = 1_000_000;
        entries[9][3] = 256;
        try (Slide slide = Slide.open(file(0, entries))) {
            var region = slide.readRegion(0, 0, 0, 16, 16);
            assertThat(region.gaps()).hasSize(1);
            assertThat(region.gaps().get(0).place()).isEqualTo("level 0, tile 0,0 (pixels 0,0 to 16,16)");
            assertThat(region.rgb()).containsOnly(0xff);
            assertThat(slide.gaps()).isEqualTo(region.gaps());
        }
    }

    @Test
    void bytesThatCannotHoldTheTileAreAGapWithoutItsMemory() throws IOException {
        long[][] entries = entries(8_000, 8_000, 8);
        entries[6][3] = 8_000;
        entries[7][3] = 8_000;
        try (Slide slide = Slide.open(file(0, entries))) {
            assertThat(slide.readRegion(0, 0, 0, 10, 10).gaps().get(0).reason()).contains("cannot hold");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsi/openslide-fixtures/unopenable.tiff", "wsi/openslide-fixtures/unreadable.svs"})
    void filesThatOtherReadersRefuseEndInALineOrInGaps(String name) {
        Path file = SampleData.of(name);
        try (Slide slide = Slide.open(file)) {
            assertThat(slide.readRegion(0, 0, 0, slide.width(), slide.height()).gaps())
                    .isNotEmpty();
        } catch (InputException e) {
            assertThat(e.getMessage()).contains(file.getFileName().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg-ycbcr.ome.tif", "lzw-predictor.tif", "deflate-predictor-big.tif", "jpeg2000.tif",
                "zstd-predictor.tif", "packbits.tif", "channels.ome.tif", "palette-strips.tif"
            })
    void cutAndFlippedFilesEndInALineOrInGaps(String name) throws IOException {
        byte[] whole = Files.readAllBytes(made(name));
        Path file = folder.resolve(name);
        for (double share : new double[] {0, 0.01, 0.3, 0.5, 0.9, 0.99}) {
            Files.write(file, java.util.Arrays.copyOf(whole, (int) (share * whole.length)));
            readAll(file);
        }
        CounterRandom random = CounterRandom.of(5, "test.flip", name.length());
        for (int trial = 0; trial < 60; trial++) {
            byte[] flipped = whole.clone();
            // Every other flip hits the last quarter, where directories tend to lie, or the head.
            int range = trial % 2 == 0 ? whole.length : Math.min(whole.length, 600);
            int at = (int) (random.nextDouble() * range);
            flipped[at] ^= (byte) (1 << (int) (random.nextDouble() * 8));
            Files.write(file, flipped);
            readAll(file);
        }
    }

    private static void readAll(Path file) {
        try (Slide slide = Slide.open(file)) {
            for (int level = 0; level < slide.levels().size(); level++) {
                int width = Math.min(400, slide.levels().get(level).width());
                int height = Math.min(400, slide.levels().get(level).height());
                assertThat(slide.readRegion(level, 0, 0, width, height).rgb()).hasSize(3 * width * height);
            }
        } catch (InputException e) {
            assertThat(e.getMessage()).contains(file.getFileName().toString()).doesNotContain("\n");
        }
    }
}

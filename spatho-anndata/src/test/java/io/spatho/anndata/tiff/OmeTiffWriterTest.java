package io.spatho.anndata.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideFormat;
import io.spatho.anndata.slide.SlideRegion;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pyramids that this module writes and reads back. */
final class OmeTiffWriterTest {

    @TempDir
    Path folder;

    private static byte[] smooth(int from, int to, int width) {
        byte[] rgb = new byte[3 * width * (to - from)];
        for (int y = from; y < to; y++) {
            for (int x = 0; x < width; x++) {
                int at = 3 * ((y - from) * width + x);
                rgb[at] = (byte) (120 + 100 * Math.sin(x / 60.0));
                rgb[at + 1] = (byte) (120 + 80 * Math.cos(y / 45.0));
                rgb[at + 2] = (byte) (60 + (x + y) / 8);
            }
        }
        return rgb;
    }

    private Path write(String name, int width, int height, int threads) throws IOException {
        Path file = folder.resolve(name);
        try (Workers workers = new Workers(threads)) {
            OmeTiffWriter.write(
                    file,
                    new OmeTiffWriter.Settings(width, height, 0.25, 128, 0.9f),
                    (from, to) -> smooth(from, to, width),
                    workers);
        }
        return file;
    }

    @Test
    void levelsPixelsAndSizeComeBack() throws IOException {
        Path file = write("a.ome.tif", 515, 389, 2);
        try (Slide slide = Slide.open(file)) {
            assertThat(slide.facts().format()).isEqualTo(SlideFormat.OME_TIFF);
            assertThat(slide.pixelSize().x()).isEqualTo(0.25);
            assertThat(slide.pixelSize().conflicts()).isEmpty();
            assertThat(slide.facts().notes()).isEmpty();
            assertThat(slide.levels()).extracting(level -> level.width()).containsExactly(515, 258, 129, 65);
            assertThat(slide.levels()).extracting(level -> level.height()).containsExactly(389, 195, 98, 49);
            byte[] expected = smooth(0, 389, 515);
            SlideRegion all = slide.readRegion(0, 0, 0, 515, 389);
            assertThat(meanDifference(expected, all.rgb())).isLessThan(2.0);
            SlideRegion half = slide.readRegion(1, 0, 0, 257, 194);
            byte[] sampled = new byte[half.rgb().length];
            for (int y = 0; y < 194; y++) {
                for (int x = 0; x < 257; x++) {
                    System.arraycopy(expected, 3 * (2 * y * 515 + 2 * x), sampled, 3 * (y * 257 + x), 3);
                }
            }
            assertThat(meanDifference(sampled, half.rgb())).isLessThan(3.0);
        }
    }

    private static double meanDifference(byte[] one, byte[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
        }
        return sum / one.length;
    }

    @Test
    void threadsDoNotChangeAByte() throws IOException {
        assertThat(Files.readAllBytes(write("one.tif", 300, 290, 1)))
                .isEqualTo(Files.readAllBytes(write("three.tif", 300, 290, 3)));
    }

    @Test
    void aPictureOfOneTileHasOneLevel() throws IOException {
        try (Slide slide = Slide.open(write("small.tif", 100, 60, 1))) {
            assertThat(slide.levels()).hasSize(1);
        }
    }
}

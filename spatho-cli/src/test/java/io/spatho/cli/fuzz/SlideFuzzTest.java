package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideLevel;
import java.nio.file.Path;
import java.util.Arrays;

/** Slides: the chain of directories of a TIFF file, pictures, and the tiles of each codec. */
class SlideFuzzTest {

    private static final int SIDE = 64;

    @FuzzTest(maxDuration = "2m")
    void slide(byte[] bytes) {
        Hostile.file("slide.tif", bytes, SlideFuzzTest::corners);
    }

    /** The first byte chooses the codec, the others are the one tile of a sound TIFF file. */
    @FuzzTest(maxDuration = "2m")
    void tile(byte[] bytes) {
        if (bytes.length > 0) {
            int codec = MadeTiff.CODECS[(bytes[0] & 0xff) % MadeTiff.CODECS.length];
            byte[] tile = Arrays.copyOfRange(bytes, 1, bytes.length);
            Hostile.file("slide.tif", MadeTiff.of(codec, tile), SlideFuzzTest::corners);
        }
    }

    /** Every level's first and last pixels. */
    private static void corners(Path file) {
        try (Slide slide = Slide.open(file)) {
            for (int level = 0; level < Math.min(8, slide.levels().size()); level++) {
                SlideLevel size = slide.levels().get(level);
                int width = Math.min(SIDE, size.width());
                int height = Math.min(SIDE, size.height());
                assertThat(slide.readRegion(level, 0, 0, width, height).rgb()).hasSize(3 * width * height);
                slide.readRegion(level, size.width() - width, size.height() - height, width, height);
            }
            slide.facts().pixelSize().ifPresent(pixel -> {
                if (!(pixel.x() > 0 && pixel.y() > 0)) {
                    throw new AssertionError("no size of a pixel was accepted as one");
                }
            });
        }
    }
}

package io.spatho.anndata.slide;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.SampleData;
import io.spatho.core.fingerprint.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pixels as tifffile, OpenSlide and Pillow decode them, by digest of each region; the script is docs/golden/make_slide_golden.py. */
final class GoldenSlideTest {

    /** A region that another reader decoded. */
    record Expected(String file, String reader, int level, int x, int y, int width, int height, String sha256) {

        static Expected parse(String line) {
            String[] f = line.split("\t", -1);
            int[] n = Stream.of(f).skip(2).limit(5).mapToInt(Integer::parseInt).toArray();
            return new Expected(f[0], f[1], n[0], n[1], n[2], n[3], n[4], f[7]);
        }
    }

    static Path made(String name) {
        try {
            return Path.of(GoldenSlideTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Expected> regions() {
        try (Stream<String> lines = Files.lines(made("expected.tsv"))) {
            return lines.map(Expected::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void pixelsAreThoseOfTheOtherReader(Expected expected) {
        Path file = expected.file().startsWith("made/")
                ? made(expected.file().substring(5))
                : SampleData.of(expected.file());
        try (Slide slide = Slide.open(file)) {
            SlideRegion region =
                    slide.readRegion(expected.level(), expected.x(), expected.y(), expected.width(), expected.height());
            assertThat(region.gaps()).isEmpty();
            assertThat(Fingerprint.ofBytes(region.rgb()).sha256()).isEqualTo(expected.sha256());
        }
    }

    @Test
    void everyMadeSlideHasItsFormulaUpToItsCodec() {
        for (String name :
                List.of("none.tif", "lzw-predictor.tif", "packbits.tif", "zstd-predictor.tif", "jpeg2000.tif")) {
            try (Slide slide = Slide.open(made(name))) {
                SlideRegion all = slide.readRegion(0, 0, 0, slide.width(), slide.height());
                for (int y = 0; y < all.height(); y += 7) {
                    for (int x = 0; x < all.width(); x += 5) {
                        int at = 3 * (y * all.width() + x);
                        assertThat(all.rgb()[at] & 0xff).as(name).isEqualTo((3 * x + y) % 256);
                        assertThat(all.rgb()[at + 1] & 0xff).isEqualTo(255 - (x * y / 40) % 256);
                        assertThat(all.rgb()[at + 2] & 0xff).isEqualTo((x / 8 * 37 + y / 8 * 91) % 256);
                    }
                }
            }
        }
    }
}

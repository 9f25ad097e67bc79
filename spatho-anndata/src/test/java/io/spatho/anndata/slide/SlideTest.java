package io.spatho.anndata.slide;

import static io.spatho.anndata.slide.GoldenSlideTest.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.SampleData;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a slide says of itself, and regions of it. */
final class SlideTest {

    @TempDir
    Path folder;

    @Test
    void aperioSaysSizeObjectiveAndItsOtherPicturesWithoutTheirText() {
        try (Slide slide = Slide.open(SampleData.of("wsi/CMU-1-Small-Region.svs"))) {
            SlideFacts facts = slide.facts();
            assertThat(facts.format()).isEqualTo(SlideFormat.APERIO);
            assertThat(slide.pixelSize().x()).isEqualTo(0.499);
            assertThat(slide.pixelSize().source()).isEqualTo("the Aperio property MPP");
            assertThat(facts.magnification()).isEqualTo(20);
            assertThat(facts.levels()).hasSize(1);
            assertThat(facts.associated())
                    .containsExactly("thumbnail 574 x 768", "label 387 x 463", "macro 1280 x 431");
        }
    }

    @Test
    void omeUnitsAreTurnedIntoMicrometresAndChannelsIntoColours() {
        try (Slide slide = Slide.open(made("channels.ome.tif"))) {
            assertThat(slide.pixelSize().x()).isEqualTo(0.25, within(1e-12));
            assertThat(slide.pixelSize().source()).isEqualTo("the OME-XML");
            assertThat(slide.facts().notes()).contains("red, green and blue are images of their own");
            assertThat(slide.facts().colored()).isTrue();
        }
        try (Slide slide = Slide.open(made("imagej.tif"))) {
            assertThat(slide.pixelSize().x()).isEqualTo(0.25, within(1e-9));
            assertThat(slide.pixelSize().source()).isEqualTo("the ImageJ calibration");
        }
    }

    @Test
    void aPrintersResolutionIsNotTakenForAMicroscopes() {
        try (Slide slide = Slide.open(SampleData.of("wsi/openslide-fixtures/boxes.tiff"))) {
            assertThat(slide.levels()).hasSize(4);
            assertThat(slide.facts().notes()).anyMatch(note -> note.contains("no microscope's"));
            assertThatThrownBy(slide::pixelSize)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--he-mpp");
        }
    }

    @Test
    void aSizeThatTheUserStatesWinsAndTheContradictionIsNamed() {
        SlideOptions options = SlideOptions.standard().withUmPerPixel(0.25);
        try (Slide slide = Slide.open(made("none.tif"), options)) {
            assertThat(slide.pixelSize().x()).isEqualTo(0.25);
            assertThat(slide.pixelSize().conflicts())
                    .containsExactly("the resolution tag says 0.5 µm per pixel, but the option says 0.25 µm per pixel"
                            + " and was taken");
        }
    }

    @Test
    void whatLiesOutsideIsWhiteAndRegionsAreTheSameHoweverTheyAreCut() {
        try (Slide slide = Slide.open(made("lzw-predictor.tif"))) {
            SlideRegion all = slide.readRegion(0, -7, -5, 120, 90);
            assertThat(Arrays.copyOf(all.rgb(), 3 * 120 * 5)).containsOnly(0xff);
            for (int y = 0; y < 90; y += 13) {
                for (int x = 0; x < 120; x += 17) {
                    SlideRegion one = slide.readRegion(0, x - 7, y - 5, 1, 1);
                    int at = 3 * (y * 120 + x);
                    assertThat(one.rgb()).isEqualTo(Arrays.copyOfRange(all.rgb(), at, at + 3));
                }
            }
        }
    }

    @Test
    void severalThreadsReadWhatOneReads() {
        for (String name : List.of("jpeg-ycbcr.ome.tif", "lzw.tif", "jpeg2000.tif")) {
            try (Slide slide = Slide.open(made(name));
                    Slide same = Slide.open(made(name), SlideOptions.standard().withCacheBytes(0));
                    Workers workers = new Workers(4)) {
                SlideRegion all = slide.readRegion(0, 0, 0, slide.width(), slide.height());
                List<SlideRegion> rows = workers.map(slide.height(), y -> same.readRegion(0, 0, y, slide.width(), 1));
                for (int y = 0; y < rows.size(); y++) {
                    int from = 3 * slide.width() * y;
                    assertThat(rows.get(y).rgb())
                            .isEqualTo(Arrays.copyOfRange(all.rgb(), from, from + 3 * slide.width()));
                }
            }
        }
    }

    @Test
    void aStatedResolutionIsTheMeanOfWhatItCovers() {
        try (Slide slide = Slide.open(made("deflate-predictor-big.tif"))) {
            assertThat(slide.pixelSize().x()).isEqualTo(0.5);
            // 0.75 µm is finer than level 1, so level 0 is averaged: 1.5 x 1.5 pixels.
            SlideRegion region = slide.readAt(0.75, 3, 6, 15, 12);
            assertThat(region.width()).isEqualTo(20);
            assertThat(region.height()).isEqualTo(16);
            SlideRegion base = slide.readRegion(0, 6, 12, 3, 3);
            for (int c = 0; c < 3; c++) {
                double mean = (value(base, 0, 0, c)
                                + 0.5 * value(base, 1, 0, c)
                                + 0.5 * value(base, 0, 1, c)
                                + 0.25 * value(base, 1, 1, c))
                        / 2.25;
                assertThat(value(region, 0, 0, c)).isEqualTo((int) (mean + 0.5));
            }
            // 1 µm is level 1 as it is.
            assertThat(slide.levelFor(2.0)).isEqualTo(1);
            assertThat(slide.readAt(1.0, 10, 4, 20, 20).rgb())
                    .isEqualTo(slide.readRegion(1, 10, 4, 20, 20).rgb());
        }
    }

    private static int value(SlideRegion region, int x, int y, int channel) {
        return region.rgb()[3 * (y * region.width() + x) + channel] & 0xff;
    }

    @Test
    void aCorruptTileIsAGapAndTheRestIsThere() throws IOException {
        byte[] bytes = Files.readAllBytes(made("zstd-predictor.tif"));
        int first = -1;
        for (int i = 0; first < 0; i++) {
            boolean isFrame = (bytes[i] & 0xff) == 0x28 && (bytes[i + 1] & 0xff) == 0xb5 && bytes[i + 2] == 0x2f;
            first = isFrame ? i : -1;
        }
        bytes[first] ^= 0x55;
        Path file = Files.write(folder.resolve("gap.tif"), bytes);
        try (Slide slide = Slide.open(file);
                Slide whole = Slide.open(made("zstd-predictor.tif"))) {
            SlideRegion region = slide.readRegion(0, 0, 0, 100, 76);
            assertThat(region.gaps()).hasSize(1);
            TileGap gap = region.gaps().get(0);
            SlideRegion expected = whole.readRegion(0, 0, 0, 100, 76);
            for (int y = 0; y < 76; y += 3) {
                for (int x = 0; x < 100; x += 3) {
                    boolean isGap =
                            x >= gap.x() && x < gap.x() + gap.width() && y >= gap.y() && y < gap.y() + gap.height();
                    assertThat(value(region, x, y, 0)).isEqualTo(isGap ? 255 : value(expected, x, y, 0));
                }
            }
            assertThat(slide.readRegion(0, gap.x(), gap.y(), 1, 1).gaps()).containsExactly(gap);
            assertThat(slide.gaps()).containsExactly(gap);
        }
    }

    @Test
    void greyPicturesKeepTheirValuesAndAlphaLiesOnWhite() throws IOException {
        BufferedImage grey = new BufferedImage(16, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 16; x++) {
            grey.getRaster().setSample(x, 0, 0, 16 * x);
        }
        Path file = folder.resolve("grey.png");
        ImageIO.write(grey, "png", file.toFile());
        try (Slide slide = Slide.open(file)) {
            SlideRegion region = slide.readRegion(0, 0, 0, 16, 1);
            for (int x = 0; x < 16; x++) {
                assertThat(value(region, x, 0, 1)).isEqualTo(16 * x);
            }
        }
        BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0x80ff0000);
        Path alpha = folder.resolve("alpha.png");
        ImageIO.write(clear, "png", alpha.toFile());
        try (Slide slide = Slide.open(alpha)) {
            assertThat(slide.readRegion(0, 0, 0, 2, 1).rgb())
                    .isEqualTo(new byte[] {(byte) 255, 127, 127, (byte) 255, (byte) 255, (byte) 255});
        }
    }

    @Test
    void theCacheStaysWithinItsSize() {
        TileCache cache = new TileCache(3000);
        for (int i = 0; i < 50; i++) {
            cache.put(0, i, new io.spatho.anndata.tiff.RgbTile(10, 20, new byte[600]));
        }
        assertThat(cache.held()).isEqualTo(3000);
        assertThat(cache.get(0, 49)).isPresent();
        assertThat(cache.get(0, 44)).isEmpty();
    }

    @Test
    void filesThatAreNoSlideAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("note.txt"), "no slide");
        assertThatThrownBy(() -> Slide.open(text).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("note.txt");
        assertThatThrownBy(() -> Slide.open(folder.resolve("absent.svs")).close())
                .isInstanceOf(InputException.class);
        Path broken = folder.resolve("broken.png");
        Files.write(broken, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
        assertThatThrownBy(() -> Slide.open(broken).close()).isInstanceOf(InputException.class);
    }

    @Test
    void omeXmlWithOutsideEntitiesGivesNothingAway() {
        String xml = "<?xml version=\"1.0\"?><!DOCTYPE OME [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                + "<OME><Image><Pixels PhysicalSizeX=\"0.5\" SizeC=\"3\"><Channel Name=\"&x;\"/></Pixels></Image></OME>";
        try {
            OmeXml parsed = OmeXml.parse(xml, "x");
            assertThat(parsed.channels()).allMatch(String::isBlank);
        } catch (InputException e) {
            assertThat(e.getMessage()).contains("OME-XML");
        }
        assertThatThrownBy(() -> OmeXml.parse("<OME>".repeat(100), "x")).isInstanceOf(InputException.class);
    }
}

package io.spatho.stgpt.histology.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.slide.SlideOptions;
import io.spatho.anndata.slide.SlideRegion;
import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.histology.GoldenHistology;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiles and fields of a made slide: a purple square of 300 µm on white glass of 600 x 400 µm, at 0.5 µm a pixel. */
class TilingTest {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 800;

    @TempDir
    static Path temp;

    private static TissueSlide slide;

    @BeforeAll
    static void make() throws IOException {
        Path file = temp.resolve("slide.ome.tif");
        OmeTiffWriter.Settings settings = new OmeTiffWriter.Settings(WIDTH, HEIGHT, 0.5, 128, 0.95f);
        try (Workers workers = new Workers(2)) {
            OmeTiffWriter.write(
                    file,
                    settings,
                    (from, to) -> {
                        byte[] rgb = new byte[3 * WIDTH * (to - from)];
                        for (int at = 0; at < rgb.length; at += 3) {
                            int x = at / 3 % WIDTH;
                            int y = from + at / 3 / WIDTH;
                            boolean isTissue = x >= 200 && x < 800 && y >= 100 && y < 700;
                            rgb[at] = (byte) (isTissue ? 150 : 245);
                            rgb[at + 1] = (byte) (isTissue ? 90 : 245);
                            rgb[at + 2] = (byte) (isTissue ? 160 : 245);
                        }
                        return rgb;
                    },
                    workers);
            slide = TissueSlide.alone(Slide.open(file), workers);
        }
    }

    @AfterAll
    static void close() {
        slide.close();
    }

    @Test
    void aGridKeepsTheSquaresOnTissueInOrder() {
        Tiling tiling = Tiling.grid(slide, 50, 50, 0.9);
        assertThat(tiling.considered()).isEqualTo(12 * 8);
        assertThat(tiling.tiles()).hasSize(36);
        Tile first = tiling.tiles().get(0);
        assertThat(first.id()).isEqualTo("r1_c2");
        assertThat(List.of(first.xUm(), first.yUm(), first.column(), first.row()))
                .isEqualTo(List.of(125.0, 75.0, 250.0, 150.0));
        assertThat(tiling.meanTissueShare()).isGreaterThan(0.97);
        // The mask has a margin of 8 µm, so squares beside the tissue, but not at its corners, hold some of it.
        assertThat(Tiling.grid(slide, 50, 50, 0).tiles()).hasSize(60);
        assertThat(Tiling.grid(slide, 50, 25, 0.9).tiles()).hasSize(11 * 11);
        assertThatThrownBy(() -> Tiling.grid(slide, 400, 400, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no tile of the slide has enough tissue");
        assertThatThrownBy(() -> Tiling.grid(slide, 0.01, 0.01, 0.5)).hasMessageContaining("too fine");
    }

    @Test
    void tilesAroundObservationsNeedAPictureThatCoversThem() {
        String[] ids = {"a", "b"};
        Tiling tiling = Tiling.around(slide, ids, new double[] {200, 20}, new double[] {200, 20}, 32);
        assertThat(tiling.tiles()).extracting(Tile::id).containsExactly("a", "b");
        assertThat(tiling.tiles()).extracting(Tile::tissueShare).containsExactly(1.0, 0.0);
        assertThatThrownBy(() -> Tiling.around(slide, ids, new double[] {200, 601}, new double[] {200, 20}, 32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the picture does not cover the observations")
                .hasMessageContaining("found 1");
        assertThat(tiling.fingerprint())
                .isNotEqualTo(Tiling.around(slide, ids, new double[] {200, 21}, new double[] {200, 20}, 32)
                        .fingerprint());
    }

    @Test
    void fieldsOfEveryScaleShowTheirPlace() {
        FieldReader reader = new FieldReader(slide);
        // On the left edge of the tissue, at 100 µm.
        Tile edge = new Tile("edge", 100, 200, 200, 400, 0.5);
        for (double field : new double[] {2, 8, 32, 128}) {
            FieldPixels pixels = reader.read(edge, field, 64);
            assertThat(pixels.umPerPixel()).isEqualTo(field / 64);
            double left = mean(pixels, 4, 24);
            double right = mean(pixels, 40, 60);
            assertThat(left).as("glass at %s", field).isGreaterThan(right + (field < 8 ? 15 : 60));
        }
        assertThat(slide.slide().levelFor(128 / 64.0 / 0.5)).isPositive();
        // Outside the slide is white.
        FieldPixels corner = reader.read(new Tile("corner", 0, 0, 0, 0, 0), 64, 32);
        assertThat(corner.rgb()[0] & 0xff).isEqualTo(255);
    }

    /** Mean green of the columns from … to. */
    private static double mean(FieldPixels pixels, int from, int to) {
        double sum = 0;
        for (int y = 0; y < pixels.side(); y++) {
            for (int x = from; x < to; x++) {
                sum += pixels.rgb()[3 * (y * pixels.side() + x) + 1] & 0xff;
            }
        }
        return sum / (pixels.side() * (to - from));
    }

    @Test
    void pixelsOfTheSlidesOwnSizeAreItsPixels() {
        FieldPixels field = new FieldReader(slide).read(new Tile("x", 0, 0, 200.4, 399.7, 1), 32, 64);
        assertThat(field.rgb())
                .isEqualTo(slide.slide().readRegion(0, 168, 368, 64, 64).rgb());
    }

    @Test
    void enlargingAgreesWithPillow() {
        JsonNode golden = GoldenHistology.document().path("enlarged");
        byte[] expected = GoldenHistology.bytes(golden.path("rgb"));
        byte[] picture = GoldenHistology.picture(0, 16);
        for (int i = 0; i < picture.length; i++) {
            // Pillow clips between its two passes: no value comes near 0 or 255.
            picture[i] = (byte) ((picture[i] & 0xff) / 2 + 64);
        }
        SlideRegion source = new SlideRegion(16, 16, picture, List.of());
        byte[] found =
                BicubicGrid.of(source, new BicubicGrid.Place(3.25, 8.0 / 20), new BicubicGrid.Place(4.5, 8.0 / 20), 20);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs((found[i] & 0xff) - (expected[i] & 0xff)))
                    .as("%d", i)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aSlideWithoutScaleIsRefused() throws IOException {
        Path file = temp.resolve("plain.png");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        try (Workers workers = new Workers(1);
                Slide plain = Slide.open(file)) {
            assertThatThrownBy(() -> TissueSlide.alone(plain, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("does not say how large its pixels are")
                    .hasMessageContaining("--he-mpp");
        }
        assertThat(SlideOptions.standard().withUmPerPixel(0.5).umPerPixel()).hasValue(0.5);
    }
}

package io.spatho.stgpt.histology.stain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.stgpt.histology.GoldenHistology;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Colours against torchstain, scikit-image and a published normalised section. */
class StainTest {

    private static final JsonNode GOLDEN = GoldenHistology.document().path("colors");

    @Test
    void normalisationAgreesWithTorchstain() {
        byte[] rgb = GoldenHistology.bytes(GOLDEN.path("rgb"));
        byte[] expected = GoldenHistology.bytes(GOLDEN.path("normalized"));
        byte[] found = new Macenko(Macenko.estimate(List.of(rgb))).normalized(rgb);
        int different = 0;
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs((found[i] & 0xff) - (expected[i] & 0xff))).isLessThanOrEqualTo(1);
            different += found[i] == expected[i] ? 0 : 1;
        }
        assertThat(different).isLessThan(found.length / 200);
    }

    @Test
    void aRealSectionIsNormalisedAsPublished() throws IOException {
        Path folder = Path.of(System.getProperty("spatho.sampleData", "")).resolve("he-stain-macenko");
        Assumptions.assumeTrue(Files.isDirectory(folder), "sample data he-stain-macenko is absent");
        byte[] rgb = pixels(folder.resolve("example1.png"));
        byte[] expected = pixels(folder.resolve("norm1.png"));
        byte[] found = new Macenko(Macenko.estimate(List.of(rgb))).normalized(rgb);
        long different = 0;
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs((found[i] & 0xff) - (expected[i] & 0xff))).isLessThanOrEqualTo(1);
            different += found[i] == expected[i] ? 0 : 1;
        }
        assertThat(different).isLessThan(found.length / 10_000);
    }

    private static byte[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int color = image.getRGB(x, y);
                int at = 3 * (y * image.getWidth() + x);
                rgb[at] = (byte) (color >> 16);
                rgb[at + 1] = (byte) (color >> 8);
                rgb[at + 2] = (byte) color;
            }
        }
        return rgb;
    }

    @Test
    void deconvolutionAgreesWithScikitImage() {
        byte[] rgb = GoldenHistology.bytes(GOLDEN.path("rgb"));
        ColorDeconvolution stains = ColorDeconvolution.ofHaematoxylinEosinDab();
        for (int stain = 0; stain < 3; stain++) {
            float[] amounts = stains.amounts(rgb, stain);
            JsonNode expected = GOLDEN.path("hed").path(stain);
            for (int i = 0; i < expected.size(); i++) {
                assertThat((double) amounts[7 * i])
                        .isCloseTo(expected.path(i).asDouble() * -Math.log(1e-6), within(2e-6));
            }
        }
    }

    @Test
    void anotherStainIntensityGivesTheSamePicture() {
        byte[] rgb = GoldenHistology.bytes(GOLDEN.path("rgb"));
        byte[] pale = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            double density = -Math.log(((rgb[i] & 0xff) + 1) / 240.0);
            pale[i] = (byte) Math.rint(240 * Math.exp(-0.7 * density) - 1);
        }
        byte[] one = new Macenko(Macenko.estimate(List.of(rgb))).normalized(rgb);
        byte[] other = new Macenko(Macenko.estimate(List.of(pale))).normalized(pale);
        double difference = 0;
        for (int i = 0; i < one.length; i++) {
            difference += Math.abs((one[i] & 0xff) - (other[i] & 0xff)) / (double) one.length;
        }
        assertThat(difference).isLessThan(3);
    }

    @Test
    void glassHasNoStain() {
        byte[] white = new byte[3 * 400];
        Arrays.fill(white, (byte) 250);
        assertThatThrownBy(() -> Macenko.estimate(List.of(white)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too little is stained");
    }
}

package io.spatho.anndata.slide;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.SampleData;
import io.spatho.core.parallel.Workers;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tissue and glass. */
final class TissueFinderTest {

    private static final Color GLASS = new Color(244, 242, 246);

    @TempDir
    Path folder;

    private TissueMask mask(BufferedImage image, double umPerPixel) throws IOException {
        Path file = folder.resolve("slide.png");
        ImageIO.write(image, "png", file.toFile());
        return mask(file, umPerPixel, 2);
    }

    private static TissueMask mask(Path file, double umPerPixel, int threads) {
        try (Slide slide = Slide.open(file);
                Workers workers = new Workers(threads)) {
            return TissueFinder.find(slide, umPerPixel, TissueSettings.standard(), workers);
        }
    }

    private static BufferedImage painted(Color ground) {
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(ground);
        graphics.fillRect(0, 0, 400, 300);
        graphics.dispose();
        return image;
    }

    @Test
    void aPatchIsFoundWithItsMarginWithoutSpecksAndWithItsSmallHoles() throws IOException {
        BufferedImage image = painted(GLASS);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(216, 160, 204));
        graphics.fillRect(80, 80, 200, 160);
        graphics.setColor(GLASS);
        graphics.fillRect(120, 120, 10, 10);
        graphics.fillRect(180, 120, 60, 60);
        graphics.setColor(new Color(60, 60, 60));
        graphics.fillRect(360, 30, 8, 8);
        graphics.dispose();
        TissueMask mask = mask(image, 2);
        assertThat(mask.step()).isEqualTo(4);
        assertThat(mask.isTissue(100, 100)).isTrue();
        assertThat(mask.isTissue(125, 125)).as("a hole of 400 µm²").isTrue();
        assertThat(mask.isTissue(210, 150)).as("a hole of 14,400 µm²").isFalse();
        assertThat(mask.isTissue(364, 34)).as("a speck of 256 µm²").isFalse();
        assertThat(mask.isTissue(79, 150)).as("within the margin").isTrue();
        assertThat(mask.isTissue(60, 150)).isFalse();
        assertThat(mask.isTissue(-1, 5)).isFalse();
        assertThat(mask.isTissue(500, 5)).isFalse();
    }

    @Test
    void aBlankSlideHasNoTissueAndASlideWithoutGlassHasNothingElse() throws IOException {
        assertThat(mask(painted(GLASS), 2).share()).isZero();
        BufferedImage full = painted(new Color(230, 170, 200));
        full.setRGB(10, 10, 0x301040);
        assertThat(mask(full, 2).share()).isEqualTo(1);
    }

    @Test
    void theRealSlideAgreesWithAnotherPackage() throws IOException {
        Path slide = SampleData.of("wsi/CMU-1-Small-Region.svs");
        byte[] npy = Files.readAllBytes(SampleData.of("wsi/expected/tissue-mask-cmu-1-small-region.npy"));
        int header = npy.length - 296 * 221;
        TissueMask mask = mask(slide, 0.499, 2);
        long both = 0;
        long either = 0;
        for (int y = 0; y < 296; y++) {
            for (int x = 0; x < 221; x++) {
                boolean theirs = npy[header + y * 221 + x] != 0;
                boolean ours = mask.isTissue((x + 0.5) * 2220 / 221, (y + 0.5) * 2967 / 296);
                both += ours && theirs ? 1 : 0;
                either += ours || theirs ? 1 : 0;
            }
        }
        // 0.880 as measured; that package widens its mask by some 20 µm.
        assertThat((double) both / either).isGreaterThan(0.85);
        assertThat(mask.share()).isBetween(0.38, 0.48);
        assertThat(mask(slide, 0.499, 1).bits()).isEqualTo(mask.bits());
    }

    @Test
    void otsuPartsTwoHeaps() {
        long[] histogram = new long[256];
        histogram[20] = 500;
        histogram[22] = 500;
        histogram[200] = 90;
        histogram[210] = 10;
        OtsuThreshold threshold = OtsuThreshold.of(histogram);
        assertThat(threshold.bin()).isEqualTo(22);
        assertThat(threshold.lowerMean()).isEqualTo(21);
        assertThat(threshold.upperMean()).isEqualTo(201);
    }

    @Test
    void growingAndShrinkingAreDual() {
        MaskShapes shapes = new MaskShapes(20, 15);
        BitSet point = new BitSet();
        point.set(7 * 20 + 10);
        BitSet disc = shapes.grown(point, 2);
        assertThat(disc.cardinality()).isEqualTo(13);
        assertThat(shapes.shrunk(disc, 2)).isEqualTo(point);
        BitSet all = shapes.inverted(new BitSet());
        assertThat(shapes.shrunk(all, 3)).isEqualTo(all);
        assertThat(shapes.withoutSmall(disc, 14).isEmpty()).isTrue();
        assertThat(shapes.withoutSmall(disc, 13)).isEqualTo(disc);
    }
}

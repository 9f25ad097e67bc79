package io.spatho.anndata.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.anndata.TestFiles;
import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.slide.Slide;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;

/** A made section with its painted slide: right, turned, inverted and missing alignments. */
final class RegisteredSlideTest {

    @TempDir
    static Path shared;

    private static Workers workers;
    private static Path bundle;
    private static SpatialDataset dataset;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        workers = new Workers(2);
        bundle = shared.resolve("bundle");
        SyntheticBundles.write(Platform.XENIUM, SyntheticOptions.of(900, 60, 3).withSlide(true), bundle, workers);
        dataset = Bundles.open(bundle, BundleOptions.of(workers));
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    private static SlideRequest request(Path slide, Optional<Path> alignment, Optional<Path> keypoints) {
        return new SlideRequest(slide, alignment, keypoints, false, OptionalDouble.empty());
    }

    private static RegisteredSlide open(Path slide, Path alignment) {
        return RegisteredSlide.open(request(slide, Optional.of(alignment), Optional.empty()), dataset, workers);
    }

    @Test
    void cellsLieOnTheTissueOfTheirOwnSlide() {
        SlideRequest request = request(
                SyntheticBundles.slideOf(bundle),
                Optional.of(SyntheticBundles.alignmentOf(bundle)),
                Optional.of(SyntheticBundles.keypointsOf(bundle)));
        try (RegisteredSlide slide = RegisteredSlide.open(request, dataset, workers)) {
            assertThat(slide.pixelSize().mean()).isEqualTo(0.5);
            assertThat(slide.registration().impliedUmPerPixel()).isEqualTo(0.5, within(1e-9));
            assertThat(slide.placement().insideShare()).isEqualTo(1);
            assertThat(slide.placement().tissueShare()).isGreaterThan(0.95);
            assertThat(slide.registration().fit().orElseThrow().rms()).isBetween(0.1, 1.2);
            assertThat(slide.warnings()).isEmpty();
            assertThat(slide.mask().share()).isBetween(0.3, 0.9);
        }
    }

    @Test
    void keypointsAloneGiveTheSameMapToWithinTheirError() {
        SlideRequest request = request(
                SyntheticBundles.slideOf(bundle), Optional.empty(), Optional.of(SyntheticBundles.keypointsOf(bundle)));
        try (RegisteredSlide slide = RegisteredSlide.open(request, dataset, workers)) {
            assertThat(slide.registration().method()).isEqualTo("keypoints");
            SpatialTransform map = slide.registration().toMicrometres();
            assertThat(map.x(400, 400)).isEqualTo(-30 + 200, within(1.0));
            assertThat(slide.registration().fit().orElseThrow().leaveOneOutRms())
                    .isGreaterThan(slide.registration().fit().orElseThrow().rms());
        }
    }

    @Test
    void withoutAnAlignmentNothingIsGuessed() {
        SlideRequest request = request(SyntheticBundles.slideOf(bundle), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> RegisteredSlide.open(request, dataset, workers).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--he-alignment");
    }

    /** A slide turned by a quarter, its matrix, and the matrix the wrong way round. */
    @Test
    void aTurnedSlideWorksAndItsInverseIsSaid() throws IOException {
        Path turned = folder.resolve("turned.png");
        int height;
        try (Slide slide = Slide.open(SyntheticBundles.slideOf(bundle))) {
            BufferedImage image =
                    slide.readRegion(0, 0, 0, slide.width(), slide.height()).image();
            height = image.getHeight();
            BufferedImage quarter = new BufferedImage(image.getHeight(), image.getWidth(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    quarter.setRGB(image.getHeight() - 1 - y, x, image.getRGB(x, y));
                }
            }
            ImageIO.write(quarter, "png", turned.toFile());
        }
        // Column u and row v of the turned picture are x = v and y = height - u of the upright one; then the made
        // alignment.
        double s = 0.5 / 0.2125;
        double t = -30 / 0.2125;
        String matrix = "0," + s + "," + t + "\n" + -s + ",0," + (s * height + t) + "\n0,0,1\n";
        Path right = TestFiles.write(folder.resolve("right.csv"), matrix);
        try (RegisteredSlide slide = open(turned, right)) {
            assertThat(slide.pixelSize().source()).isEqualTo("the registration");
            assertThat(slide.pixelSize().mean()).isEqualTo(0.5, within(1e-9));
            assertThat(slide.placement().tissueShare()).isGreaterThan(0.95);
        }
        SpatialTransform inverse = new SpatialTransform("a", "b", 0, s, t, -s, 0, s * height + t).inverse();
        Path wrong = TestFiles.write(
                folder.resolve("wrong.csv"),
                inverse.a() + "," + inverse.b() + "," + inverse.c() + "\n" + inverse.d() + "," + inverse.e() + ","
                        + inverse.f() + "\n0,0,1\n");
        assertThatThrownBy(() -> open(turned, wrong).close())
                .isInstanceOf(InputException.class)
                .hasMessageMatching("(?s).*(inverse|no observation lies on the slide).*");
    }

    @Test
    void aSlideElsewhereIsRefusedWithBothExtents() {
        Path far = TestFiles.write(folder.resolve("far.csv"), "2.35,0,90000\n0,2.35,0\n0,0,1\n");
        assertThatThrownBy(() -> open(SyntheticBundles.slideOf(bundle), far).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("within 0,0 to")
                .hasMessageContaining("pixels");
    }

    @Test
    void regionsKnowTheirBoxAndTheirTissue() {
        try (RegisteredSlide slide = open(SyntheticBundles.slideOf(bundle), SyntheticBundles.alignmentOf(bundle))) {
            GeometryFactory factory = new GeometryFactory();
            List<RegionImage> images = RegionPictures.of(
                    slide,
                    List.of(
                            region("inside", factory, 100, 100, 180, 150),
                            region("edge", factory, -40, -40, 10, 10),
                            region("outside", factory, -900, -900, -800, -800)));
            assertThat(images.get(0).crop()).containsExactly(260, 260, 420, 360);
            assertThat(images.get(0).maskShare()).isGreaterThan(0.9);
            assertThat(images.get(0).isUsable()).isTrue();
            assertThat(images.get(1).insideShare()).isEqualTo(0.64, within(1e-9));
            assertThat(images.get(1).crop()).containsExactly(0, 0, 80, 80);
            assertThat(images.get(2).crop()).isEmpty();
            assertThat(images.get(2).isUsable()).isFalse();
        }
    }

    private static Region region(String id, GeometryFactory factory, double x0, double y0, double x1, double y1) {
        return new Region(id, factory.toGeometry(new Envelope(x0, x1, y0, y1)), "user", "");
    }
}

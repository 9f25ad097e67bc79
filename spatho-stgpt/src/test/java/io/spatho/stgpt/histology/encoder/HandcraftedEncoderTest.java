package io.spatho.stgpt.histology.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.histology.GoldenHistology;
import io.spatho.stgpt.histology.tile.FieldPixels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texture and shapes against scikit-image, nuclei against what was planted. */
class HandcraftedEncoderTest {

    private static final JsonNode GOLDEN = GoldenHistology.document();

    @Test
    void textureAgreesWithScikitImage() {
        byte[] rgb = GoldenHistology.bytes(GOLDEN.path("colors").path("rgb"));
        GrayTexture texture = new GrayTexture(rgb, 24);
        JsonNode golden = GOLDEN.path("texture");
        int[] distances = {1, 4};
        for (int i = 0; i < distances.length; i++) {
            double[] found = texture.cooccurrence(distances[i], 32);
            List<String> names = List.of("contrast", "homogeneity", "energy", "correlation");
            for (int j = 0; j < names.size(); j++) {
                assertThat(found[j])
                        .as(names.get(j) + " at " + distances[i])
                        .isCloseTo(golden.path(names.get(j)).path(i).asDouble(), within(1e-9));
            }
        }
        double[] patterns = texture.patterns();
        for (int i = 0; i < patterns.length; i++) {
            assertThat(patterns[i]).isCloseTo(golden.path("patterns").path(i).asDouble(), within(1e-12));
        }
    }

    @Test
    void shapesAgreeWithScikitImage() {
        JsonNode golden = GOLDEN.path("shapes");
        String text = golden.path("mask").asText();
        boolean[] mask = new boolean[text.length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = text.charAt(i) == '1';
        }
        NucleusShapes shapes = new NucleusShapes(mask, 40);
        assertThat(shapes.parts()).hasSize(golden.path("parts").size());
        for (int part = 0; part < shapes.parts().size(); part++) {
            JsonNode expected = golden.path("parts").path(part);
            NucleusShapes.Shape shape = shapes.shape(part);
            assertThat(shape.area()).isEqualTo(expected.path("area").asInt());
            assertThat(shape.perimeter()).isCloseTo(expected.path("perimeter").asDouble(), within(1e-9));
            assertThat(shape.eccentricity())
                    .isCloseTo(expected.path("eccentricity").asDouble(), within(1e-7));
            assertThat(shape.innerRadius()).isCloseTo(expected.path("radius").asDouble(), within(1e-9));
            assertThat(shape.x()).isCloseTo(expected.path("x").asDouble(), within(1e-9));
            assertThat(shape.y()).isCloseTo(expected.path("y").asDouble(), within(1e-9));
        }
    }

    /** Pink ground with {@code n x n} dark blue discs of a radius of 4 µm, 24 µm apart. */
    private static FieldPixels discs(int n, double umPerPixel) {
        int side = (int) Math.round(96 / umPerPixel);
        byte[] rgb = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double u = (x + 0.5) * umPerPixel;
                double v = (y + 0.5) * umPerPixel;
                boolean isNucleus = u < 24 * n && v < 24 * n && Math.hypot(u % 24 - 12, v % 24 - 12) <= 4;
                int at = 3 * (y * side + x);
                rgb[at] = (byte) (isNucleus ? 80 : 235);
                rgb[at + 1] = (byte) (isNucleus ? 60 : 190);
                rgb[at + 2] = (byte) (isNucleus ? 140 : 215);
            }
        }
        return new FieldPixels(side, umPerPixel, rgb, true);
    }

    private static double feature(FieldPixels field, String name) {
        HandcraftedEncoder encoder = new HandcraftedEncoder(0.5);
        return encoder.encode(List.of(field)).get(0, encoder.features().indexOf(name));
    }

    @Test
    void plantedNucleiAreFoundWithTheirSizesInMicrometres() {
        for (double umPerPixel : new double[] {0.25, 0.5}) {
            FieldPixels field = discs(4, umPerPixel);
            assertThat(feature(field, "nuclei_per_mm2")).isCloseTo(16 / (0.096 * 0.096), within(1.0));
            assertThat(feature(field, "nuclei_area_mean_um2")).isCloseTo(Math.PI * 16, within(8.0));
            assertThat(feature(field, "nuclei_inner_radius_mean_um")).isCloseTo(4, within(0.6));
            assertThat(feature(field, "nuclei_neighbour_distance_mean_um")).isCloseTo(24, within(0.1));
            assertThat(feature(field, "nuclei_roundness_mean")).isGreaterThan(0.85);
            assertThat(feature(field, "nuclei_eccentricity_mean")).isLessThan(0.1);
        }
        assertThat(feature(discs(2, 0.5), "nuclei_per_mm2")).isCloseTo(4 / (0.096 * 0.096), within(1.0));
        assertThat(feature(discs(0, 0.5), "nuclei_per_mm2")).isZero();
    }

    @Test
    void glassAndBlackAndTheSmallestFieldHaveFiniteFeatures() {
        HandcraftedEncoder encoder = new HandcraftedEncoder(0.5);
        assertThat(encoder.pixels(2)).isEqualTo(16);
        for (int value : new int[] {0, 128, 255}) {
            byte[] rgb = new byte[3 * 16 * 16];
            Arrays.fill(rgb, (byte) value);
            DenseMatrix features = encoder.encode(List.of(new FieldPixels(16, 0.125, rgb, true)));
            for (float feature : features.values()) {
                assertThat(feature).isFinite();
            }
        }
        assertThat(new HashSet<>(encoder.features())).hasSameSizeAs(encoder.features());
        assertThat(encoder.model()).isEmpty();
        assertThat(encoder.fingerprint()).isNotEqualTo(new HandcraftedEncoder(0.25).fingerprint());
    }
}

package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.sample;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.anndata.tiff.OmeTiffWriter;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with an H&E slide, and what is said of slides. */
class SlideRunTest {

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path slide;
    private static Path finished;

    @TempDir
    Path temp;

    @BeforeAll
    static void runOnce() {
        bundle = shared.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticOptions options = SyntheticOptions.of(700, 140, 7).withSlide(true);
            SyntheticBundles.write(Platform.XENIUM, options, bundle, workers);
        }
        slide = SyntheticBundles.slideOf(bundle);
        finished = shared.resolve("out");
        Outcome outcome = run(finished, SyntheticBundles.alignmentOf(bundle), 2);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static Outcome run(Path out, Path alignment, int threads) {
        return spatho(
                "run",
                bundle,
                "-o",
                out,
                "--stgpt",
                "none",
                "--min-region-cells",
                10,
                "--he",
                slide,
                "--he-alignment",
                alignment,
                "--he-keypoints",
                SyntheticBundles.keypointsOf(bundle),
                "--threads",
                threads);
    }

    @Test
    void regionsHaveTheirPlaceOnTheSlide() {
        JsonNode regions = StrictJson.read(finished.resolve("regions/region_image_manifest.json"))
                .path("regions");
        assertThat(regions).isNotEmpty();
        for (JsonNode region : regions) {
            assertThat(region.path("image").asText()).isEqualTo("xenium-he.ome.tif");
            assertThat(region.path("mpp").asDouble()).isEqualTo(0.5);
            assertThat(region.path("mask_share").asDouble()).isGreaterThan(0.5);
            JsonNode um = region.path("bbox_um");
            // The slide starts at -30 µm and has half a micrometre a pixel.
            assertThat(region.path("crop").path(0).asDouble())
                    .isEqualTo(Math.max(0, Math.floor((um.path(0).asDouble() + 30) / 0.5)));
        }
        JsonNode report = StrictJson.read(finished.resolve("regions/region_qc_report.json"));
        assertThat(report.path("n_regions_with_image").asInt()).isEqualTo(regions.size());
        String[] flags = new ParquetTables()
                .read(finished.resolve("regions/region_embeddings.parquet"))
                .strings("qc_flag");
        assertThat(flags).noneMatch(flag -> flag.contains("no_image"));
    }

    @Test
    void residualAndPlacementAreEvidenceThatTheManifestHolds() throws IOException {
        List<JsonNode> evidence = Files.readAllLines(finished.resolve("evidence.jsonl")).stream()
                .map(line -> StrictJson.parse(line, "evidence.jsonl"))
                .toList();
        JsonNode registration = evidence.stream()
                .filter(item -> item.path("evidence_type").asText().equals("slide_registration"))
                .findFirst()
                .orElseThrow();
        assertThat(registration.path("value").path("points").asInt()).isEqualTo(9);
        assertThat(registration.path("value").path("rms_um").asDouble()).isBetween(0.1, 1.2);
        assertThat(registration.path("guardrails").path(0).path("name").asText())
                .isEqualTo("REGISTRATION_CONFIDENCE");
        assertThat(evidence)
                .anyMatch(item -> item.path("evidence_type").asText().equals("observations_on_tissue")
                        && item.path("qc_status").asText().equals("pass"));
        String manifest = Files.readString(finished.resolve("evidence_manifest.json"));
        assertThat(manifest).contains("\"he\"", "\"he_alignment\"", "regions/tissue_mask.png", "analysis/slide.json");
        assertThat(spatho("verify", finished).exitCode()).isZero();
    }

    @Test
    void theReportShowsTheSlideAndStaysSmall() throws IOException {
        String report = Files.readString(finished.resolve("report.html"));
        assertThat(report).contains("Tissue picture").hasSizeLessThan(3 << 20);
    }

    @Test
    void threadsDoNotChangeAByte() {
        Path again = temp.resolve("again");
        Outcome outcome = run(again, SyntheticBundles.alignmentOf(bundle), 1);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(digests(again, "run_log.json")).isEqualTo(digests(finished, "run_log.json"));
    }

    @Test
    void aBadSlideOrAlignmentLeavesNothingBehind() throws IOException {
        Path out = temp.resolve("none");
        Path far = Files.writeString(temp.resolve("far.csv"), "2.35,0,90000\n0,2.35,0\n0,0,1\n");
        Outcome elsewhere = run(out, far, 2);
        assertThat(elsewhere.exitCode()).isEqualTo(3);
        assertThat(elsewhere.err()).contains("no observation lies on the slide");
        Path cut = temp.resolve("cut.tif");
        byte[] whole = Files.readAllBytes(slide);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        Outcome broken =
                spatho("run", bundle, "-o", out, "--he", cut, "--he-alignment", SyntheticBundles.alignmentOf(bundle));
        assertThat(broken.exitCode()).isEqualTo(3);
        assertThat(broken.err()).contains("cut.tif");
        Outcome unaligned = spatho("run", bundle, "-o", out, "--he", slide);
        assertThat(unaligned.exitCode()).isEqualTo(3);
        assertThat(unaligned.err()).contains("--he-alignment");
        assertThat(spatho("run", bundle, "-o", out, "--he-mpp", 0.5).exitCode()).isEqualTo(2);
        assertThat(spatho("run", bundle, "-o", out, "--he", slide, "--he-mpp", -1)
                        .exitCode())
                .isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }

    /** Slide, alignment and key points lie in the folder under the names that the platform gives them. */
    @Test
    void aBundleBringsItsOwnAlignment() throws IOException {
        Path real = copied(bundle, temp.resolve("real"));
        Path inside = Files.copy(slide, real.resolve("Xenium_V1_section_he_image.ome.tif"));
        Files.copy(SyntheticBundles.alignmentOf(bundle), real.resolve("Xenium_V1_section_he_imagealignment.csv"));
        Files.copy(SyntheticBundles.keypointsOf(bundle), real.resolve("Xenium_V1_section_keypoints.csv"));
        assertThat(spatho("inspect", real).out())
                .contains(
                        "the bundle has an H&E image; add --he " + inside,
                        "Xenium_V1_section_he_imagealignment.csv, 9 key points missed by ");
        Path out = temp.resolve("out");
        Outcome outcome = spatho("run", real, "-o", out, "--stgpt", "none", "--min-region-cells", 10, "--he", inside);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("the slide lies by the bundle's own alignment", "9 key points missed");
        JsonNode own = StrictJson.read(out.resolve("analysis/slide.json"));
        JsonNode given = StrictJson.read(finished.resolve("analysis/slide.json"));
        assertThat(own.path("registration")).isEqualTo(given.path("registration"));
        assertThat(own.path("placement")).isEqualTo(given.path("placement"));
        assertThat(Files.readString(out.resolve("evidence_manifest.json")))
                .contains("\"image_alignment\"", "\"keypoints\"", "\"he\"");
        Path archive = temp.resolve("case.h5ad");
        assertThat(spatho("convert", real, "-o", archive).exitCode()).isZero();
        Path again = temp.resolve("again");
        Outcome converted =
                spatho("run", archive, "-o", again, "--stgpt", "none", "--min-region-cells", 10, "--he", inside);
        assertThat(converted.exitCode()).as(converted.err()).isZero();
        assertThat(StrictJson.read(again.resolve("analysis/slide.json")).path("placement"))
                .isEqualTo(given.path("placement"));
        Outcome without = spatho("run", real, "-o", temp.resolve("plain"), "--stgpt", "none", "--min-region-cells", 10);
        assertThat(without.exitCode()).as(without.err()).isZero();
        assertThat(without.err()).contains("the bundle has an H&E image; add --he ");
        assertThat(temp.resolve("plain/analysis/slide.json")).doesNotExist();
    }

    /** The full-resolution picture of a made Visium run is its high-resolution one, enlarged. */
    @Test
    void visiumSlidesLieByScaleFactorsAndMustHaveTheRightSize() throws IOException {
        Path visium = temp.resolve("visium");
        Path whole = temp.resolve("fullres.ome.tif");
        Path half = temp.resolve("half.ome.tif");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(Platform.VISIUM, SyntheticOptions.of(150, 140, 7), visium, workers);
            BufferedImage small = ImageIO.read(
                    visium.resolve("spatial/tissue_hires_image.png").toFile());
            double factor = StrictJson.read(visium.resolve("spatial/scalefactors_json.json"))
                    .path("tissue_hires_scalef")
                    .asDouble();
            enlarge(small, factor, 0.5, whole, workers);
            enlarge(small, factor * 2, 1, half, workers);
        }
        Path out = temp.resolve("out");
        Outcome outcome = spatho("run", visium, "-o", out, "--stgpt", "none", "--min-region-cells", 5, "--he", whole);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode document = StrictJson.read(out.resolve("analysis/slide.json"));
        assertThat(document.path("registration").path("method").asText()).isEqualTo("scale_factors");
        JsonNode placement = document.path("placement");
        assertThat(placement.path("inside_slide").asInt())
                .isEqualTo(placement.path("observations").asInt())
                .isPositive();
        assertThat(placement.path("on_tissue").asDouble())
                .isGreaterThan(0.9 * placement.path("observations").asDouble());
        assertThat(StrictJson.read(out.resolve("regions/region_image_manifest.json"))
                        .path("regions"))
                .isNotEmpty()
                .allSatisfy(region -> assertThat(region.path("image").asText()).isEqualTo("fullres.ome.tif"));
        Path none = temp.resolve("none");
        Outcome wrong = spatho("run", visium, "-o", none, "--stgpt", "none", "--he", half);
        assertThat(wrong.exitCode()).isEqualTo(3);
        JsonNode level = document.path("slide").path("levels").path(0);
        assertThat(wrong.err())
                .contains("the slide is not the picture that Space Ranger was given")
                .containsPattern("expected about \\d+ x \\d+ pixels .*found \\d+ x \\d+");
        assertThat(level.isMissingNode()).isFalse();
        assertThat(none).doesNotExist();
    }

    private static void enlarge(BufferedImage small, double factor, double umPerPixel, Path file, Workers workers)
            throws IOException {
        int width = (int) Math.round(small.getWidth() / factor);
        int height = (int) Math.round(small.getHeight() / factor);
        OmeTiffWriter.Settings settings = new OmeTiffWriter.Settings(width, height, umPerPixel, 256, 0.6f);
        OmeTiffWriter.write(
                file,
                settings,
                (from, to) -> {
                    byte[] rgb = new byte[3 * width * (to - from)];
                    for (int at = 0; at < rgb.length; at += 3) {
                        int x = Math.min(small.getWidth() - 1, (int) (at / 3 % width * factor));
                        int y = Math.min(small.getHeight() - 1, (int) ((from + at / 3 / width) * factor));
                        int color = small.getRGB(x, y);
                        rgb[at] = (byte) (color >> 16);
                        rgb[at + 1] = (byte) (color >> 8);
                        rgb[at + 2] = (byte) color;
                    }
                    return rgb;
                },
                workers);
    }

    @Test
    void inspectListsLevelsAndSizes() {
        Outcome made = spatho("inspect", slide);
        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).contains("OME-TIFF", "0.5 µm (the OME-XML)", "level 0", "JPEG tiles of 256 x 256");
        Outcome aperio = spatho("inspect", "--json", sample("wsi/CMU-1-Small-Region.svs"));
        JsonNode document = StrictJson.parse(aperio.out().strip(), "out");
        assertThat(document.path("slide").asText()).isEqualTo("Aperio SVS");
        assertThat(document.path("um_per_pixel_x").asDouble()).isEqualTo(0.499);
        assertThat(document.path("associated")).hasSize(3);
        Outcome unopenable = spatho("inspect", sample("wsi/openslide-fixtures/unopenable.tiff"));
        assertThat(unopenable.exitCode()).isEqualTo(3);
        assertThat(unopenable.err().strip().lines()).hasSize(1);
    }
}

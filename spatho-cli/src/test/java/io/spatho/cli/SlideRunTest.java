package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.sample;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

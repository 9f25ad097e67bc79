package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.sample;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho histology}: tiles and features of a made case and of a real slide, and what is said when they cannot be made. */
class HistologyCommandTest {

    @TempDir
    static Path shared;

    private static Path bundle;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() {
        bundle = shared.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(
                    Platform.XENIUM, SyntheticOptions.of(200, 30, 7).withSlide(true), bundle, workers);
        }
    }

    private Outcome encode(Path out, Object... more) {
        Object[] start = {
            "histology",
            "encode",
            bundle,
            "-o",
            out,
            "--he",
            SyntheticBundles.slideOf(bundle),
            "--he-alignment",
            SyntheticBundles.alignmentOf(bundle),
            "--he-keypoints",
            SyntheticBundles.keypointsOf(bundle)
        };
        Object[] all = java.util.Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return spatho(all);
    }

    @Test
    void everyCellHasFeaturesAtEveryScale() throws IOException {
        Path out = temp.resolve("out");
        Outcome outcome = encode(out, "--fields", "8,32", "--stain", "macenko", "--threads", 2);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("patches encoded", "patches per second");
        TileFeatures features = TileFeatures.read(out.resolve(TileFeatures.PATH));
        assertThat(features.scales()).containsExactly(8.0, 32.0);
        assertThat(features.tileIds().length).isBetween(190, 200);
        JsonNode tiles = StrictJson.read(out.resolve("histology/tiles.json"));
        assertThat(tiles.path("registration").path("keypoint_residual_um").asDouble())
                .isBetween(0.1, 2.0);
        PublishedSchemas.requireValid("histology_tiles", tiles);
        PublishedSchemas.requireValid("histology_encoder", StrictJson.read(out.resolve("histology/encoder.json")));
        assertThat(Files.readString(out.resolve("evidence.jsonl")))
                .contains("histology_tiles", "histology_registration", "histology_features");
        assertThat(Files.readString(out.resolve("evidence_manifest.json"))).contains(TileFeatures.PATH, "\"he\"");
        assertThat(Files.readString(out.resolve("config.effective.yaml"))).contains("histology encode");
        assertThat(spatho("verify", out).exitCode()).isZero();
        assertThat(spatho("validate", out, "--validation", "strict").exitCode()).isZero();
        Path again = temp.resolve("again");
        encode(again, "--fields", "8,32", "--stain", "macenko", "--threads", 1);
        assertThat(digests(again, "run_log.json")).isEqualTo(digests(out, "run_log.json"));
        Outcome resumed = encode(again, "--fields", "8,32", "--stain", "macenko", "--resume");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).doesNotContain("patches per second");
        assertThat(encode(again).exitCode()).isEqualTo(2);
    }

    @Test
    void aSlideByItselfIsCutIntoAGrid() {
        Path out = temp.resolve("out");
        Outcome outcome = spatho(
                "histology", "tile", sample("wsi/CMU-1-Small-Region.svs"), "-o", out, "--min-tissue", 0.5, "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode tiles = StrictJson.read(out.resolve("histology/tiles.json"));
        assertThat(tiles.path("um_per_pixel_x").asDouble()).isEqualTo(0.499);
        assertThat(tiles.path("way").asText()).isEqualTo("grid");
        assertThat(tiles.path("considered").asInt()).isEqualTo(9 * 13);
        assertThat(tiles.path("tiles").asInt()).isBetween(30, 80);
        assertThat(spatho("verify", out).exitCode()).isZero();
        assertThat(spatho("validate", out, "--validation", "strict").exitCode()).isZero();
    }

    @Test
    void whatIsMissingIsOneClearLine() throws IOException {
        Path out = temp.resolve("none");
        Path plain = temp.resolve("plain.png");
        ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", plain.toFile());
        Outcome unscaled = spatho("histology", "tile", plain, "-o", out);
        assertThat(unscaled.exitCode()).isEqualTo(3);
        assertThat(unscaled.err()).contains("does not say how large its pixels are", "--he-mpp");
        Outcome noSlide = spatho("histology", "encode", bundle, "-o", out);
        assertThat(noSlide.exitCode()).isEqualTo(2);
        assertThat(noSlide.err()).contains("--he");
        Outcome noWeights = encode(out, "--encoder", "virchow2");
        assertThat(noWeights.exitCode()).isEqualTo(2);
        assertThat(noWeights.err()).contains("a network needs its weights", "--weights");
        assertThat(encode(out, "--encoder", "vgg", "--weights", plain).err()).contains("unknown encoder", "uni2-h");
        assertThat(encode(out, "--encoder", "resnet50", "--weights", plain).exitCode())
                .isEqualTo(3);
        assertThat(encode(out, "--fields", "8,8").exitCode()).isEqualTo(2);
        assertThat(spatho("histology", "tile", plain, "-o", out, "--tiles", "observations")
                        .exitCode())
                .isEqualTo(2);
        assertThat(spatho("histology").out()).contains("tile", "encode");
        assertThat(out).doesNotExist();
    }

    @Test
    void aPictureThatDoesNotCoverTheCellsIsRefused() throws IOException {
        Path far = Files.writeString(temp.resolve("far.csv"), "2.35,0,350\n0,2.35,0\n0,0,1\n");
        Outcome outcome = spatho(
                "histology",
                "tile",
                bundle,
                "-o",
                temp.resolve("none"),
                "--he",
                SyntheticBundles.slideOf(bundle),
                "--he-alignment",
                far);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("the picture does not cover the observations");
        assertThat(temp.resolve("none")).doesNotExist();
    }
}

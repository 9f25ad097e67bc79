package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho stgpt train}: a model of genes, pictures and structures, what it is used for, and a training that is killed. */
class StgptTrainTest {

    @TempDir
    static Path temp;

    private static Path made;
    private static Path features;
    private static Path whole;

    @BeforeAll
    static void train() {
        made = temp.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(
                    Platform.XENIUM, SyntheticOptions.of(300, 60, 7).withSlide(true), made, workers);
        }
        Path encoded = temp.resolve("encoded");
        var encoding = spatho(
                "histology",
                "encode",
                made,
                "-o",
                encoded,
                "--fields",
                "16",
                "--he",
                SyntheticBundles.slideOf(made),
                "--he-alignment",
                SyntheticBundles.alignmentOf(made));
        assertThat(encoding.exitCode()).as(encoding.err()).isZero();
        features = encoded.resolve("histology/features.parquet");
        whole = temp.resolve("whole");
        var outcome = spatho(words(whole, "--image-features", features).toArray());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static List<Object> words(Path out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("stgpt", "train", made, "-o", out));
        words.addAll(List.of("--steps", 40, "--epochs", 40, "--min-region-cells", 10, "--device", "cpu"));
        words.addAll(List.of(more));
        return words;
    }

    @Test
    void oneModelSearchesPicturesAndNamesStructures() {
        PublishedSchemas.requireValid("region_training", whole.resolve("training/training.json"));
        JsonNode training = StrictJson.read(whole.resolve("training/training.json"));
        JsonNode held = training.at("/training/held_out");
        assertThat(held.get("masked").asDouble())
                .isLessThan(held.get("masked_gene_mean").asDouble());
        assertThat(training.at("/image_gene_retrieval/cells").asInt()).isGreaterThan(10);
        assertThat(training.at("/structure_prediction/cells").asInt()).isGreaterThan(10);
        assertThat(spatho("verify", whole).exitCode()).isZero();
        var valid = spatho("validate", whole, "--validation", "strict");
        assertThat(valid.exitCode()).as(valid.out()).isZero();
    }

    @Test
    void itsVectorsOfTwoCasesMakeOneCohort() {
        Path other = temp.resolve("other");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(Platform.XENIUM, SyntheticOptions.of(250, 60, 8), other, workers);
        }
        Path first = run(made, "first");
        Path second = run(other, "second");
        assertThat(StrictJson.read(first.resolve("stgpt/qc_report.json"))
                        .at("/model/fingerprint")
                        .asText())
                .isEqualTo(StrictJson.read(whole.resolve("training/training.json"))
                        .at("/model/fingerprint")
                        .asText());
        Path cohort = temp.resolve("cohort");
        var outcome = spatho("cohort", first, second, "-o", cohort, "--vectors", "stgpt", "--min-region-cells", 10);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(StrictJson.read(cohort.resolve("cohort/integration.json"))
                        .path("vectors")
                        .toString())
                .contains("stgpt");
        assertThat(spatho("verify", cohort).exitCode()).isZero();
    }

    private static Path run(Path bundle, String name) {
        Path out = temp.resolve(name);
        var outcome =
                spatho("run", bundle, "-o", out, "--checkpoint", whole.resolve("model"), "--min-region-cells", 10);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return out;
    }

    @Test
    void killedItEndsWithTheSameBytes() throws Exception {
        Path killed = temp.resolve("killed");
        Object[] pictures = {"--image-features", features};
        TrainingProcess.start(killed, words(killed, pictures))
                .awaitSavingAfter(0)
                .kill();
        assertThat(killed.resolve("evidence_manifest.json")).doesNotExist();
        List<Object> again = words(killed, pictures);
        again.addAll(List.of("--resume", "--threads", "1"));
        assertThat(TrainingProcess.start(killed, again).finish()).isZero();
        assertThat(digests(killed, "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
    }

    @Test
    void whatItCannotUseIsOneClearLine() throws Exception {
        Path none = temp.resolve("none");
        var missing = spatho(
                words(none, "--image-features", temp.resolve("no.parquet")).toArray());
        assertThat(missing.exitCode()).isEqualTo(5);
        assertThat(missing.err()).contains("there is no such table of image features");
        Path spoilt = Files.writeString(temp.resolve("spoilt.parquet"), "PAR1 and then nothing");
        assertThat(spatho(words(none, "--image-features", spoilt).toArray()).exitCode())
                .isEqualTo(3);
        assertThat(spatho(words(none, "--split", "planet").toArray()).exitCode())
                .isEqualTo(2);
        assertThat(none).doesNotExist();
    }
}

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
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spatho stgpt finetune}: what it leaves, and that a killed training ends with the same bytes. */
class StgptFinetuneTest {

    private static final int STEPS = 60;
    private static final List<String> SETTINGS =
            List.of("--score-every", "15", "--save-every", "2", "--learning-rate", "3e-3", "--step-cells", "32");

    @TempDir
    static Path temp;

    private static Path made;
    private static Path checkpoint;
    private static Path whole;

    @BeforeAll
    static void train() throws IOException {
        made = temp.resolve("xenium");
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(Platform.XENIUM, SyntheticOptions.of(300, 40, 7), made, workers);
        }
        checkpoint = TestCheckpoints.write(temp.resolve("checkpoint"), TestCheckpoints.genesOf(made), "");
        whole = temp.resolve("whole");
        var outcome = spatho(words(whole, "--export", "scgpt").toArray());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static List<Object> words(Path out, String... more) {
        List<Object> words = new ArrayList<>(List.of("stgpt", "finetune", made, "--checkpoint", checkpoint, "-o", out));
        words.addAll(SETTINGS);
        if (!List.of(more).contains("--steps")) {
            words.addAll(List.of("--steps", STEPS));
        }
        words.addAll(List.of(more));
        return words;
    }

    @Test
    void itLeavesAModelThatIsBetterAndAFolderThatVerifies() {
        JsonNode training =
                StrictJson.read(whole.resolve("training/finetuning.json")).get("training");
        assertThat(training.at("/held_out/after/value").asDouble())
                .isLessThan(training.at("/held_out/before/value").asDouble());
        PublishedSchemas.requireValid("finetuning", whole.resolve("training/finetuning.json"));
        assertThat(training.get("new_tensors").asInt()).isEqualTo(2 + 4 * 6 + 2 * 3);
        assertThat(whole.resolve("training/state.safetensors")).doesNotExist();
        assertThat(whole.resolve("training/steps.parquet")).exists();
        assertThat(spatho("verify", whole).exitCode()).isZero();
        assertThat(spatho("stgpt", "inspect", whole.resolve("model")).exitCode())
                .isZero();
        assertThat(spatho(
                                "stgpt",
                                "embed",
                                made,
                                "--checkpoint",
                                whole.resolve("scgpt"),
                                "-o",
                                temp.resolve("e.parquet"))
                        .err())
                .doesNotContain("refused");
    }

    @Test
    void theFolderForOthersHoldsTheSameWeightsUnderThePublishedNames() {
        Map<String, NamedTensor> own =
                CheckpointFolder.open(whole.resolve("model")).weights().tensors();
        Map<String, NamedTensor> published =
                CheckpointFolder.open(whole.resolve("scgpt")).weights().tensors();
        assertThat(published.keySet()).containsExactlyInAnyOrderElementsOf(own.keySet());
        assertThat(published).containsKey("transformer_encoder.layers.0.self_attn.Wqkv.weight");
        assertThat(published).containsKey("decoder.moe.experts.3.fc.4.bias");
        published.forEach((name, tensor) -> assertThat(
                        Arrays.equals(tensor.values(), own.get(name).values()))
                .as(name)
                .isTrue());
        assertThat(whole.resolve("scgpt/vocab.json")).hasSameBinaryContentAs(checkpoint.resolve("vocab.json"));
        assertThat(whole.resolve("scgpt/args.json")).hasSameBinaryContentAs(checkpoint.resolve("args.json"));
    }

    @Test
    void killedTwiceItEndsWithTheSameBytes() throws Exception {
        Path killed = temp.resolve("killed");
        start(killed, "--threads", "1").awaitSavingAfter(0).kill();
        long first = TrainingProcess.saved(killed);
        start(killed, "--resume", "--threads", "2").awaitSavingAfter(first).kill();
        assertThat(killed.resolve("evidence_manifest.json")).doesNotExist();
        assertThat(start(killed, "--resume").finish()).isZero();
        assertThat(digests(killed, "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
    }

    @Test
    void toldToEndInTheMiddleTheProcessEndsAsTold() throws Exception {
        TrainingProcess told = start(temp.resolve("told"), "--threads", "2", "--steps", "100000", "--patience", "0");
        assertThat(told.awaitSavingAfter(0).tellToEnd().finish()).isEqualTo(128 + 15);
    }

    private static TrainingProcess start(Path out, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--export", "scgpt"));
        all.addAll(List.of(options));
        return TrainingProcess.start(out, words(out, all.toArray(String[]::new)));
    }

    @Test
    void impossibleSettingsAreUsageErrors() {
        assertThat(spatho("stgpt", "finetune", made, "-o", temp.resolve("no")).exitCode())
                .isEqualTo(2);
        for (String[] bad : List.of(
                new String[] {"--loss", "colour=1"},
                new String[] {"--loss", "batch=1"},
                new String[] {"--lora-rank", "0"},
                new String[] {"--freeze", "everything"},
                new String[] {"--export", "onnx"})) {
            assertThat(spatho(words(temp.resolve("no" + bad[1]), bad).toArray()).exitCode())
                    .as(bad[0])
                    .isEqualTo(2);
        }
    }
}

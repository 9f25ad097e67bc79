package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs whose evidence a model in this process puts into words: a random one, so that its words mean nothing. */
class LocalReviewTest {

    private static final Path MODEL = Path.of(System.getProperty("spatho.root"), "fixtures/language-model-mini.gguf");

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path run;

    @BeforeAll
    static void runOnce() {
        bundle = bundle(Platform.XENIUM, 400, shared.resolve("Jane-Doe-ward-7"));
        run = run("local", "--review", "local", "--review-model", MODEL, "--threads", 2);
    }

    private static Path run(String name, Object... options) {
        Path out = shared.resolve(name);
        List<Object> words = new ArrayList<>(List.of(
                "run", bundle, "-o", out, "--min-region-cells", 10, "--stgpt", "none", "--review-timeout", 600));
        words.addAll(List.of(options));
        Outcome outcome = spatho(words.toArray());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo(out.resolve("report.html") + "\n");
        return out;
    }

    private static JsonNode review(Path of) {
        return StrictJson.read(of.resolve("review/review.json"));
    }

    private static String transcript(Path of) throws IOException {
        return Files.readString(of.resolve("review/transcript.json"));
    }

    @Test
    void everySentenceIsKeptOrCountedAndTheRunIsWhole() throws IOException {
        JsonNode review = review(run);
        assertThat(review.path("status").asText()).isEqualTo("made");
        assertThat(review.path("backend").asText()).isEqualTo("local");
        assertThat(review.path("model").asText()).startsWith("language-model-mini.gguf@");
        int dropped = 0;
        for (JsonNode count : review.path("dropped")) {
            dropped += count.asInt();
        }
        int written = StrictJson.parse(
                        StrictJson.read(run.resolve("review/transcript.json"))
                                .path("response")
                                .asText(),
                        "answer")
                .path("sentences")
                .size();
        assertThat(review.path("sentences").size() + dropped).isEqualTo(written).isBetween(3, 11);
        assertThat(transcript(run)).doesNotContain("Jane", shared.toString());
        assertThat(spatho("verify", run).exitCode()).isZero();
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("language-model-mini.gguf@", dropped + " sentence");
    }

    /** What evidence states; its ids name the options of the run, and so the model. */
    private static List<String> statements(Path of) throws IOException {
        List<String> statements = new ArrayList<>();
        for (String line : Files.readAllLines(of.resolve("evidence.jsonl"))) {
            JsonNode node = StrictJson.parse(line, "evidence");
            statements.add(
                    node.path("unit_id").asText() + node.path("summary") + node.path("value") + node.path("qc_status"));
        }
        return statements;
    }

    @Test
    void theModelChangesNoEvidence() throws IOException {
        assertThat(statements(run("rules"))).isEqualTo(statements(run)).hasSizeGreaterThan(50);
    }

    @Test
    void itsWordsAreReplayedAndDoNotDependOnThreads() throws IOException {
        Path replayed = run(
                "replayed",
                "--review",
                "local",
                "--review-model",
                MODEL.getFileName(),
                "--review-replay",
                run.resolve("review/transcript.json"));
        assertThat(review(replayed)).isEqualTo(review(run));
        assertThat(transcript(replayed)).isEqualTo(transcript(run));
        Path words = shared.resolve("words");
        Outcome one = spatho(
                "review", run, "-o", words, "--backend", "local", "--model", MODEL, "--threads", 1, "--timeout", 600);
        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(transcript(words)).isEqualTo(transcript(run));
    }

    @Test
    void aModelThatReadsTooLittleCostsTheRunItsWordsOnly() throws IOException {
        Path file = shared.resolve("short.gguf");
        byte[] bytes = Files.readAllBytes(MODEL);
        String key = "llama.context_length";
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(key) + key.length() + Integer.BYTES;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(place, 2_048);
        Files.write(file, bytes);
        Path out = run("short", "--review", "local", "--review-model", file);
        assertThat(review(out).path("status").asText()).isEqualTo("failed");
        assertThat(review(out).path("reason").asText())
                .contains("tokens of this model")
                .contains("at most 2048");
        assertThat(Files.readString(out.resolve("report.html"))).contains("The review could not be made");
        assertThat(statements(out)).isEqualTo(statements(run));
    }
}

package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence put into words by rules and by a model behind an endpoint, from the command line. */
class ReviewCommandTest {

    private static final String NAME = "Jane-Doe-ward-7";

    @TempDir
    static Path shared;

    private static Path bundle;
    private static Path run;

    @BeforeAll
    static void runOnce() {
        bundle = bundle(Platform.XENIUM, 600, shared.resolve(NAME));
        run = CommandLineFixture.run(bundle, shared.resolve("run"), "--min-region-cells", 10, "--stgpt", "none");
    }

    private static JsonNode evidence(String type) throws IOException {
        for (String line : Files.readAllLines(run.resolve("evidence.jsonl"))) {
            JsonNode node = StrictJson.parse(line, "evidence");
            if (node.path("evidence_type").asText().equals(type)) {
                return node;
            }
        }
        throw new AssertionError("no evidence of type " + type);
    }

    @Test
    void wordsByRulesAreInTheRunAndItsReport() throws IOException {
        JsonNode review = StrictJson.read(run.resolve("review/review.json"));
        assertThat(review.path("sentences")).isNotEmpty();
        assertThat(review.path("dropped")).allMatch(count -> count.asInt() == 0);
        assertThat(Files.readString(run.resolve("review/prompt.txt"))).doesNotContain("Jane", "Doe", "ward");
        assertThat(Files.readString(run.resolve("report.html"))).contains("written by rules");
        Outcome printed = spatho("review", run);
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(printed.out().lines()).hasSize(review.path("sentences").size());
    }

    @Test
    void aModelWritesItsWordsAreHeldAgainstEvidenceAndReplayed() throws Exception {
        JsonNode quality = evidence("quality_control");
        String id = quality.path("evidence_id").asText().substring(0, 11);
        int kept = quality.path("value").path("kept").asInt();
        StringBuilder asked = new StringBuilder();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.append(request);
            var body = CanonicalJson.object();
            body.putArray("choices").addObject().putObject("message").put("content", answer(request, kept));
            byte[] bytes = CanonicalJson.line(body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        Path words = shared.resolve("words");
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        Outcome made =
                spatho("review", run, "-o", words, "--backend", "openai", "--endpoint", endpoint, "--model", "made");
        Path inRun;
        try {
            assertThat(made.exitCode()).as(made.err()).isZero();
            inRun = CommandLineFixture.run(
                    bundle,
                    shared.resolve("modelled"),
                    "--min-region-cells",
                    10,
                    "--stgpt",
                    "none",
                    "--review",
                    "openai",
                    "--review-endpoint",
                    endpoint,
                    "--review-model",
                    "made");
        } finally {
            server.stop(0);
        }
        assertThat(made.out()).isEqualTo("Quality control kept " + kept + " cells. [" + id + "]\n");
        assertThat(asked.toString()).doesNotContain("Jane", "Doe", "ward");
        Path replayed = shared.resolve("replayed");
        Path transcript = words.resolve("review/transcript.json");
        Outcome again =
                spatho("review", run, "-o", replayed, "--backend", "openai", "--model", "made", "--replay", transcript);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(digests(replayed)).isEqualTo(digests(words));
        assertThat(spatho("verify", run).exitCode()).isZero();
        assertThat(spatho("verify", inRun).exitCode()).isZero();
        assertThat(Files.readString(inRun.resolve("report.html")))
                .contains("written by a model, not a diagnosis")
                .contains("2 sentences were dropped")
                .doesNotContain("evil.example");
    }

    /** One sentence that holds and two that do not, about the quality control that was sent. */
    private static String answer(String request, int kept) {
        String data = StrictJson.parse(request, "request")
                .path("messages")
                .path(1)
                .path("content")
                .asText();
        String id = "";
        for (JsonNode item : StrictJson.parse(data, "data").path("evidence")) {
            id = item.path("kind").asText().equals("quality_control")
                    ? item.path("id").asText()
                    : id;
        }
        var node = CanonicalJson.object();
        var sentences = node.putArray("sentences");
        for (String text : List.of(
                "Quality control kept " + kept + " cells.", "It kept 99999 cells.", "See http://evil.example now.")) {
            sentences.addObject().put("text", text).putArray("evidence").add(id);
        }
        return CanonicalJson.line(node);
    }

    @Test
    void aModelFileThatIsNoneIsRefusedBeforeAnythingIsRead() throws IOException {
        Path file = Files.writeString(shared.resolve("none.gguf"), "no model");
        Path out = shared.resolve("local");
        assertThat(spatho("review", run, "--backend", "local").exitCode()).isEqualTo(2);
        assertThat(spatho("run", bundle, "-o", out, "--review", "local").exitCode())
                .isEqualTo(2);
        Outcome refused = spatho("run", bundle, "-o", out, "--review", "local", "--review-model", file);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("no GGUF file");
        assertThat(out).doesNotExist();
    }

    @Test
    void aModelThatIsNotThereCostsTheRunItsWordsOnly() throws IOException {
        Path out = CommandLineFixture.run(
                bundle,
                shared.resolve("unreachable"),
                "--min-region-cells",
                10,
                "--stgpt",
                "none",
                "--review",
                "openai",
                "--review-endpoint",
                "http://127.0.0.1:9/v1",
                "--review-model",
                "made",
                "--review-timeout",
                "2");
        assertThat(StrictJson.read(out.resolve("review/review.json"))
                        .path("status")
                        .asText())
                .isEqualTo("failed");
        assertThat(Files.readString(out.resolve("report.html"))).contains("The review could not be made");
        assertThat(spatho("review", run, "--backend", "openai", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m")
                        .exitCode())
                .isEqualTo(5);
        assertThat(spatho("run", bundle, "-o", shared.resolve("no"), "--review", "openai")
                        .exitCode())
                .isEqualTo(2);
        assertThat(shared.resolve("no")).doesNotExist();
    }
}

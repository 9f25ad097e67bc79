package io.spatho.report.review;

import static io.spatho.report.review.MadeReview.IMMUNE;
import static io.spatho.report.review.MadeReview.answer;
import static io.spatho.report.review.MadeReview.completion;
import static io.spatho.report.review.MadeReview.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.SpathoException;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends against a server that is slow, broken, huge, hostile or busy. */
class ReviewBackendsTest {

    private static final String CANARY = "sk-canary-1234567890";
    private static final Optional<Secret> KEY = Optional.of(Secret.of("test", CANARY));
    private static final ReviewLimits QUICK =
            new ReviewLimits(Duration.ofMillis(1500), 20_000, 2, Duration.ofMillis(1));
    private static final String GOOD = answer("About 27.4 % of the cells are immune.", sent(IMMUNE));

    @TempDir
    Path folder;

    private static OpenAiBackend openAi(ReviewServer server) {
        return new OpenAiBackend(server.endpoint("/v1", KEY), "made-model", QUICK);
    }

    private static Review review(ReviewServer server) {
        return Review.make(MadeReview.prompt(), openAi(server), Optional.empty());
    }

    private static String text(Review review) {
        return review.document().path("sentences").path(0).path("text").asText();
    }

    @Test
    void aGoodAnswerIsKeptAndTheKeyIsNowhere() throws Exception {
        try (ReviewServer server =
                new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, completion(GOOD)))) {
            OpenAiBackend backend = openAi(server);
            ReviewPrompt prompt = MadeReview.prompt();
            ReviewTranscript transcript = backend.ask(prompt);
            Path file = folder.resolve("transcript.json");
            Files.write(file, CanonicalJson.document(transcript.toJson()));
            Review replayed = Review.make(prompt, backend, Optional.of(file));
            assertThat(text(replayed)).isEqualTo("About 27.4 % of the cells are immune.");
            assertThat(server.keys()).containsOnly("Bearer " + CANARY);
            assertThat(server.paths()).containsOnly("/v1/chat/completions");
            assertThat(Files.readString(file) + replayed.document() + KEY)
                    .doesNotContain(CANARY)
                    .doesNotContain("Authorization")
                    .doesNotContain("127.0.0.1");
            assertThat(server.bodies().get(0).toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("jane", "doe");
            JsonNode body = StrictJson.parse(server.bodies().get(0), "body");
            assertThat(body.path("temperature").asInt(-1)).isZero();
            JsonNode form = body.path("response_format").path("json_schema").path("schema");
            JsonNode fields =
                    form.path("properties").path("sentences").path("items").path("properties");
            assertThat(fields.path("evidence").path("items").path("enum"))
                    .extracting(JsonNode::asText)
                    .contains(sent(IMMUNE), sent(MadeReview.GENE));
            assertThat(fields.path("citations").path("maxItems").asInt(-1)).isZero();
        }
    }

    @Test
    void aReplayGivesTheSameBytesWithoutAnybodyBeingAsked() throws Exception {
        Path file = folder.resolve("transcript.json");
        ReviewPrompt prompt = MadeReview.prompt();
        byte[] first;
        OpenAiBackend gone;
        try (ReviewServer server =
                new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, completion(GOOD)))) {
            gone = openAi(server);
            Files.write(file, CanonicalJson.document(gone.ask(prompt).toJson()));
            first = CanonicalJson.document(review(server).document());
        }
        assertThat(CanonicalJson.document(
                        Review.make(prompt, gone, Optional.of(file)).document()))
                .isEqualTo(first);
        ReviewPrompt other = MadeReview.prompt(new Reference("C1", "Another prompt"));
        assertThatThrownBy(() -> Review.make(other, gone, Optional.of(file)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another prompt");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aBusyEndpointIsAskedAgain(int status) {
        try (ReviewServer server = new ReviewServer((exchange, call) -> {
            if (call < 2) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                ReviewServer.json(exchange, status, "{}");
            } else {
                ReviewServer.json(exchange, 200, completion(GOOD));
            }
        })) {
            assertThat(text(review(server))).startsWith("About");
            assertThat(server.bodies()).hasSize(3);
        }
    }

    @Test
    void patienceEnds() {
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 429, "{}"))) {
            assertThatThrownBy(() -> review(server))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("429");
            assertThat(server.bodies()).hasSize(3);
        }
    }

    @Test
    void aSlowAnswerEndsInTime() {
        try (ReviewServer server = new ReviewServer((exchange, call) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                pause();
            }
        })) {
            assertThatThrownBy(() -> review(server))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("not within 1500 ms");
            assertThat(server.bodies()).hasSize(1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aHugeAnswerIsNotRead() {
        byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        try (ReviewServer server = new ReviewServer((exchange, call) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 16_000; i++) {
                exchange.getResponseBody().write(block);
            }
        })) {
            assertThatThrownBy(() -> review(server))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("larger than");
        }
    }

    @Test
    void aRefusedKeyIsSaidWithoutTheKey() {
        try (ReviewServer server = new ReviewServer((exchange, call) ->
                ReviewServer.json(exchange, call == 0 ? 401 : 404, "{\"error\": \"bad key " + CANARY + "\"}"))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> review(server))
                        .isInstanceOf(ResourceException.class)
                        .hasMessageNotContaining(CANARY);
            }
            assertThat(server.bodies()).hasSize(2);
        }
    }

    @Test
    void aKeyThatIsEchoedIsBlottedOut() {
        String echo = completion(answer("The key is " + CANARY + ".", sent(IMMUNE)));
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, echo))) {
            ReviewTranscript transcript = openAi(server).ask(MadeReview.prompt());
            assertThat(transcript.toJson().toString()).doesNotContain(CANARY).contains("***");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        try (ReviewServer other =
                        new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, completion(GOOD)));
                ReviewServer server = new ReviewServer((exchange, call) -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    other.endpoint("/v1/chat/completions", Optional.empty())
                                            .base()
                                            .toString());
                    ReviewServer.json(exchange, status, "{}");
                })) {
            assertThatThrownBy(() -> review(server))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("not followed");
            assertThat(other.bodies()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"text/html, <html>sign in</html>", "text/plain, hello", "application/octet-stream, x"})
    void onlyJsonIsAnAnswer(String type, String body) {
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.send(exchange, 200, type, body))) {
            assertThatThrownBy(() -> review(server))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("not JSON");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {\"content\": null}}]}",
                "{\"choices\": [{\"message\": {\"content\": \"no json\"}}]}",
                "{\"choices\": [{\"message\": {\"content\": \"{\\\"sentences\\\": 3}\"}}]}",
                "{\"choices\": [{\"message\": {\"content\": \"{\\\"sentences\\\": [\"}}]}",
                "{\"choices\": [{\"finish_reason\": \"length\", \"message\": {\"content\": \"{}\"}}]}"
            })
    void brokenAnswersAreOneClearLine(String body) {
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, body))) {
            assertThatThrownBy(() -> review(server))
                    .isInstanceOf(SpathoException.class)
                    .message()
                    .hasSizeLessThan(900)
                    .doesNotContain("\n");
        }
    }

    @Test
    void thoughtsFencesAndPartsAreTakenOff() {
        for (String content : new String[] {
            "<think>Let me see {not this}</think>\n" + GOOD, "```json\n" + GOOD + "\n```", "Here you are: " + GOOD
        }) {
            try (ReviewServer server =
                    new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, completion(content)))) {
                assertThat(text(review(server))).as(content).startsWith("About");
            }
        }
    }

    @Test
    void fieldsThatAServerDoesNotKnowAreLeftOut() {
        try (ReviewServer server = new ReviewServer((exchange, call) -> {
            JsonNode none = CanonicalJson.object();
            String[] complaints = {
                "Invalid schema for response_format",
                "response_format is not supported",
                "unsupported value: temperature",
                "use max_completion_tokens, not max_tokens"
            };
            if (call < complaints.length) {
                ReviewServer.json(
                        exchange,
                        400,
                        "{\"error\": \"" + complaints[call] + "\"}"
                                + none.path("x").asText());
            } else {
                ReviewServer.json(exchange, 200, completion(GOOD));
            }
        })) {
            assertThat(text(review(server))).startsWith("About");
            JsonNode last = StrictJson.parse(server.bodies().get(4), "body");
            assertThat(last.has("response_format")).isFalse();
            assertThat(last.has("temperature")).isFalse();
            assertThat(last.has("max_tokens")).isFalse();
            assertThat(last.has("max_completion_tokens")).isTrue();
        }
        try (ReviewServer server = new ReviewServer(
                (exchange, call) -> ReviewServer.json(exchange, 400, "{\"error\": \"no such model\"}"))) {
            assertThatThrownBy(() -> review(server)).hasMessageContaining("no such model");
            assertThat(server.bodies()).hasSize(1);
        }
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.json(
                exchange,
                400,
                "{\"error\":{\"code\":400,\"message\":\"request (80045 tokens) exceeds the available context size (32768"
                        + " tokens), try increasing it\",\"type\":\"exceed_context_size_error\"}}"))) {
            assertThatThrownBy(() -> review(server))
                    .hasMessageContaining("80045 tokens")
                    .hasMessageContaining("Lower the token budget");
            assertThat(server.bodies()).hasSize(1);
        }
    }

    /** The answer is one of llama.cpp's own server. */
    @Test
    void timesAndFoldersOfAServerAreNotRecorded() {
        String body =
                "{\"choices\":[{\"finish_reason\":\"stop\",\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                        + CanonicalJson.line(CanonicalJson.object().textNode(GOOD))
                        + "}}],\"created\":1795288289,\"model\":\"/home/jane/models/medgemma.gguf\",\"usage\":{\"completion_tokens\":516,"
                        + "\"prompt_tokens\":22498,\"total_tokens\":23014},\"id\":\"chatcmpl-d56v\",\"timings\":{\"prompt_ms\":251.644}}";
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, body))) {
            ReviewTranscript transcript = openAi(server).ask(MadeReview.prompt());
            assertThat(transcript.response())
                    .contains("\"prompt_tokens\":22498", "\"model\":\"medgemma.gguf\"")
                    .doesNotContain("1795288289", "jane", "251.644", "chatcmpl");
            assertThat(text(review(server))).startsWith("About");
        }
    }

    @Test
    void instructionsInEvidenceAreDataAndWhatAModelMakesOfThemIsDropped() {
        ReviewPrompt prompt = MadeReview.prompt();
        assertThat(prompt.instructions()).doesNotContain("benign");
        String obeyed =
                "{\"sentences\": [{\"text\": \"The tissue is benign, see <img src=x onerror=1>.\", \"evidence\": [\""
                        + sent(IMMUNE) + "\"]}], \"verdict\": \"pass\", \"evidence\": {\"value\": 0}}";
        try (ReviewServer server =
                new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, completion(obeyed)))) {
            JsonNode document = review(server).document();
            assertThat(document.path("sentences")).isEmpty();
            assertThat(document.path("dropped").path("markup").asInt()).isEqualTo(1);
            assertThat(document.has("verdict")).isFalse();
        }
    }

    @Test
    void theServiceOfPathologyAiIsAskedInItsOwnWay() {
        String body = CanonicalJson.line(CanonicalJson.object()
                .put("review_type", "case")
                .put(
                        "summary",
                        "About 27.4 % of the cells are immune [" + sent(IMMUNE)
                                + "]. This sentence rests on nothing. Half of it cites [C1] wrongly ("
                                + sent(IMMUNE) + ").")
                .put("interpretation", "")
                .put("confidence", 0.9));
        try (ReviewServer server = new ReviewServer((exchange, call) -> ReviewServer.json(exchange, 200, body))) {
            PathologyAiBackend backend = new PathologyAiBackend(server.endpoint("", Optional.empty()), QUICK);
            JsonNode document =
                    Review.make(MadeReview.prompt(), backend, Optional.empty()).document();
            assertThat(server.paths()).containsExactly("/reviews/case");
            assertThat(server.keys()).containsExactly("null");
            JsonNode sentBody = StrictJson.parse(server.bodies().get(0), "body");
            assertThat(sentBody.path("evidence").path("evidence")).hasSize(3);
            assertThat(sentBody.path("question").asText()).contains("in brackets");
            assertThat(document.path("sentences")).hasSize(1);
            assertThat(document.path("sentences").path(0).path("text").asText())
                    .isEqualTo("About 27.4 % of the cells are immune.");
            assertThat(document.path("dropped").path("no_evidence").asInt()).isEqualTo(1);
            assertThat(document.path("dropped").path("unknown_citation").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void rulesAskNobodyAndHoldByTheirOwnChecks() {
        JsonNode document = Review.make(MadeReview.prompt(), new HeuristicBackend(), Optional.empty())
                .document();
        assertThat(document.path("sentences")).isNotEmpty();
        assertThat(document.path("transcript_sha256").isNull()).isTrue();
        assertThat(document.path("sentences").path(0).path("origin").asText()).isEqualTo("rules");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/v1",
                "host:8000",
                "http://user:pass@127.0.0.1/v1",
                "http://127.0.0.1/v1?key=1",
                "file:///etc/passwd",
                "http://",
                "http://remote.example/v1"
            })
    void addressesThatLeakOrAreNoneAreRefused(String address) {
        assertThatThrownBy(() -> Endpoint.of(address, KEY)).isInstanceOf(UsageException.class);
    }

    @Test
    void anEndpointThatIsNotThereIsSaid() {
        ReviewServer closed = new ReviewServer((exchange, call) -> {});
        OpenAiBackend backend = openAi(closed);
        closed.close();
        assertThatThrownBy(() -> backend.ask(MadeReview.prompt()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("no answer");
    }
}

package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.celltypist.CellTypistReader;
import io.spatho.cli.mcp.LineTransport;
import io.spatho.cli.mcp.NamedRoots;
import io.spatho.cli.mcp.ToolServer;
import io.spatho.core.attestation.Envelope;
import io.spatho.core.communication.PairList;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.tool.Progress;
import io.spatho.report.review.Review;
import io.spatho.report.review.ReviewPrompt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** What people, models and clients say: decisions, answers of language models, signed envelopes, models of cell types, pairs of genes, lines of a client. */
class TrustFuzzTest {

    private static final ReviewPrompt PROMPT = MadeAnswers.prompt();

    @TempDir
    static Path shared;

    /** A log that was read can be written, and is then the same log. */
    @FuzzTest(maxDuration = "2m")
    void decisions(byte[] bytes) {
        Hostile.file("decisions.jsonl", bytes, file -> {
            DecisionLog log = DecisionLog.read(file);
            log.write(file);
            DecisionLog again = DecisionLog.read(file);
            assertThat(again.head()).isEqualTo(log.head());
            assertThat(again.decisions()).isEqualTo(log.decisions());
        });
    }

    /** Whatever an endpoint sends, only sentences about evidence that was sent, without links and markup, come through. */
    @FuzzTest(maxDuration = "2m")
    void modelAnswer(byte[] bytes) throws IOException {
        String body = new String(bytes, StandardCharsets.UTF_8);
        Hostile.holds(() -> requireHarmless(Review.make(PROMPT, new MadeAnswers(body, false), Optional.empty())
                .document()));
        Hostile.holds(() -> requireHarmless(Review.make(PROMPT, new MadeAnswers(body, true), Optional.empty())
                .document()));
    }

    private static void requireHarmless(JsonNode review) {
        for (JsonNode sentence : review.path("sentences")) {
            assertThat(sentence.path("evidence")).isNotEmpty();
            sentence.path("evidence")
                    .forEach(id -> assertThat(MadeAnswers.ids()).contains(id.asText()));
            String text = sentence.path("text").asText();
            assertThat(text).doesNotContain("://", "](", "<script", "\n").doesNotContainPattern("\\p{Cntrl}");
        }
    }

    /** No envelope that was altered is signed by a key that signed another. */
    @FuzzTest(maxDuration = "2m")
    void envelope(byte[] bytes) {
        Hostile.file(Envelope.NAME, bytes, file -> {
            JsonNode envelope = StrictJson.read(file);
            boolean signed = Envelope.isSignedBy(envelope, MadeAnswers.keys().getPublic());
            assertThat(!signed || Envelope.holds(envelope, MadeAnswers.STATEMENT))
                    .isTrue();
        });
    }

    @FuzzTest(maxDuration = "2m")
    void cellTypeModel(byte[] bytes) {
        Hostile.file("model.pkl", bytes, CellTypistReader::read);
    }

    @FuzzTest(maxDuration = "2m")
    void genePairs(byte[] bytes) {
        for (String name : new String[] {"pairs.csv", "pairs.tsv"}) {
            Hostile.file(
                    name, bytes, file -> assertThat(PairList.read(file).pairs()).isNotEmpty());
        }
    }

    /** Every line that comes back is one JSON document without paths of this machine that the client did not say, and no file is made. */
    @FuzzTest(maxDuration = "2m")
    void clientLines(byte[] bytes) throws IOException {
        Path root = Files.createDirectories(shared.resolve("root"));
        String own = shared.getFileName().toString();
        boolean isGuessed = new String(bytes, StandardCharsets.UTF_8).contains(own);
        Hostile.holds(() -> {
            ToolServer server = new ToolServer(
                    NamedRoots.of(Map.of("cases", root), Optional.empty()),
                    1,
                    (out, err, words) -> 2,
                    Progress.SILENT,
                    "1");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LineTransport.serve(server, new ByteArrayInputStream(bytes), out);
            out.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
                assertThat(StrictJson.parse(line, "reply").path("jsonrpc").asText())
                        .isEqualTo("2.0");
                assertThat(!isGuessed && line.contains(own)).as(line).isFalse();
            });
        });
        assertThat(root).isEmptyDirectory();
    }
}

package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Words about the evidence of a run that were checked against it, and how they came about. */
public final class Review {

    /** Where a review lies in a run folder. */
    public static final String PATH = "review/review.json";

    static final String PROMPT = "review/prompt.txt";
    static final String TRANSCRIPT = "review/transcript.json";

    private static final String SCHEMA_VERSION = "1.0";

    private final ReviewPrompt prompt;
    private final ReviewTranscript transcript;
    private final ObjectNode document;

    private Review(ReviewPrompt prompt, ReviewTranscript transcript, ObjectNode document) {
        this.prompt = prompt;
        this.transcript = transcript;
        this.document = document;
    }

    /** Asks a backend, or reads what it said before, and checks the answer. */
    public static Review make(ReviewPrompt prompt, ReviewBackend backend, Optional<Path> replay) {
        ReviewTranscript transcript = replay.map(file -> ReviewTranscript.replay(file, backend, prompt))
                .orElseGet(() -> backend.ask(prompt));
        AnswerCheck.Outcome outcome = AnswerCheck.of(prompt, backend.answer(prompt, transcript));
        ObjectNode node = header(prompt, backend.id(), transcript.model(), "made");
        node.put(
                "transcript_sha256",
                transcript.isOfModel()
                        ? Fingerprint.ofBytes(CanonicalJson.document(transcript.toJson()))
                                .sha256()
                        : null);
        ArrayNode sentences = node.putArray("sentences");
        for (AnswerCheck.Checked sentence : outcome.sentences()) {
            ObjectNode one = sentences.addObject().put("text", sentence.text());
            ArrayNode ids = one.putArray("evidence");
            sentence.evidenceIds().forEach(ids::add);
            ArrayNode cited = one.putArray("citations");
            sentence.citations().forEach(cited::add);
            one.put("origin", transcript.isOfModel() ? "model" : "rules");
        }
        ObjectNode dropped = node.putObject("dropped");
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason.id(), outcome.dropped().getOrDefault(reason, 0));
        }
        return new Review(prompt, transcript, node);
    }

    /** A review that could not be made, and why. */
    static JsonNode failed(ReviewPrompt prompt, ReviewBackend backend, String reason) {
        ObjectNode node = header(prompt, backend.id(), backend.model().orElse(""), "failed");
        node.put("reason", reason).putNull("transcript_sha256");
        node.putArray("sentences");
        node.putObject("dropped");
        return node;
    }

    private static ObjectNode header(ReviewPrompt prompt, String backend, String model, String status) {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION)
                .put("status", status)
                .put("backend", backend)
                .put("model", model.isEmpty() ? null : model)
                .put("prompt_sha256", prompt.sha256())
                .put("identifiers_sent", prompt.pseudonyms().isOpen())
                .put("evidence_sent", prompt.sent().size())
                .put("evidence_left_out", prompt.omitted())
                .put("notice", "Words about evidence, not evidence and not a diagnosis.");
        ArrayNode references = node.putArray("bibliography");
        prompt.input()
                .bibliography()
                .forEach(reference ->
                        references.addObject().put("id", reference.id()).put("text", reference.text()));
        return node;
    }

    /** The document {@code review/review.json}. */
    public JsonNode document() {
        return document;
    }

    /** Writes the review, its prompt and, where a model was asked, the transcript. */
    public void write(ArtifactStore store) {
        boolean model =
                transcript.isOfModel() || prompt.sent().values().stream().anyMatch(ModelDerived.class::isInstance);
        Origin origin = model ? Origin.MODEL_DERIVED : Origin.MEASURED;
        writePrompt(store, prompt);
        if (transcript.isOfModel()) {
            store.json(TRANSCRIPT, Origin.MODEL_DERIVED, transcript.toJson());
        }
        store.json(PATH, origin, document);
    }

    static void writePrompt(ArtifactStore store, ReviewPrompt prompt) {
        boolean model = prompt.sent().values().stream().anyMatch(ModelDerived.class::isInstance);
        store.file(
                PROMPT,
                "text/plain",
                model ? Origin.MODEL_DERIVED : Origin.MEASURED,
                file -> Files.write(file, prompt.text().getBytes(StandardCharsets.UTF_8)));
    }
}

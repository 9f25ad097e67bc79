package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was sent to a model and what came back, without headers, keys, addresses and times.
 *
 * @param backend who was asked
 * @param model the model's name, or empty
 * @param promptSha256 digest of the prompt
 * @param request the document that was sent; null when nobody was asked
 * @param response the body that came back, as text
 */
public record ReviewTranscript(String backend, String model, String promptSha256, JsonNode request, String response) {

    private static final String SCHEMA_VERSION = "1.0";

    static ReviewTranscript of(ReviewBackend backend, ReviewPrompt prompt, JsonNode request, String response) {
        return new ReviewTranscript(backend.id(), backend.model().orElse(""), prompt.sha256(), request, response);
    }

    /** Whether anybody was asked. */
    boolean isOfModel() {
        return !request.isNull();
    }

    JsonNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("schema_version", SCHEMA_VERSION)
                .put("backend", backend)
                .put("model", model)
                .put("prompt_sha256", promptSha256);
        node.set("request", request);
        node.put("response", response);
        return node;
    }

    /** A recorded transcript that answers exactly this prompt; any other is refused. */
    static ReviewTranscript replay(Path file, ReviewBackend backend, ReviewPrompt prompt) {
        JsonNode node = StrictJson.read(file);
        ReviewTranscript read = new ReviewTranscript(
                node.path("backend").asText(),
                node.path("model").asText(),
                node.path("prompt_sha256").asText(),
                node.path("request"),
                node.path("response").asText());
        boolean same = read.backend.equals(backend.id())
                && read.model.equals(backend.model().orElse(read.model))
                && read.promptSha256.equals(prompt.sha256());
        if (!same) {
            throw new InputException(Problem.of("the transcript answers another prompt, backend or model")
                    .at(file)
                    .expected(
                            backend.id() + " " + Optional.of(prompt.sha256()).get(),
                            read.backend + " " + read.promptSha256)
                    .fix("Record a new one without --replay"));
        }
        return read;
    }
}

package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.SpathoException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Puts the evidence of a run into words, by rules or by a model, and keeps those sentences that hold; writes {@code
 * review/review.json}, {@code prompt.txt} and {@code transcript.json}. A model that cannot be reached, or answers nonsense, costs the run its
 * words and nothing else: the review says so, and {@code --resume} asks again.
 */
public final class ReviewTool implements Tool<ReviewTool.Request, JsonNode> {

    /** Where the transcript lies in a run folder, when a model was asked. */
    public static final String TRANSCRIPT = Review.TRANSCRIPT;

    /**
     * What to write about and who writes.
     *
     * @param prompt the prompt
     * @param backend who writes
     * @param replay a transcript to read instead of asking
     */
    public record Request(ReviewPrompt prompt, ReviewBackend backend, Optional<Path> replay) {}

    @Override
    public ToolId id() {
        return new ToolId("review", "1.0");
    }

    @Override
    public String purpose() {
        return "Puts the evidence into sentences and keeps those that hold by the evidence they name.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("backend", request.backend().id())
                .put("model", request.backend().model().orElse(null))
                .put("prompt", request.prompt().sha256());
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        try {
            Review review = Review.make(
                    request.prompt(), request.backend().on(context.workers().threads()), request.replay());
            review.write(context.store());
            return review.document();
        } catch (ResourceException e) {
            return failed(request, context, e);
        } catch (InputException e) {
            if (request.replay().isPresent()) {
                throw e;
            }
            return failed(request, context, e);
        }
    }

    private static JsonNode failed(Request request, ToolContext context, SpathoException cause) {
        context.progress().note("no review: " + cause.getMessage());
        JsonNode document = Review.failed(request.prompt(), request.backend(), cause.getMessage());
        Review.writePrompt(context.store(), request.prompt());
        context.store().json(Review.PATH, Origin.MODEL_DERIVED, document);
        return document;
    }

    /** A model is not asked twice; what it said stands. */
    @Override
    public Optional<JsonNode> restore(Request request, ToolContext context) {
        Path file = context.store().locate(Review.PATH);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode document = StrictJson.read(file);
        return document.path("status").asText().equals("made") ? Optional.of(document) : Optional.empty();
    }
}

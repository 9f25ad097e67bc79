package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.report.review.Endpoint;
import io.spatho.report.review.HeuristicBackend;
import io.spatho.report.review.LocalModelBackend;
import io.spatho.report.review.OpenAiBackend;
import io.spatho.report.review.PathologyAiBackend;
import io.spatho.report.review.Pseudonyms;
import io.spatho.report.review.ReviewBackend;
import io.spatho.report.review.ReviewInput;
import io.spatho.report.review.ReviewLimits;
import io.spatho.report.review.ReviewPrompt;
import io.spatho.report.review.ReviewTool;
import io.spatho.report.review.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the backend that was asked for, with its key from the environment. */
final class ReviewBackends {

    static final String NONE = "none";
    static final String HEURISTIC = "heuristic";
    static final String OPENAI = "openai";
    static final String PATHOLOGY_AI = "pathology_ai";
    static final String LOCAL = "local";
    static final List<String> NAMES = List.of(NONE, HEURISTIC, OPENAI, PATHOLOGY_AI, LOCAL);

    private static final String KEY = "SPATHO_REVIEW_API_KEY";
    private static final String OPENAI_KEY = "OPENAI_API_KEY";
    private static final String OPENAI_HOST = "api.openai.com";
    private static final String LOCAL_SERVICE = "http://127.0.0.1:8000";

    private final ReviewBackend backend;
    private final ReviewLimits limits;
    private final Optional<Path> replay;
    private final boolean sendIdentifiers;

    ReviewBackends(
            String name,
            Optional<String> endpoint,
            Optional<String> model,
            List<Path> adapters,
            int timeout,
            int tokenBudget,
            Optional<Path> replay,
            boolean sendIdentifiers) {
        this.limits = ReviewLimits.standard().with(Duration.ofSeconds(timeout), tokenBudget);
        this.replay = replay;
        this.sendIdentifiers = sendIdentifiers;
        this.backend = switch (name) {
            case HEURISTIC -> new HeuristicBackend();
            case OPENAI ->
                new OpenAiBackend(
                        endpoint(endpoint.or(() -> replay.map(file -> LOCAL_SERVICE))), model.orElse(""), limits);
            case PATHOLOGY_AI ->
                new PathologyAiBackend(endpoint(endpoint.or(() -> Optional.of(LOCAL_SERVICE))), limits);
            case LOCAL -> local(model, adapters);
            default -> throw new UsageException(Problem.of("no such backend").expected(String.join(", ", NAMES), name));
        };
    }

    private ReviewBackend local(Optional<String> model, List<Path> adapters) {
        if (replay.isPresent()) {
            return LocalModelBackend.recorded(limits);
        }
        Path file = Path.of(model.orElseThrow(() -> new UsageException(
                Problem.of("no model was named").fix("Name the GGUF file with the model's option"))));
        ReviewBackend made = LocalModelBackend.of(
                file, adapters, limits, Runtime.getRuntime().availableProcessors());
        if (System.getProperty("os.name").startsWith("Mac")) {
            // There the binding prints where it lays a file for the graphics processor, whatever it is told.
            System.setOut(System.err);
        }
        return made;
    }

    private static Endpoint endpoint(Optional<String> address) {
        String text = address.orElseThrow(() -> new UsageException(
                Problem.of("no endpoint was named").fix("Say where the model answers: nothing is sent anywhere else")));
        return Endpoint.of(text, key(text));
    }

    /** The general key, or OpenAI's own for OpenAI's own host only. */
    private static Optional<Secret> key(String address) {
        String host = String.valueOf(URI.create(address.strip()).getHost());
        return variable(KEY).or(() -> host.equals(OPENAI_HOST) ? variable(OPENAI_KEY) : Optional.empty());
    }

    private static Optional<Secret> variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(Secret.of(name, value));
    }

    ReviewBackend backend() {
        return backend;
    }

    ReviewTool.Request request(ReviewInput input) {
        Pseudonyms names = sendIdentifiers ? Pseudonyms.none() : Pseudonyms.of(input.identifiers());
        return new ReviewTool.Request(ReviewPrompt.of(input, names, limits), backend, replay);
    }
}

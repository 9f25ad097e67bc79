package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.review.DecisionLog;
import io.spatho.report.review.ReviewInput;
import io.spatho.report.review.ReviewTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who puts the evidence of a run into words, and what people decided about an earlier run. */
final class ReviewOptions {

    @Option(
            names = "--review",
            paramLabel = "WHO",
            defaultValue = "heuristic",
            description =
                    "Who puts the evidence into words: none, heuristic (rules), openai (any endpoint that speaks"
                            + " chat completions), pathology_ai, or local (a GGUF file in this process) (default: ${DEFAULT-VALUE}).")
    String review = "heuristic";

    @Option(
            names = "--review-endpoint",
            paramLabel = "URL",
            description = "Where the model answers, such as http://127.0.0.1:11434/v1. Keys come from"
                    + " SPATHO_REVIEW_API_KEY, or OPENAI_API_KEY for api.openai.com.")
    Optional<String> endpoint = Optional.empty();

    @Option(
            names = "--review-model",
            paramLabel = "NAME",
            description = "The model to ask: its name, or for local its GGUF file.")
    Optional<String> model = Optional.empty();

    @Option(
            names = "--review-adapter",
            paramLabel = "FILE",
            description = "For local: a LoRA adapter in GGUF; may be given several times.")
    List<Path> adapters = new ArrayList<>();

    @Option(
            names = "--review-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest wait for an answer (default: ${DEFAULT-VALUE}).")
    int timeout = 60;

    @Option(
            names = "--review-token-budget",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most tokens of prompt and answer together (default: ${DEFAULT-VALUE}).")
    int tokenBudget = 20_000;

    @Option(
            names = "--review-replay",
            paramLabel = "FILE",
            description = "A recorded review/transcript.json to read instead of asking.")
    Optional<Path> replay = Optional.empty();

    @Option(
            names = "--send-identifiers",
            description = "Send the names of samples, files and regions as they are, instead of pseudonyms.")
    boolean sendIdentifiers;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "What people decided about an earlier run (its decisions.jsonl); kept in the output folder.")
    Optional<Path> decisions = Optional.empty();

    /** No words at all. */
    static ReviewOptions none() {
        ReviewOptions options = new ReviewOptions();
        options.review = ReviewBackends.NONE;
        return options;
    }

    boolean isNone() {
        return review.equals(ReviewBackends.NONE);
    }

    /** Fails with a usage error that names the option, before anything is read. */
    void require() {
        RunSettings.requireOneOf("--review", review, ReviewBackends.NAMES);
        if (!isNone()) {
            choice();
        }
    }

    private boolean isLocal() {
        return review.equals(ReviewBackends.LOCAL);
    }

    private ReviewBackends choice() {
        return new ReviewBackends(review, endpoint, model, adapters, timeout, tokenBudget, replay, sendIdentifiers);
    }

    ReviewTool.Request request(ReviewInput input) {
        return choice().request(input);
    }

    /** Writes what can change a result; where a model answers is nobody's business. */
    void describe(ObjectNode node) {
        if (isNone()) {
            return;
        }
        node.put("review", review);
        if (!review.equals(ReviewBackends.HEURISTIC)) {
            // A folder of this machine is nobody's business either.
            model.map(name -> isLocal() ? RunSettings.name(Path.of(name)) : name)
                    .ifPresent(name -> node.put("review_model", name));
            if (!adapters.isEmpty()) {
                ArrayNode names = node.putArray("review_adapter");
                adapters.forEach(file -> names.add(RunSettings.name(file)));
            }
            node.put("send_identifiers", sendIdentifiers);
        }
        node.put("review_token_budget", tokenBudget);
    }

    /**
     * The decisions to put into an output folder, if any have to be: those of {@code --decisions}, unless the folder's own are the
     * same and more.
     */
    Optional<DecisionLog> decisions(Path output) {
        DecisionLog own = DecisionLog.read(output.resolve(DecisionLog.NAME));
        if (decisions.isEmpty()) {
            return Optional.empty();
        }
        Path file = decisions.get();
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    Problem.of("there is no such file of decisions").at(file));
        }
        DecisionLog given = DecisionLog.read(file);
        if (own.continues(given)) {
            return Optional.empty();
        }
        if (!given.continues(own)) {
            throw new UsageException(Problem.of("the output folder holds other decisions than --decisions")
                    .at(output.resolve(DecisionLog.NAME))
                    .fix("Name another output folder, or leave --decisions out"));
        }
        return Optional.of(given);
    }
}

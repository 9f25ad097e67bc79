package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.report.review.Review;
import io.spatho.report.review.ReviewTool;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho review RUN --backend B -o OUT}: words about the evidence of a finished run, which stays as it is. */
@Command(
        name = "review",
        description =
                "Put the evidence of a finished run into sentences, by rules or by a model, and keep those that hold."
                        + " The run itself is not touched.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReviewCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The output folder of a finished run.")
    private Path run;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "A folder for review.json, prompt.txt and transcript.json (default: the sentences are only"
                    + " printed).")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--backend",
            paramLabel = "WHO",
            defaultValue = "heuristic",
            description =
                    "heuristic (rules), openai (any endpoint that speaks chat completions), pathology_ai, or local"
                            + " (a GGUF file in this process) (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Where the model answers. Keys come from SPATHO_REVIEW_API_KEY, or OPENAI_API_KEY for"
                    + " api.openai.com.")
    private Optional<String> endpoint = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "The model to ask: its name, or for local its GGUF file.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--adapter",
            paramLabel = "FILE",
            description = "For local: a LoRA adapter in GGUF; may be given several times.")
    private List<Path> adapters = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Longest wait for an answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--token-budget",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most tokens of prompt and answer together (default: ${DEFAULT-VALUE}).")
    private int tokenBudget;

    @Option(
            names = "--send-identifiers",
            description = "Send the names of samples, files and regions as they are, instead of pseudonyms.")
    private boolean sendIdentifiers;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "A recorded transcript.json to read instead of asking.")
    private Optional<Path> replay = Optional.empty();

    @Mixin
    private Threads threads;

    @Option(names = "--json", description = "Print the review as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        RunSettings.requireOneOf("--backend", backend, ReviewBackends.NAMES);
        output.filter(folder -> Files.exists(folder.resolve("review"))).ifPresent(folder -> {
            throw new UsageException(
                    Problem.of("the folder already holds a review").at(folder).fix("Name another folder with -o"));
        });
        ReviewedRun reviewed = ReviewedRun.read(run);
        ReviewTool.Request request = new ReviewBackends(
                        backend, endpoint, model, adapters, timeout, tokenBudget, replay, sendIdentifiers)
                .request(ReviewInputs.of(reviewed));
        Review review = Review.make(request.prompt(), request.backend().on(threads.count()), request.replay());
        output.ifPresent(folder -> review.write(new FolderStore(folder, new ParquetTables(), reviewed.runId())));
        print(review.document(), spec.commandLine().getOut());
        return 0;
    }

    private void print(JsonNode document, PrintWriter out) {
        if (json) {
            out.println(CanonicalJson.line(document));
            return;
        }
        for (JsonNode sentence : document.path("sentences")) {
            StringBuilder ids = new StringBuilder();
            sentence.path("evidence")
                    .forEach(id -> ids.append(ids.isEmpty() ? "" : ", ").append(id.asText(), 0, 11));
            out.println(sentence.path("text").asText() + " [" + ids + "]");
        }
        int dropped = 0;
        for (JsonNode count : document.path("dropped")) {
            dropped += count.asInt();
        }
        spec.commandLine().getErr().println(dropped + " sentences dropped because the evidence did not bear them");
    }
}

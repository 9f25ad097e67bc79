package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.critic.CriticTool;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.ReviewDecision;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho review-queue RUN}: what waits for a person. */
@Command(
        name = "review-queue",
        description = "List the evidence of a run that is weak or contradicted and waits for a person.",
        mixinStandardHelpOptions = true)
final class ReviewQueueCommand implements Callable<Integer> {

    private static final String WAITING = "waiting";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The output folder of a finished run.")
    private Path run;

    @Option(names = "--all", description = "Also what was decided already.")
    private boolean all;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ReviewedRun reviewed = ReviewedRun.read(run);
        Path file = run.resolve(CriticTool.QUEUE);
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    Problem.of("the run has no queue").at(run).fix("Run it again with this version of spatho"));
        }
        ArrayNode items = CanonicalJson.array();
        for (JsonNode item : StrictJson.read(file).path("items")) {
            Optional<ReviewDecision> decision =
                    reviewed.state().of(item.path("evidence_id").asText());
            if (all || decision.isEmpty()) {
                ObjectNode one = item.deepCopy();
                one.put("state", decision.map(made -> made.kind().id()).orElse(WAITING));
                one.put("reviewer", decision.map(ReviewDecision::reviewer).orElse(null));
                items.add(one);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = CanonicalJson.object().put("run_id", reviewed.runId());
            node.set("items", items);
            node.put("decisions_out_of_date", reviewed.state().outOfDate().size());
            out.println(CanonicalJson.line(node));
        } else {
            items.forEach(item -> print(item, out));
            int old = reviewed.state().outOfDate().size();
            spec.commandLine()
                    .getErr()
                    .println(items.size() + " pieces of evidence" + (all ? "" : " wait for a person")
                            + (old == 0 ? "" : "; " + old + " earlier decisions no longer fit what the run states"));
        }
        return 0;
    }

    private static void print(JsonNode item, PrintWriter out) {
        out.println(item.path("evidence_id").asText() + "  "
                + item.path("strength").asText().replace('_', ' ') + "  "
                + item.path("state").asText() + "  " + item.path("summary").asText());
        out.println("    " + item.path("reason").asText());
    }
}

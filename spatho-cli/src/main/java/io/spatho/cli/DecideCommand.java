package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.review.ReviewDecision;
import io.spatho.core.review.ReviewDecision.Kind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records what a person decided about a piece of evidence; the three decisions are commands of their own. */
abstract class DecideCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EVIDENCE_ID",
            description = "The evidence (ev_...), or the beginning of its id; review-queue lists them.")
    private String id;

    @Option(names = "--run", paramLabel = "RUN", required = true, description = "The output folder of a finished run.")
    private Path run;

    @Option(names = "--reviewer", paramLabel = "NAME", required = true, description = "Who decides.")
    private String reviewer;

    @Option(names = "--note", paramLabel = "TEXT", required = true, description = "Why.")
    private String note;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    abstract Kind kind();

    Optional<String> label() {
        return Optional.empty();
    }

    @Override
    public Integer call() {
        ReviewedRun reviewed = ReviewedRun.read(run);
        ReviewDecision decision =
                ReviewDecision.about(reviewed.only(id), reviewed.runId(), kind(), label(), reviewer, note);
        DecisionLog log = DecisionLog.append(run.resolve(DecisionLog.NAME), decision, Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = CanonicalJson.object()
                    .put("decision_id", decision.id())
                    .put("evidence_id", decision.evidenceId())
                    .put("decision", decision.kind().id())
                    .put("decisions", log.decisions().size())
                    .put("head", log.head());
            out.println(CanonicalJson.line(node));
        } else {
            out.println(decision.kind().id() + " " + decision.evidenceId() + ", decision "
                    + log.decisions().size() + ", chain ends in " + log.head());
        }
        return 0;
    }

    /** {@code spatho approve}. */
    @Command(name = "approve", description = "Record that a piece of evidence stands.", mixinStandardHelpOptions = true)
    static final class Approve extends DecideCommand {
        @Override
        Kind kind() {
            return Kind.APPROVE;
        }
    }

    /** {@code spatho reject}. */
    @Command(
            name = "reject",
            description = "Record that a piece of evidence is not to be relied on.",
            mixinStandardHelpOptions = true)
    static final class Reject extends DecideCommand {
        @Override
        Kind kind() {
            return Kind.REJECT;
        }
    }

    /** {@code spatho relabel}. */
    @Command(
            name = "relabel",
            description = "Record that a piece of evidence stands under another label.",
            mixinStandardHelpOptions = true)
    static final class Relabel extends DecideCommand {

        @Option(names = "--label", paramLabel = "LABEL", required = true, description = "The label that is right.")
        private String label;

        @Override
        Kind kind() {
            return Kind.RELABEL;
        }

        @Override
        Optional<String> label() {
            return Optional.of(label);
        }
    }
}

package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** What every study of a model on a case takes: the case, where its results go, and how the measured steps are made. */
final class Study {

    @Parameters(
            paramLabel = "BUNDLE",
            description = "The folder that the instrument or Space Ranger wrote, or an h5ad file.")
    private Path bundle;

    @Mixin
    private RunTarget target;

    @Mixin
    private RunOptions options;

    @Mixin
    private ModelOptions model;

    @Mixin
    private Threads threads;

    RunOptions options() {
        return options;
    }

    ModelOptions model() {
        return model;
    }

    int threads() {
        return threads.count();
    }

    /** Runs a study whose main result is the file named. */
    int run(String name, Map<String, String> choices, String result, CaseRun.PlanMaker maker, CommandSpec spec) {
        Map<String, String> study = new TreeMap<>(choices);
        study.put("study", name);
        CaseRun run = new CaseRun(
                RunSettings.ofStudy(options, model, study),
                threads.count(),
                new ConsoleProgress(spec.commandLine().getErr()));
        CaseRun.Outcome outcome = run.execute(bundle, target.output, target.existing(), target.key(), maker);
        Path file = target.output.resolve(result);
        PrintWriter out = spec.commandLine().getOut();
        if (target.json()) {
            ObjectNode node = CanonicalJson.object();
            node.put("run_id", outcome.runId())
                    .put("result", file.toString())
                    .put("artifacts", outcome.artifacts())
                    .put("evidence", outcome.evidence());
            out.println(CanonicalJson.line(node));
        } else {
            out.println(file);
        }
        return 0;
    }
}

package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.RunPlan;
import io.spatho.stgpt.discordance.DiscordanceModel;
import io.spatho.stgpt.discordance.ScoreDiscordanceTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho discordance score BUNDLE... --model DIR --image-features FILE... -o OUT}. */
@Command(
        name = "score",
        description = "Score slides with a model that spatho discordance train made.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DiscordanceScoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DiscordanceRun run;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The folder model of a training.")
    private Path folder;

    @Override
    public Integer call() {
        DiscordanceModel model = DiscordanceModel.read(folder);
        ObjectNode choices = CanonicalJson.object();
        choices.put("model", model.fingerprint().sha256());
        return run.execute(
                "score",
                choices,
                Optional.of(model.genes()),
                ScoreDiscordanceTool.FILE,
                spots -> {
                    RunPlan plan = new RunPlan();
                    plan.add(
                            "score",
                            new ScoreDiscordanceTool(),
                            List.of(),
                            results -> new ScoreDiscordanceTool.Request(
                                    model, spots.material(), run.scoring(), run.device(), spots.planted()));
                    return plan;
                },
                spec);
    }
}

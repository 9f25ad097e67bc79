package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.RunPlan.Step;
import io.spatho.stgpt.discordance.ClusteringSettings;
import io.spatho.stgpt.discordance.ContrastiveSettings;
import io.spatho.stgpt.discordance.DiscordanceModel;
import io.spatho.stgpt.discordance.DiscordanceScores;
import io.spatho.stgpt.discordance.DiscordanceSeedsTool;
import io.spatho.stgpt.discordance.DiscordanceSettings;
import io.spatho.stgpt.discordance.ScoreDiscordanceTool;
import io.spatho.stgpt.discordance.TrainDiscordanceTool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho discordance train BUNDLE... --image-features FILE... -o OUT}: a model of several slides, and their scores. */
@Command(
        name = "train",
        description =
                "Train a model of what genes to expect from pictures, on one or several slides, and score these slides"
                        + " with it; --resume goes on with a training that was killed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DiscordanceTrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DiscordanceRun run;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "400",
            description = "Most steps, each over all spots (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--annealing",
            paramLabel = "N",
            defaultValue = "150",
            description = "Steps in which the weight of the divergence rises to 1 (default: ${DEFAULT-VALUE}).")
    private int annealing;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "64",
            description = "Width of the layers (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--latent",
            paramLabel = "N",
            defaultValue = "16",
            description = "Latent dimensions (default: ${DEFAULT-VALUE}).")
    private int latent;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.003",
            description = "Peak of the schedule (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--contrastive",
            paramLabel = "EPOCHS",
            defaultValue = "0",
            description =
                    "Before that, bring the encoders of genes and pictures together for at most so many passes over"
                            + " all spots (default: ${DEFAULT-VALUE}, none).")
    private int contrastive;

    @Option(
            names = "--embedded-clustering",
            description =
                    "After that, train the --domains K into the latent space (deep embedded clustering) in place of"
                            + " k-means at the end.")
    private boolean embedded;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Train N times, counting seeds on from --seed, and tell how far the trainings agree"
                    + " (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Override
    public Integer call() {
        DiscordanceSettings settings = settings();
        RunSettings.require("--seeds", seeds, seeds >= 1 && seeds <= DiscordanceSeedsTool.MOST_SEEDS);
        ObjectNode choices = CanonicalJson.object();
        choices.set("training", settings.document());
        choices.put("seeds", seeds);
        return run.execute(
                "train",
                choices,
                Optional.empty(),
                ScoreDiscordanceTool.FILE,
                spots -> {
                    RunPlan plan = new RunPlan();
                    Step<DiscordanceModel> trained = plan.add(
                            "train",
                            new TrainDiscordanceTool(),
                            List.of(),
                            results -> new TrainDiscordanceTool.Request(spots.material(), settings, run.device()));
                    Step<DiscordanceScores> scored = plan.add(
                            "score",
                            new ScoreDiscordanceTool(),
                            List.of(trained),
                            results -> new ScoreDiscordanceTool.Request(
                                    results.of(trained),
                                    spots.material(),
                                    run.scoring(),
                                    run.device(),
                                    spots.planted()));
                    if (seeds > 1) {
                        plan.add(
                                "other seeds",
                                new DiscordanceSeedsTool(),
                                List.of(trained, scored),
                                results -> new DiscordanceSeedsTool.Request(
                                        results.of(trained),
                                        results.of(scored),
                                        spots.material(),
                                        settings,
                                        run.scoring(),
                                        run.device(),
                                        seeds,
                                        spots.planted()));
                    }
                    return plan;
                },
                spec);
    }

    private DiscordanceSettings settings() {
        DiscordanceSettings standard = DiscordanceSettings.standard(run.seed());
        if (embedded && run.domains().isEmpty()) {
            throw new UsageException(Problem.of("embedded clustering needs the number of domains")
                    .at("--embedded-clustering")
                    .fix("Add --domains K"));
        }
        try {
            return new DiscordanceSettings(
                    hidden,
                    latent,
                    standard.heads(),
                    steps,
                    annealing,
                    standard.scoreEvery(),
                    standard.patience(),
                    rate,
                    standard.weightDecay(),
                    standard.zeroInflated(),
                    standard.heldOutShare(),
                    run.seed(),
                    ContrastiveSettings.of(contrastive),
                    embedded ? ClusteringSettings.of(run.domains().orElseThrow()) : ClusteringSettings.NONE);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Problem.of("the settings of the training are impossible: " + e.getMessage())
                    .at("the options of spatho discordance train")
                    .fix("--annealing must not exceed --steps; see spatho discordance train --help"));
        }
    }
}

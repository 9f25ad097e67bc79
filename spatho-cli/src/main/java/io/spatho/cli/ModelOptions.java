package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model embeds the observations, and where it computes. */
final class ModelOptions {

    @Option(
            names = "--stgpt",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = "auto (a checkpoint if given, else a model trained on the case) or none.")
    String stgpt = "auto";

    @Option(names = "--checkpoint", paramLabel = "DIR", description = "A scGPT or scGPT-spatial folder.")
    Optional<Path> checkpoint = Optional.empty();

    @Mixin
    CheckpointChoice use = new CheckpointChoice();

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "auto", description = "auto, cpu or cuda[:N].")
    String device = "auto";

    /** No model at all. */
    static ModelOptions none() {
        ModelOptions options = new ModelOptions();
        options.stgpt = "none";
        return options;
    }

    /** Fails with a usage error that names the option. */
    void require() {
        RunSettings.requireOneOf("--stgpt", stgpt, List.of("auto", "none"));
        if (checkpoint.isPresent() && stgpt.equals("none")) {
            throw new UsageException(Problem.of("--checkpoint and --stgpt none contradict each other")
                    .fix("Leave one of them out"));
        }
        if (checkpoint.isEmpty() && use.isGiven()) {
            throw new UsageException(Problem.of("--gene-aliases, --orthologues and --trust-model speak of a checkpoint")
                    .fix("Name the checkpoint with --checkpoint"));
        }
        use.require();
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        node.put("stgpt", stgpt);
        checkpoint.ifPresent(value -> {
            node.put("checkpoint", RunSettings.name(value));
            use.describe(node);
        });
        node.put("device", device);
    }
}

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

    private static final String PRECOMPUTED = "precomputed_artifacts";

    @Option(
            names = "--stgpt",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = "auto (a checkpoint if given, else a model trained on the case) or none.")
    String stgpt = "auto";

    @Option(
            names = "--stgpt-enabled",
            arity = "1",
            paramLabel = "true|false",
            defaultValue = "true",
            description = "false is --stgpt none, whatever else is said of the model (default: ${DEFAULT-VALUE}).")
    boolean enabled = true;

    @Option(
            names = "--stgpt-backend",
            paramLabel = "WHICH",
            defaultValue = "runtime",
            description = "runtime (vectors are computed here) or precomputed_artifacts (they are read from"
                    + " --stgpt-artifact-dir) (default: ${DEFAULT-VALUE}).")
    String backend = "runtime";

    @Option(
            names = {"--checkpoint", "--stgpt-model-dir"},
            paramLabel = "DIR",
            description = "A scGPT or scGPT-spatial folder, or a model folder that spatho wrote.")
    Optional<Path> checkpoint = Optional.empty();

    @Mixin
    CheckpointChoice use = new CheckpointChoice();

    @Mixin
    PrecomputedOptions precomputed = new PrecomputedOptions();

    @Option(
            names = {"--device", "--stgpt-device"},
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu or cuda[:N].")
    String device = "auto";

    /** No model at all. */
    static ModelOptions none() {
        ModelOptions options = new ModelOptions();
        options.stgpt = "none";
        return options;
    }

    /** Whether the run goes without vectors of a model. */
    boolean isOff() {
        return !enabled || stgpt.equals("none");
    }

    /** How it was switched off, for people. */
    String offBy() {
        return enabled ? "--stgpt none" : "stgpt_enabled: false";
    }

    /** Whether vectors are read that were computed elsewhere. */
    boolean isPrecomputed() {
        return backend.equals(PRECOMPUTED);
    }

    /** Fails with a usage error that names the option. */
    void require() {
        RunSettings.requireOneOf("--stgpt", stgpt, List.of("auto", "none"));
        RunSettings.requireOneOf("--stgpt-backend", backend, List.of("runtime", PRECOMPUTED, "local_stgpt"));
        use.require();
        precomputed.require();
        if (!enabled) {
            return;
        }
        if (checkpoint.isPresent() && stgpt.equals("none")) {
            throw new UsageException(Problem.of("--checkpoint and --stgpt none contradict each other")
                    .fix("Leave one of them out"));
        }
        if (isPrecomputed() != precomputed.isGiven() && stgpt.equals("auto")) {
            throw new UsageException(
                    Problem.of("--stgpt-backend precomputed_artifacts and --stgpt-artifact-dir go together")
                            .fix("Give both or neither"));
        }
        if (isPrecomputed() && checkpoint.isPresent()) {
            throw new UsageException(Problem.of("--checkpoint and precomputed artifacts contradict each other")
                    .fix("Leave one of them out"));
        }
        if (checkpoint.isEmpty() && use.isGiven()) {
            throw new UsageException(Problem.of("--gene-aliases, --orthologues, --trust-model, --stgpt-gene-column,"
                            + " --stgpt-batch-size and --stgpt-max-length speak of a checkpoint")
                    .fix("Name the checkpoint with --checkpoint"));
        }
    }

    /** Writes what can change a result. */
    void describe(ObjectNode node) {
        node.put("stgpt", stgpt);
        node.put("stgpt_enabled", enabled);
        if (isOff()) {
            return;
        }
        node.put("stgpt_backend", isPrecomputed() ? PRECOMPUTED : "runtime");
        if (isPrecomputed()) {
            precomputed.describe(node);
        }
        checkpoint.ifPresent(value -> {
            node.put("checkpoint", RunSettings.name(value));
            use.describe(node);
        });
        node.put("device", device);
    }
}

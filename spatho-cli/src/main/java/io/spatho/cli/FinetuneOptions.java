package io.spatho.cli;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.finetune.FinetuneSettings;
import io.spatho.stgpt.finetune.LoraSettings;
import io.spatho.stgpt.finetune.LossWeights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a checkpoint is trained on; what is not given has the value of {@link FinetuneSettings#standard}. */
final class FinetuneOptions {

    private static final List<String> STANDARD_TARGETS = List.of("in_proj", "out_proj");

    @Option(
            names = "--loss",
            paramLabel = "NAME=WEIGHT",
            split = ",",
            description = "What is learned and how much it counts: value, state, neighbourhood, batch (default:"
                    + " value=1,state=1,neighbourhood=1,batch=0; batch=1 with --batches).")
    private Map<String, Double> losses = new TreeMap<>();

    @Option(
            names = "--batches",
            paramLabel = "COLUMN",
            description = "Column of obs whose batches the states should not show.")
    private Optional<String> batches = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", description = "Most steps (default: 200).")
    private Optional<Integer> steps = Optional.empty();

    @Option(names = "--step-cells", paramLabel = "N", description = "Cells in a step (default: 64).")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "Cells computed together, neighbours in space; gradients of a step's parts are added up"
                    + " (default: 16).")
    private Optional<Integer> patch = Optional.empty();

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak of the schedule (default: 1e-4).")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--weight-decay", paramLabel = "SHARE", description = "Of AdamW (default: 0.01).")
    private Optional<Double> decay = Optional.empty();

    @Option(names = "--clip-norm", paramLabel = "NORM", description = "Largest norm of the gradients (default: 1).")
    private Optional<Double> clip = Optional.empty();

    @Option(names = "--mask-share", paramLabel = "SHARE", description = "Values that are hidden (default: 0.3).")
    private Optional<Double> mask = Optional.empty();

    @Option(
            names = "--score-every",
            paramLabel = "N",
            description = "Steps between scorings on the validation blocks (default: 20).")
    private Optional<Integer> scoreEvery = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Scorings without a new best after which training ends; 0 for never (default: 4).")
    private Optional<Integer> patience = Optional.empty();

    @Option(names = "--save-every", paramLabel = "N", description = "Steps between savings (default: 50).")
    private Optional<Integer> saveEvery = Optional.empty();

    @Option(
            names = "--lora-rank",
            paramLabel = "R",
            description =
                    "Train adapters of this rank instead of the checkpoint's weights; they are merged at the end.")
    private Optional<Integer> rank = Optional.empty();

    @Option(names = "--lora-alpha", paramLabel = "A", description = "Scale of the adapters (default: twice the rank).")
    private Optional<Double> alpha = Optional.empty();

    @Option(
            names = "--lora-targets",
            paramLabel = "MAP",
            split = ",",
            description = "Maps with adapters: in_proj, out_proj, linear1, linear2 (default: in_proj,out_proj).")
    private List<String> targets = STANDARD_TARGETS;

    @Option(
            names = "--freeze",
            paramLabel = "PART",
            split = ",",
            description = "Parts that stay as they are: genes, values, layers, layers.N, decoders.")
    private List<String> frozen = List.of();

    @Option(
            names = "--export",
            paramLabel = "LAYOUT",
            description = "Also write the checkpoint as scGPT-spatial reads it: scgpt.")
    private Optional<String> export = Optional.empty();

    Optional<String> batches() {
        return batches;
    }

    boolean publish() {
        export.ifPresent(layout -> RunSettings.requireOneOf("--export", layout, List.of("scgpt")));
        return export.isPresent();
    }

    /** Puts what was given into the configuration, under the options' own names, so that the training can be repeated. */
    void describe(Map<String, String> choices) {
        if (!losses.isEmpty()) {
            choices.put(
                    "loss",
                    new TreeMap<>(losses)
                            .entrySet().stream()
                                    .map(loss -> loss.getKey() + "=" + loss.getValue())
                                    .collect(Collectors.joining(",")));
        }
        Map<String, Optional<?>> given = new TreeMap<>(Map.of(
                "batches", batches,
                "steps", steps,
                "step_cells", batch,
                "micro_batch", patch,
                "learning_rate", rate,
                "weight_decay", decay,
                "clip_norm", clip,
                "mask_share", mask,
                "score_every", scoreEvery,
                "patience", patience));
        given.putAll(Map.of("save_every", saveEvery, "lora_rank", rank, "lora_alpha", alpha, "export", export));
        given.forEach((key, value) -> value.ifPresent(found -> choices.put(key, found.toString())));
        if (!targets.equals(STANDARD_TARGETS)) {
            choices.put("lora_targets", String.join(",", targets));
        }
        if (!frozen.isEmpty()) {
            choices.put("freeze", String.join(",", frozen));
        }
    }

    FinetuneSettings settings(Precision precision, long seed) {
        FinetuneSettings standard = FinetuneSettings.standard(seed);
        try {
            int cells = batch.orElse(standard.batch());
            return new FinetuneSettings(
                    weights(),
                    mask.orElse(standard.maskedShare()),
                    standard.neighbours(),
                    cells,
                    Math.min(cells, patch.orElse(standard.patch())),
                    steps.orElse(standard.steps()),
                    scoreEvery.orElse(standard.scoreEvery()),
                    patience.orElse(standard.patience()),
                    saveEvery.orElse(standard.saveEvery()),
                    rate.orElse(standard.learningRate()),
                    standard.warmUpShare(),
                    clip.orElse(standard.clipNorm()),
                    decay.orElse(standard.weightDecay()),
                    precision,
                    rank.map(r -> new LoraSettings(r, alpha.orElse(2.0 * r), targets)),
                    frozen,
                    standard.heldOutShare(),
                    seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Problem.of("the settings of the training are impossible: " + e.getMessage())
                    .at("the options of spatho stgpt finetune")
                    .fix("See spatho stgpt finetune --help"));
        }
    }

    private LossWeights weights() {
        for (String name : losses.keySet()) {
            RunSettings.requireOneOf("--loss", name, List.of("value", "state", "neighbourhood", "batch"));
        }
        return new LossWeights(
                losses.getOrDefault("value", 1.0),
                losses.getOrDefault("state", 1.0),
                losses.getOrDefault("neighbourhood", 1.0),
                losses.getOrDefault("batch", batches.isPresent() ? 1.0 : 0.0));
    }
}

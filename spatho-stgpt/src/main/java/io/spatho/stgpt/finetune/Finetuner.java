package io.spatho.stgpt.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.nn.DeviceWeights;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.scgpt.ScgptConfig;
import io.spatho.stgpt.scgpt.ScgptVariant;
import io.spatho.stgpt.train.ShardLoss;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains a checkpoint on: of the states that training passes, the checkpoint itself among them, the one that does best on the
 * validation blocks is kept; held-out blocks only judge.
 *
 * <p>Determinism: on a processor the weights' bits depend on checkpoint, cells, division and settings only. Cost: per token about three
 * times that of embedding; memory is two sets of trained weights for AdamW, one for the gradients and one for each thread.
 */
public final class Finetuner {

    private static final int SCORED_CELLS = 1024;

    private final TorchEngine engine;
    private final Operators operators;
    private final Device device;
    private final FinetuneSettings settings;

    /** A trainer on a device for which the operators were loaded. */
    public Finetuner(TorchEngine engine, Operators operators, Device device, FinetuneSettings settings) {
        this.engine = engine;
        this.operators = operators;
        this.device = device;
        this.settings = settings;
    }

    /**
     * The trained checkpoint.
     *
     * @param tensors all tensors of the checkpoint in its order under its names, trained ones with their new values, then new ones
     * @param report how it was trained and what it gained
     */
    public record Result(List<NamedTensor> tensors, FinetuneReport report) {
        public Result {
            tensors = List.copyOf(tensors);
        }
    }

    /**
     * Trains.
     *
     * @param state where the training is kept meanwhile
     * @throws InputException when the checkpoint is of a kind that cannot be trained, or cells are too few
     */
    public Result train(
            CheckpointFolder folder, CellMaterial material, TrainingState state, Workers workers, Progress progress) {
        ScgptConfig config = supported(folder);
        NetworkLayout layout = NetworkLayout.take(
                StateDict.of(folder.weights()), config, settings.losses(), material.batches(), settings.seed());
        TunedWeights weights = new TunedWeights(layout, settings);
        MaskedPatch.Fill fill = new MaskedPatch.Fill(
                config.padId(), config.padValue(), folder.arguments().maskValue());
        NetworkPass pass = new NetworkPass(operators, config, settings.precision());
        FinetuneObjective objective = new FinetuneObjective(pass, material, settings, fill);
        int[] training = cells(material, Division.Part.TRAINING);
        PatchScore validation = score(objective, material, Division.Part.VALIDATION);
        PatchScore judgement = score(objective, material, Division.Part.HELD_OUT);
        PatchPlan plan = new PatchPlan(
                material.x(), material.y(), training, settings.patch(), settings.patches(), settings.seed());
        try (DeviceWeights stay = new DeviceWeights(engine, device)) {
            Map<String, NDArray> frozen = weights.placeFrozen(stay);
            TrainingCourse.Outcome outcome = new TrainingCourse(engine, operators, device)
                    .run(
                            new TrainingCourse.Lesson(
                                    weights.initial(),
                                    settings.training(),
                                    settings.course(),
                                    loss(objective, plan, weights, frozen),
                                    moved -> validation.score(weights, frozen, moved, workers)),
                            state,
                            workers,
                            progress);
            FinetuneReport report = new FinetuneReport(
                    training.length,
                    material.cells(Division.Part.VALIDATION).length,
                    material.cells(Division.Part.HELD_OUT).length,
                    weights.trainedNumbers(),
                    weights.numbers(),
                    List.copyOf(layout.fresh()),
                    outcome.lastStep(),
                    outcome.bestStep(),
                    new TreeMap<>(judged(judgement, weights, frozen, weights.initial(), workers)
                            .parts()),
                    new TreeMap<>(judged(judgement, weights, frozen, outcome.best(), workers)
                            .parts()),
                    judgement.guess(GeneBins.of(material, training, config.vocabulary())),
                    outcome.history());
            return new Result(whole(folder, weights.merged(outcome.best())), report);
        }
    }

    private static ScgptConfig supported(CheckpointFolder folder) {
        ScgptConfig config = ScgptConfig.of(folder);
        if (config.variant().values() != ScgptVariant.ValueStyle.CONTINUOUS) {
            throw new InputException(Problem.of("a checkpoint with this way of encoding values cannot be trained")
                    .at(folder.directory().resolve("args.json") + ", key input_emb_style")
                    .expected("continuous", folder.arguments().valueStyle())
                    .fix("Train a published scGPT or scGPT-spatial checkpoint."));
        }
        return config;
    }

    private static int[] cells(CellMaterial material, Division.Part part) {
        int[] cells = material.cells(part);
        if (cells.length < 2) {
            throw new InputException(Problem.of("the case is too small to train a checkpoint on")
                    .at("the cells for " + part.name().toLowerCase(Locale.ROOT))
                    .expected("at least 2 with two genes of the checkpoint", cells.length)
                    .fix("Give a larger case, or gene aliases with --gene-aliases."));
        }
        return cells;
    }

    private PatchScore score(FinetuneObjective objective, CellMaterial material, Division.Part part) {
        cells(material, part);
        return new PatchScore(engine, device, objective, settings, material, material.some(part, SCORED_CELLS));
    }

    private TrainingHistory.Scoring judged(
            PatchScore score,
            TunedWeights weights,
            Map<String, NDArray> frozen,
            List<NamedTensor> moved,
            Workers workers) {
        try (DeviceWeights placed = new DeviceWeights(engine, device)) {
            return score.score(weights, frozen, placed.put(moved), workers);
        }
    }

    /** Each loss divided by what the whole step sums over, so that patches can be added. */
    ShardLoss loss(FinetuneObjective objective, PatchPlan plan, TunedWeights weights, Map<String, NDArray> frozen) {
        return (step, shard, moved, scope) -> {
            int[][] patches = plan.step(step);
            FinetuneObjective.Counts counts = FinetuneObjective.Counts.none();
            for (int[] cells : patches) {
                counts = counts.plus(objective.counts(cells));
            }
            int[] cells = patches[shard];
            MaskedPatch patch = objective.patch(cells, "finetune-masks", step);
            FinetuneObjective.Sums sums = objective.sums(cells, patch, weights.assemble(frozen, moved, scope), scope);
            return total(sums, counts, settings.losses(), scope);
        };
    }

    static NDArray total(
            FinetuneObjective.Sums sums, FinetuneObjective.Counts counts, LossWeights losses, TensorScope scope) {
        double hidden = Math.max(1, counts.hidden());
        return Scaling.by(sums.value(), losses.value() / hidden, scope)
                .add(Scaling.by(sums.state(), losses.state() / hidden, scope))
                .add(Scaling.by(sums.neighbourhood(), losses.neighbourhood() / Math.max(1, counts.shown()), scope))
                .add(Scaling.by(sums.batch(), losses.batch() / Math.max(1, counts.cells()), scope));
    }

    private static List<NamedTensor> whole(CheckpointFolder folder, Map<String, NamedTensor> trained) {
        Map<String, NamedTensor> left = new LinkedHashMap<>(trained);
        List<NamedTensor> all = new ArrayList<>();
        folder.weights().stateDict().tensors().forEach((name, tensor) -> {
            NamedTensor now = left.remove(name);
            all.add(now == null ? tensor : now);
        });
        all.addAll(left.values());
        return all;
    }
}

package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.ShardLoss;
import io.spatho.stgpt.train.TrainableWeights;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingSettings;
import io.spatho.stgpt.train.TrainingState;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains the region model on one case: hidden genes, genes taken out and the mean expression of spatial neighbours. Of the states
 * that training passes the one that does best on the validation blocks is kept; the held-out blocks only judge it.
 *
 * <p>Beside the network stand linear maps, fitted to the same cells: a ridge regression of the neighbourhood on the cell's own
 * expression, and principal components that fill in unseen genes. The model's predictions are mixtures whose shares the validation
 * blocks decide ({@link LinearPath}); its embedding is the network's alone.
 *
 * <p>Determinism: on a processor the weights' bits depend on the case, the graph, the division and the settings only. Cost: less than
 * a minute on two cores for 10,000 cells of a 400-gene panel with the standard settings; larger cases see fewer passes.
 */
public final class RegionTrainer {

    private static final int SHARDS = 8;
    private static final int SCORED_CELLS = 1024;
    private static final int CENTRE_CELLS = 4096;
    private static final double CLIP_NORM = 1;
    private static final double WARM_UP_SHARE = 0.1;
    private static final double RATE_FLOOR = 0.02;

    private final TorchEngine engine;
    private final Operators operators;
    private final Device device;
    private final RegionSettings settings;

    /** A trainer on a device for which the operators were loaded. */
    public RegionTrainer(TorchEngine engine, Operators operators, Device device, RegionSettings settings) {
        this.engine = engine;
        this.operators = operators;
        this.device = device;
        this.settings = settings;
    }

    /**
     * Trains on a case, with spatial blocks held out.
     *
     * @param dataset raw counts and positions
     * @param graph spatial neighbours of each cell
     * @throws InputException when the case has too few cells or genes to train on
     */
    public RegionModel train(SpatialDataset dataset, Graph graph, Workers workers, Progress progress) {
        Division division =
                Division.spatialBlocks(dataset.xUm(), dataset.yUm(), settings.heldOutShare(), settings.seed());
        return train(
                new Lesson(dataset, graph, division, RegionInputs.ofGenes(dataset.size()), List.of()),
                workers,
                progress);
    }

    /**
     * What to train on.
     *
     * @param dataset raw counts and positions
     * @param graph spatial neighbours of each cell
     * @param division what each cell is for
     * @param inputs what the network may see
     * @param wanted genes that the model must know beside the variable ones
     */
    public record Lesson(
            SpatialDataset dataset, Graph graph, Division division, RegionInputs inputs, List<String> wanted) {
        public Lesson {
            wanted = List.copyOf(wanted);
        }
    }

    /** Trains as a lesson says; the model is judged on the division's held-out cells. */
    public RegionModel train(Lesson lesson, Workers workers, Progress progress) {
        return train(lesson, TrainingState.none(), workers, progress);
    }

    /** The same, kept in a state meanwhile. */
    public RegionModel train(Lesson lesson, TrainingState state, Workers workers, Progress progress) {
        RegionMaterial material =
                RegionMaterial.of(lesson.dataset, lesson.graph, lesson.division, settings, lesson.wanted, workers);
        int[] training = material.cells(Division.Part.TRAINING);
        float[] moments =
                lesson.inputs.images().map(images -> images.moments(training)).orElse(new float[0]);
        RegionInputs inputs = lesson.inputs.standardisedImages(moments);
        RegionParts parts = RegionParts.of(inputs);
        RegionObjective objective =
                new RegionObjective(new RegionNetwork(operators, settings, parts), material, settings, inputs);
        int steps = settings.steps(training.length);
        BatchPlan plan = BatchPlan.of(training, material.lengths(), settings, steps, SHARDS);
        HeldOutScore validation = score(objective, material, Division.Part.VALIDATION);
        TrainingCourse.Outcome outcome = new TrainingCourse(engine, operators, device)
                .run(
                        new TrainingCourse.Lesson(
                                RegionNetwork.initial(settings, material.genes().size(), parts),
                                training(steps),
                                TrainingCurve.settings(steps),
                                loss(objective, plan, material),
                                weights -> TrainingCurve.scoring(validation.score(weights, workers))),
                        state,
                        workers,
                        progress);
        RegionModel model = judged(objective, material, outcome, parts, moments, workers);
        return parts.beside() > 0 || !inputs.genes() ? model : centred(model, material, workers);
    }

    private RegionModel judged(
            RegionObjective objective,
            RegionMaterial material,
            TrainingCourse.Outcome outcome,
            RegionParts parts,
            float[] moments,
            Workers workers) {
        int[] training = material.cells(Division.Part.TRAINING);
        boolean genes = objective.inputs().genes();
        HeldOutScore validation = score(objective, material, Division.Part.VALIDATION);
        HeldOutScore judgement = score(objective, material, Division.Part.HELD_OUT);
        try (TrainableWeights best = TrainableWeights.of(engine, device, outcome.best())) {
            List<LinearPath> linear = genes ? LinearBaseline.fit(material, training, workers) : List.of();
            Optional<PanelComponents> components = genes
                    ? Optional.of(PanelComponents.fit(material.expression(), training, settings.seed(), workers))
                    : Optional.empty();
            LinearPath path = validation.mixture(best.tensors(), workers, linear, components);
            TrainingReport report = new TrainingReport(
                    training.length,
                    material.cells(Division.Part.VALIDATION).length,
                    material.cells(Division.Part.HELD_OUT).length,
                    material.cellsWithoutGenes(),
                    material.genes().size(),
                    outcome.lastStep(),
                    outcome.bestStep(),
                    TrainingCurve.points(outcome.history()),
                    judgement.score(best.tensors(), workers, linear, path));
            LogisticBaseline baseline = new LogisticBaseline(engine, operators, device, settings.seed());
            return new RegionModel(
                    settings,
                    material.genes(),
                    material.target(),
                    material.scale(),
                    outcome.best(),
                    report,
                    path,
                    parts,
                    moments,
                    PartScores.of(engine, device, objective, material, baseline, best.tensors(), workers));
        }
    }

    private HeldOutScore score(RegionObjective objective, RegionMaterial material, Division.Part part) {
        return new HeldOutScore(
                engine, device, objective, some(material.cells(part), SCORED_CELLS), material.lengths());
    }

    private RegionModel centred(RegionModel model, RegionMaterial material, Workers workers) {
        try (RegionEmbedder embedder = new RegionEmbedder(engine, operators, device, model)) {
            int[] cells = some(material.cells(Division.Part.TRAINING), CENTRE_CELLS);
            return model.withCentre(embedder.meanState(material.expression(), cells, workers));
        }
    }

    private TrainingSettings training(int steps) {
        int warmUp = (int) Math.ceil(steps * WARM_UP_SHARE);
        CosineSchedule schedule = new CosineSchedule(settings.learningRate(), warmUp, steps, RATE_FLOOR);
        return new TrainingSettings(schedule, AdamWSettings.at(settings.learningRate()), CLIP_NORM, SHARDS);
    }

    /** The errors, each divided by how many numbers a batch is expected to hold, so that shards can be summed. */
    private static ShardLoss loss(RegionObjective objective, BatchPlan plan, RegionMaterial material) {
        PartLosses further = new PartLosses(objective.network(), objective.inputs());
        return (step, shard, weights, scope) -> {
            double hidden = 0;
            int cells = 0;
            for (int[] part : plan.step(step)) {
                for (int cell : part) {
                    hidden += objective.expectedHidden(material.lengths()[cell]);
                    cells++;
                }
            }
            int[] chosen = plan.cells(step, shard);
            boolean pictured = further.showsPictures(step, shard);
            RegionObjective.Task task = objective.task(chosen, "region-masks", step, pictured);
            RegionNetwork.States states = objective.network().states(task.batch(), weights, scope);
            RegionObjective.Errors errors = objective.errors(states, task, objective.nearby(chosen), weights, scope);
            double places = Math.max(1.0, (double) cells * objective.genes());
            NDArray masked = Scaling.by(errors.masked(), 1.0 / Math.max(1, hidden), scope);
            NDArray panel = Scaling.by(errors.panel(), 1.0 / (places * RegionObjective.DROPPED_SHARE), scope);
            NDArray genes = masked.add(panel).add(Scaling.by(errors.nearby(), 1 / places, scope));
            return further.add(genes, states, chosen, pictured, cells, weights, scope);
        };
    }

    /** At most so many of the cells, evenly spread over them. */
    static int[] some(int[] cells, int most) {
        if (cells.length <= most) {
            return cells;
        }
        return IntStream.range(0, most)
                .map(i -> cells[(int) ((long) i * cells.length / most)])
                .toArray();
    }
}

package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.ShardLoss;
import io.spatho.stgpt.train.TrainableWeights;
import io.spatho.stgpt.train.TrainingLoop;
import io.spatho.stgpt.train.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains the region model on one case: hidden genes and the mean expression of spatial neighbours, with whole spatial blocks held
 * out.
 *
 * <p>Determinism: on a processor the weights' bits depend on the case, the graph and the settings only. Cost: about a minute on two
 * cores for 10,000 cells of a 400-gene panel with the standard settings; larger cases see fewer passes.
 */
public final class RegionTrainer {

    private static final int SHARDS = 8;
    private static final int FEWEST_CELLS = 20;
    private static final int SCORED_CELLS = 1024;
    private static final int BASELINE_CELLS = 4000;
    private static final int CENTRE_CELLS = 4096;
    private static final int CURVE_POINTS = 8;
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

    /** Everything about the case that training and scoring need. */
    private record Material(
            CsrMatrix expression,
            double target,
            List<String> genes,
            Neighbourhood neighbourhood,
            GeneScale scale,
            int[] lengths,
            int[] training,
            int[] heldOut,
            int cellsWithoutGenes) {}

    /**
     * Trains on a case.
     *
     * @param dataset raw counts and positions
     * @param graph spatial neighbours of each cell
     * @throws InputException when the case has too few cells or genes to train on
     */
    public RegionModel train(SpatialDataset dataset, Graph graph, Workers workers, Progress progress) {
        Material material = material(dataset, graph, workers);
        RegionNetwork network = new RegionNetwork(operators, settings);
        RegionObjective objective =
                new RegionObjective(network, material.expression, material.neighbourhood, material.scale, settings);
        int steps = settings.steps(material.training.length);
        BatchPlan plan = BatchPlan.of(material.training, material.lengths, settings, steps, SHARDS);
        HeldOutScore score =
                new HeldOutScore(engine, device, objective, some(material.heldOut, SCORED_CELLS), material.lengths);
        try (TrainableWeights weights =
                TrainableWeights.of(engine, device, RegionNetwork.initial(settings, material.genes.size()))) {
            Curve curve = new Curve(score, weights.tensors(), workers, steps, progress);
            new TrainingLoop(engine, operators, device)
                    .run(weights, training(steps), steps, loss(objective, plan, material), workers, curve::done);
            List<LinearBaseline> linear = LinearBaseline.fit(
                    material.expression,
                    material.neighbourhood,
                    material.scale,
                    some(material.training, BASELINE_CELLS));
            TrainingReport report = new TrainingReport(
                    material.training.length,
                    material.heldOut.length,
                    material.cellsWithoutGenes,
                    material.genes.size(),
                    steps,
                    curve.points,
                    score.score(weights.tensors(), workers, material.expression, linear));
            RegionModel model = new RegionModel(
                    settings, material.genes, material.target, material.scale, weights.values(), report);
            return centred(model, material, workers);
        }
    }

    private RegionModel centred(RegionModel model, Material material, Workers workers) {
        try (RegionEmbedder embedder = new RegionEmbedder(engine, operators, device, model)) {
            return model.withCentre(
                    embedder.meanState(material.expression, some(material.training, CENTRE_CELLS), workers));
        }
    }

    private Material material(SpatialDataset dataset, Graph graph, Workers workers) {
        if (graph.nodes() != dataset.size()) {
            throw new IllegalArgumentException(graph.nodes() + " nodes for " + dataset.size() + " cells");
        }
        CsrMatrix counts = dataset.counts();
        boolean[] heldOut =
                HeldOutBlocks.choose(dataset.xUm(), dataset.yUm(), settings.heldOutShare(), settings.seed());
        double target = LogExpression.target(counts, heldOut);
        int[] columns = LogExpression.mostVariable(counts, target, heldOut, settings.mostGenes());
        CsrMatrix expression =
                LogExpression.of(counts, columns, target, workers).matrix();
        int[] lengths = new int[counts.rows()];
        for (int cell = 0; cell < lengths.length; cell++) {
            lengths[cell] = CellTokens.of(expression, cell, settings.longest()).length();
        }
        int[] training = IntStream.range(0, lengths.length)
                .filter(cell -> !heldOut[cell] && lengths[cell] > 0)
                .toArray();
        int[] held = IntStream.range(0, lengths.length)
                .filter(cell -> heldOut[cell] && lengths[cell] > 0)
                .toArray();
        if (training.length < FEWEST_CELLS || held.length == 0 || columns.length < 2) {
            throw new InputException(Problem.of("the case is too small to train a region model on")
                    .at("the case")
                    .expected(
                            "at least " + FEWEST_CELLS + " training cells, a held-out block and 2 expressed genes",
                            training.length + " cells, " + held.length + " held out, " + columns.length + " genes")
                    .fix("Give a checkpoint with --checkpoint."));
        }
        Neighbourhood neighbourhood = new Neighbourhood(expression, graph, heldOut);
        List<String> names = dataset.panel().uniqueNames();
        return new Material(
                expression,
                target,
                Arrays.stream(columns).mapToObj(names::get).toList(),
                neighbourhood,
                GeneScale.of(expression, neighbourhood, heldOut),
                lengths,
                training,
                held,
                lengths.length - training.length - held.length);
    }

    private TrainingSettings training(int steps) {
        int warmUp = (int) Math.ceil(steps * WARM_UP_SHARE);
        CosineSchedule schedule = new CosineSchedule(settings.learningRate(), warmUp, steps, RATE_FLOOR);
        return new TrainingSettings(schedule, AdamWSettings.at(settings.learningRate()), CLIP_NORM, SHARDS);
    }

    private ShardLoss loss(RegionObjective objective, BatchPlan plan, Material material) {
        boolean[] hasNeighbours = new boolean[material.lengths.length];
        float[] mean = new float[material.genes.size()];
        for (int cell : material.training) {
            hasNeighbours[cell] = material.neighbourhood.mean(cell, mean, 0);
        }
        return (step, shard, weights, scope) -> {
            long hidden = 0;
            long neighbourhoods = 0;
            for (int[] cells : plan.step(step)) {
                for (int cell : cells) {
                    hidden += objective.hiddenTokens(material.lengths[cell]);
                    neighbourhoods += hasNeighbours[cell] ? 1 : 0;
                }
            }
            RegionObjective.Errors errors = errors(objective, plan.cells(step, shard), step, weights, scope);
            NDArray masked = Scaling.by(errors.masked(), 1.0 / Math.max(1, hidden), scope);
            double places = Math.max(1.0, (double) neighbourhoods * objective.genes());
            return masked.add(Scaling.by(errors.nearby(), 1 / places, scope));
        };
    }

    private static RegionObjective.Errors errors(
            RegionObjective objective, int[] cells, int step, NDList weights, TensorScope scope) {
        return objective.errors(objective.task(cells, "region-masks", step), weights, scope);
    }

    /** At most so many of the cells, evenly spread over them. */
    private static int[] some(int[] cells, int most) {
        if (cells.length <= most) {
            return cells;
        }
        return IntStream.range(0, most)
                .map(i -> cells[(int) ((long) i * cells.length / most)])
                .toArray();
    }

    /** Collects the loss curve while training runs. */
    private static final class Curve {

        private final HeldOutScore score;
        private final NDList weights;
        private final Workers workers;
        private final int steps;
        private final Progress progress;
        private final List<TrainingReport.CurvePoint> points = new ArrayList<>();
        private double sum;
        private int since;

        Curve(HeldOutScore score, NDList weights, Workers workers, int steps, Progress progress) {
            this.score = score;
            this.weights = weights;
            this.workers = workers;
            this.steps = steps;
            this.progress = progress;
        }

        void done(int step, double loss, double gradientNorm) {
            sum += loss;
            since++;
            long now = (long) step * CURVE_POINTS / steps;
            long before = (step - 1L) * CURVE_POINTS / steps;
            if (now != before || step == 1) {
                TrainingReport.HeldOut held = score.score(weights, workers);
                points.add(new TrainingReport.CurvePoint(step, sum / since, held.masked(), held.nearby()));
                sum = 0;
                since = 0;
            }
            progress.advance(step, steps);
        }
    }
}

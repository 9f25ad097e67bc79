package io.spatho.stgpt.discordance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.GraphOperators;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.train.ShardLoss;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trains the network on the evidence lower bound, each step over all spots; spots of held-out blocks take part in the graph but not
 * in the loss, and choose which weights are kept.
 *
 * <p>The divergence counts nothing at first and fully after the annealing, when scoring begins. A scoring also reports the
 * reconstruction, the divergence, and how many latent dimensions are in use: those whose mean divergence over spots is above 0.01
 * nats. None means that the posterior has collapsed onto the prior. Determinism: on a processor the weights' bits depend on material
 * and settings only. Memory: some tens of numbers for each spot and gene, and for each edge and hidden unit.
 */
public final class DiscordanceTrainer {

    /** The mean divergence in nats above which a latent dimension is in use. */
    public static final double ACTIVE_NATS = 0.01;

    private final TorchEngine engine;
    private final Device device;
    private final DiscordanceSettings settings;

    /** A trainer on a device. */
    public DiscordanceTrainer(TorchEngine engine, Device device, DiscordanceSettings settings) {
        this.engine = engine;
        this.device = device;
        this.settings = settings;
    }

    /**
     * A trained model and how it came about.
     *
     * @param model the model
     * @param history every step and scoring
     * @param bestStep the step whose weights were kept
     * @param lastStep the last step done
     */
    public record Result(DiscordanceModel model, TrainingHistory history, int bestStep, int lastStep) {}

    /** Trains, or goes on with what the state holds of this very training. */
    public Result train(SpotMaterial material, TrainingState state, Workers workers, Progress progress) {
        InputScaling scaling = InputScaling.of(material.counts());
        int slides = material.slides().size();
        Division division = division(material);
        try (Operators operators = Operators.load(engine, device);
                GraphOperators graphs = GraphOperators.load(engine, device);
                PlacedSpots spots = new PlacedSpots(
                        engine, device, material, scaling, material.slides().codes(), slides)) {
            GraphVae network = new GraphVae(operators, graphs, settings);
            TrainingCourse.Outcome outcome = new TrainingCourse(engine, operators, device)
                    .run(
                            new TrainingCourse.Lesson(
                                    GraphVae.initial(
                                            settings,
                                            material.genes().size(),
                                            material.features().size(),
                                            slides),
                                    settings.training(),
                                    settings.course(),
                                    loss(network, spots, rows(division, true)),
                                    weights -> score(network, spots, weights, rows(division, false))),
                            state,
                            workers,
                            progress);
            DiscordanceModel model = new DiscordanceModel(
                    settings,
                    material.genes(),
                    material.features(),
                    List.of(material.slides().names()),
                    scaling,
                    outcome.best());
            return new Result(model, outcome.history(), outcome.bestStep(), outcome.lastStep());
        }
    }

    /** Blocks of each slide; slides are shifted apart so that no block holds spots of two. */
    private Division division(SpotMaterial material) {
        int[] groups = new int[material.size()];
        int next = 0;
        for (int[] rows : material.slides().rows()) {
            double[] x = Arrays.stream(rows).mapToDouble(i -> material.xUm()[i]).toArray();
            double[] y = Arrays.stream(rows).mapToDouble(i -> material.yUm()[i]).toArray();
            int[] blocks = Division.grid(x, y);
            int most = 0;
            for (int i = 0; i < rows.length; i++) {
                groups[rows[i]] = next + blocks[i];
                most = Math.max(most, blocks[i]);
            }
            next += most + 1;
        }
        return Division.ofGroups("spatial_blocks_of_slides", groups, settings.heldOutShare() / 2, settings.seed());
    }

    /** A weight for each spot: one over their number for those that train, or for the others, else 0. */
    private static float[] rows(Division division, boolean training) {
        int[] chosen = IntStream.range(0, division.size())
                .filter(spot -> (division.part(spot) == Division.Part.TRAINING) == training)
                .toArray();
        if (chosen.length == 0) {
            throw new InputException(Problem.of("too few spots to keep some for validation")
                    .expected("spots in several blocks of space", division.size() + " spots"));
        }
        float[] weights = new float[division.size()];
        for (int row : chosen) {
            weights[row] = 1f / chosen.length;
        }
        return weights;
    }

    private ShardLoss loss(GraphVae network, PlacedSpots spots, float[] rows) {
        return (step, shard, weights, scope) -> {
            GraphVae.Gaussians found = network.gaussians(weights, spots, spots.image());
            NDArray noise = noise(step, rows.length, scope);
            NDArray latent = network.graphs()
                    .drawn(found.posterior().get(0), found.posterior().get(1), noise);
            NDArray share =
                    scope.manager().create(rows, new Shape(rows.length, 1)).duplicate();
            NDArray fit =
                    network.logLikelihood(latent, weights, spots).mul(share).sum();
            NDArray apart = network.graphs()
                    .divergence(found.posterior(), found.prior())
                    .mul(share)
                    .sum();
            return Scaling.by(apart, settings.divergenceWeight(step), scope).sub(fit);
        };
    }

    private NDArray noise(int step, int rows, TensorScope scope) {
        CounterRandom random = CounterRandom.of(settings.seed(), "discordance-noise", step);
        float[] values = new float[rows * settings.latent()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.manager()
                .create(values, new Shape(rows, settings.latent()))
                .duplicate();
    }

    private TrainingHistory.Scoring score(GraphVae network, PlacedSpots spots, NDList weights, float[] rows) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            GraphVae.Gaussians found = network.gaussians(weights, spots, spots.image());
            NDArray share =
                    scope.manager().create(rows, new Shape(rows.length, 1)).duplicate();
            double fit = network.logLikelihood(found.posterior().get(0), weights, spots)
                    .mul(share)
                    .sum()
                    .toFloatArray()[0];
            float[] dimensions = network.graphs()
                    .divergence(found.posterior(), found.prior())
                    .mul(share)
                    .sum(new int[] {0})
                    .toFloatArray();
            double apart = 0;
            int active = 0;
            for (float nats : dimensions) {
                apart += nats;
                active += nats > ACTIVE_NATS ? 1 : 0;
            }
            SortedMap<String, Double> parts = new TreeMap<>();
            parts.put("reconstruction", -fit);
            parts.put("divergence", apart);
            parts.put("active_dimensions", (double) active);
            return new TrainingHistory.Scoring(0, apart - fit, parts);
        }
    }
}

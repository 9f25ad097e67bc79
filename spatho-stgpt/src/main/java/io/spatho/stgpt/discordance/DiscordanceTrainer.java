package io.spatho.stgpt.discordance;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.GraphOperators;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains the network on the evidence lower bound, each step over all spots; spots of held-out blocks take part in the graph but not
 * in the loss, and choose which weights are kept.
 *
 * <p>The divergence counts nothing at first and fully after the annealing, when scoring begins. A scoring also reports the
 * reconstruction, the divergence, and how many latent dimensions are in use: those whose mean divergence over spots is above 0.01
 * nats. None means that the posterior has collapsed onto the prior. When asked for, the encoders are brought together before it
 * ({@link ContrastivePretraining}) and domains are trained in after it ({@link EmbeddedClustering}). Determinism: on a processor
 * the weights' bits depend on material and settings only. Memory: some tens of numbers for each spot and gene, and for each edge and hidden unit.
 */
public final class DiscordanceTrainer {

    /** The mean divergence in nats above which a latent dimension is in use. */
    public static final double ACTIVE_NATS = 0.01;

    private static final String CONTRASTIVE = "contrastive";
    private static final String VARIATIONAL = "variational";
    private static final String CLUSTERING = "embedded_clustering";

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
     * @param phases what was trained after another, the variational training among them
     */
    public record Result(DiscordanceModel model, List<Phase> phases) {

        /** The variational training. */
        public Phase variational() {
            return phases.stream()
                    .filter(phase -> phase.name().equals(VARIATIONAL))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * A part of the training.
     *
     * @param name {@code contrastive}, {@code variational} or {@code embedded_clustering}
     * @param history every step and scoring
     * @param bestStep the step whose weights were kept
     * @param lastStep the last step done
     */
    public record Phase(String name, TrainingHistory history, int bestStep, int lastStep) {

        static Phase of(String name, TrainingCourse.Outcome outcome) {
            return new Phase(name, outcome.history(), outcome.bestStep(), outcome.lastStep());
        }
    }

    /** Removes what a finished training, whose result is safe, would have gone on from. */
    public static void forget(TrainingState state) {
        state.part(CONTRASTIVE).remove();
        state.part(CLUSTERING).remove();
        state.remove();
    }

    /** Trains, or goes on with what the state holds of this very training. */
    public Result train(SpotMaterial material, TrainingState state, Workers workers, Progress progress) {
        InputScaling scaling = InputScaling.of(material.counts());
        int slides = material.slides().size();
        try (Operators operators = Operators.load(engine, device);
                GraphOperators graphs = GraphOperators.load(engine, device);
                PlacedSpots spots = new PlacedSpots(
                        engine, device, material, scaling, material.slides().codes(), slides)) {
            GraphVae network = new GraphVae(operators, graphs, settings);
            Phases phases = new Phases(
                    material,
                    division(material),
                    new TrainingCourse(engine, operators, device),
                    new EvidenceBound(settings, network, spots),
                    state,
                    workers,
                    progress);
            List<NamedTensor> weights = GraphVae.initial(
                    settings, material.genes().size(), material.features().size(), slides);
            if (settings.contrastive().isOn()) {
                weights = phases.contrastive(
                        new ContrastivePretraining(engine, device, operators, settings, network, spots), weights);
            }
            weights = phases.variational(weights);
            if (settings.clustering().isOn()) {
                weights = phases.clustering(weights);
            }
            return new Result(model(material, scaling, weights), List.copyOf(phases.done));
        }
    }

    /** What is trained after another on the same spots. */
    private final class Phases {

        private final SpotMaterial material;
        private final TrainingCourse course;
        private final EvidenceBound bound;
        private final TrainingState state;
        private final Workers workers;
        private final Progress progress;
        private final float[] training;
        private final float[] validation;
        private final List<Phase> done = new ArrayList<>();

        Phases(
                SpotMaterial material,
                Division division,
                TrainingCourse course,
                EvidenceBound bound,
                TrainingState state,
                Workers workers,
                Progress progress) {
            this.material = material;
            this.course = course;
            this.bound = bound;
            this.state = state;
            this.workers = workers;
            this.progress = progress;
            this.training = rows(division, true);
            this.validation = rows(division, false);
        }

        List<NamedTensor> contrastive(ContrastivePretraining pretraining, List<NamedTensor> first) {
            progress.note("contrastive training of the encoders");
            TrainingCourse.Outcome outcome = pretraining.run(
                    course,
                    first,
                    some(material, training),
                    some(material, validation),
                    state.part(CONTRASTIVE),
                    workers,
                    progress);
            done.add(Phase.of(CONTRASTIVE, outcome));
            return ContrastivePretraining.put(outcome, first);
        }

        List<NamedTensor> variational(List<NamedTensor> first) {
            TrainingCourse.Outcome outcome =
                    course.run(lesson(first, bound, training, validation), state, workers, progress);
            done.add(Phase.of(VARIATIONAL, outcome));
            return outcome.best();
        }

        List<NamedTensor> clustering(List<NamedTensor> weights) {
            progress.note("embedded clustering");
            TrainingCourse.Outcome outcome = new EmbeddedClustering(engine, device, settings, bound)
                    .run(course, weights, training, validation, state.part(CLUSTERING), workers, progress);
            done.add(Phase.of(CLUSTERING, outcome));
            return outcome.best();
        }
    }

    private DiscordanceModel model(SpotMaterial material, InputScaling scaling, List<NamedTensor> weights) {
        return new DiscordanceModel(
                settings,
                material.genes(),
                material.features(),
                List.of(material.slides().names()),
                scaling,
                weights);
    }

    private TrainingCourse.Lesson lesson(
            List<NamedTensor> first, EvidenceBound bound, float[] training, float[] validation) {
        return new TrainingCourse.Lesson(
                first,
                settings.training(),
                settings.course(),
                (step, shard, weights, scope) -> bound.loss(
                        bound.gaussians(weights),
                        weights,
                        training,
                        settings.divergenceWeight(step),
                        "discordance-noise",
                        step,
                        scope),
                weights -> score(bound, weights, validation));
    }

    private TrainingHistory.Scoring score(EvidenceBound bound, NDList weights, float[] rows) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            EvidenceBound.Parts parts = bound.score(bound.gaussians(weights), weights, rows, scope);
            return new TrainingHistory.Scoring(0, parts.error(), parts.named());
        }
    }

    /** Of each slide the spots that have a weight. */
    private static int[][] some(SpotMaterial material, float[] weights) {
        return Arrays.stream(material.slides().rows())
                .map(rows ->
                        Arrays.stream(rows).filter(spot -> weights[spot] > 0).toArray())
                .toArray(int[][]::new);
    }

    /** Blocks of which none holds spots of two slides. */
    private Division division(SpotMaterial material) {
        return Division.ofGroups(
                "spatial_blocks_of_slides",
                Division.grid(material.xUm(), material.yUm(), material.slides()),
                settings.heldOutShare() / 2,
                settings.seed());
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
}

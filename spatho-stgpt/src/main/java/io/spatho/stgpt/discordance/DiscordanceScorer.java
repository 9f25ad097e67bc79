package io.spatho.stgpt.discordance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.DenseComponents;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.GraphOperators;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Judges spots with a trained model: divergence, gain and its null, latent means, domains, discordant regions and pseudotime.
 *
 * <p>Determinism: on a processor the bits depend on model, material and settings only. Cost: a forward pass for each permutation.
 * Memory: permutations x spots numbers besides those of a pass.
 */
public final class DiscordanceScorer {

    private static final int LATENT_NEIGHBOURS = 15;
    private static final int COMPONENTS = 10;
    private static final double WITHHELD = 2;

    private final TorchEngine engine;
    private final Device device;
    private final ScoreSettings settings;

    /** A scorer on a device. */
    public DiscordanceScorer(TorchEngine engine, Device device, ScoreSettings settings) {
        this.engine = engine;
        this.device = device;
        this.settings = settings;
    }

    private record Observed(double[] divergence, int active, DenseMatrix latent, DenseMatrix gains, double[] gain) {}

    /**
     * Judges spots whose genes and features are the model's, in its order.
     *
     * @throws InputException when they are not, or the root is not among the spots
     */
    public DiscordanceScores score(DiscordanceModel model, SpotMaterial material, Workers workers, Progress progress) {
        check(model, material);
        int[] slideOf = Arrays.stream(material.slides().codes())
                .map(code -> model.slides().indexOf(material.slides().names()[code]))
                .toArray();
        try (Operators operators = Operators.load(engine, device);
                GraphOperators graphs = GraphOperators.load(engine, device);
                DeviceWeights placed = new DeviceWeights(engine, device);
                PlacedSpots spots = new PlacedSpots(
                        engine,
                        device,
                        material,
                        model.scaling(),
                        slideOf,
                        model.slides().size())) {
            GraphVae network = new GraphVae(operators, graphs, model.settings());
            NDList weights = placed.put(model.weights());
            Observed observed = observe(network, weights, spots, material);
            NearestNeighbours nearest = ExpressionNeighbours.nearest(
                            observed.latent, Math.min(LATENT_NEIGHBOURS, material.size() - 1), settings.seed(), workers)
                    .neighbours();
            LatentDomains domains = LatentDomains.of(model, settings, observed.latent, nearest, workers);
            PictureNull pictures = new PictureNull(
                    material.slides().codes(), classes(model, material, domains, workers), settings.seed());
            double[] rates = ReflectedRate.of(observed.gain);
            PictureNull.Judged judged =
                    judge(observed, rates, pictures, donors -> exchanged(network, weights, spots, donors), progress);
            return put(material, observed, rates, domains, judged, nearest);
        }
    }

    private PictureNull.Judged judge(
            Observed observed,
            double[] rates,
            PictureNull pictures,
            Function<int[], double[]> exchange,
            Progress progress) {
        boolean[] withheld = new boolean[rates.length];
        for (int spot = 0; spot < withheld.length; spot++) {
            withheld[spot] = rates[spot] <= WITHHELD * settings.level();
        }
        double[][] rounds = new double[settings.rounds()][];
        for (int round = 0; round < rounds.length; round++) {
            rounds[round] = exchange.apply(pictures.donors(round, withheld));
            progress.advance(round + 1L, rounds.length);
        }
        return PictureNull.judge(observed.gain, rounds);
    }

    /** Spots that are high among all spots and high for their genes. */
    private boolean[] discordant(PictureNull.Judged judged, double[] rates) {
        boolean[] discordant = new boolean[rates.length];
        for (int spot = 0; spot < discordant.length; spot++) {
            discordant[spot] = rates[spot] <= settings.level() && judged.pValues()[spot] <= settings.level();
        }
        return discordant;
    }

    private DiscordanceScores put(
            SpotMaterial material,
            Observed observed,
            double[] rates,
            LatentDomains domains,
            PictureNull.Judged judged,
            NearestNeighbours nearest) {
        boolean[] discordant = observed.active == 0 ? new boolean[rates.length] : discordant(judged, rates);
        int root = root(material, observed.latent, domains.labels());
        return new DiscordanceScores(
                observed.divergence,
                observed.gain,
                judged.expected(),
                judged.score(),
                judged.pValues(),
                judged.adjusted(),
                rates,
                discordant,
                observed.latent,
                observed.gains,
                domains,
                LatentPaths.from(nearest.toGraph(), root),
                root,
                DiscordantRegions.of(material.graph(), discordant, settings.fewest()),
                observed.active);
    }

    private static void check(DiscordanceModel model, SpotMaterial material) {
        boolean same =
                model.genes().equals(material.genes()) && model.features().equals(material.features());
        if (!same) {
            throw new InputException(Problem.of("the spots do not have what the model reads")
                    .expected(
                            model.genes().size() + " genes and "
                                    + model.features().size() + " features of its training",
                            material.genes().size() + " genes and "
                                    + material.features().size() + " features")
                    .fix("Use features of the same encoder and field of view, and a case of the same panel"));
        }
    }

    @SuppressWarnings("try") // the scope is there to free what is not kept
    private Observed observe(GraphVae network, NDList weights, PlacedSpots spots, SpotMaterial material) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            GraphVae.Gaussians found = network.gaussians(weights, spots, spots.image());
            float[] parts = network.graphs()
                    .divergence(found.posterior(), found.prior())
                    .toFloatArray();
            int latent = parts.length / material.size();
            int genes = material.genes().size();
            float[] gains = gains(network, found, weights, spots).toFloatArray();
            return new Observed(
                    sums(parts, latent),
                    active(parts, latent),
                    new DenseMatrix(
                            material.size(), latent, found.posterior().get(0).toFloatArray()),
                    new DenseMatrix(material.size(), genes, gains),
                    sums(gains, genes));
        }
    }

    /** Log probabilities of the counts under the posterior's means less those under the prior's, spots x genes. */
    private static NDArray gains(GraphVae network, GraphVae.Gaussians found, NDList weights, PlacedSpots spots) {
        NDArray known = network.logLikelihood(found.posterior().get(0), weights, spots);
        return known.sub(network.logLikelihood(found.prior().get(0), weights, spots));
    }

    private double[] exchanged(GraphVae network, NDList weights, PlacedSpots spots, int[] donors) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            GraphVae.Gaussians found = network.gaussians(weights, spots, spots.imageOf(donors, scope.manager()));
            NDArray gains = gains(network, found, weights, spots);
            return sums(gains.toFloatArray(), Math.toIntExact(gains.getShape().get(1)));
        }
    }

    private static double[] sums(float[] parts, int width) {
        double[] sums = new double[parts.length / width];
        for (int i = 0; i < parts.length; i++) {
            sums[i / width] += parts[i];
        }
        return sums;
    }

    private static int active(float[] parts, int width) {
        double[] means = new double[width];
        double share = width / (double) parts.length;
        for (int i = 0; i < parts.length; i++) {
            means[i % width] += parts[i] * share;
        }
        return (int) Arrays.stream(means)
                .filter(mean -> mean > DiscordanceTrainer.ACTIVE_NATS)
                .count();
    }

    /** Groups of spots with like genes, found without the picture and the model: k-means on principal components. */
    private int[] classes(DiscordanceModel model, SpotMaterial material, LatentDomains domains, Workers workers) {
        DenseMatrix genes = model.scaling().genes(material.counts());
        int components = Math.min(COMPONENTS, Math.min(genes.rows(), genes.columns()) - 1);
        int count = Math.max(2, Arrays.stream(domains.labels()).max().orElse(0) + 1);
        return KMeans.labels(DenseComponents.scores(genes, components, workers), count, settings.seed());
    }

    private int root(SpotMaterial material, DenseMatrix latent, int[] domains) {
        if (settings.root().isPresent()) {
            int root = Arrays.asList(material.ids()).indexOf(settings.root().get());
            if (root < 0) {
                throw new InputException(Problem.of("the root of pseudotime is not among the spots")
                        .at(settings.root().get())
                        .fix("Name a spot with counts and picture features"));
            }
            return root;
        }
        double[] centre = new double[latent.columns()];
        for (int spot = 0; spot < domains.length; spot++) {
            for (int column = 0; column < centre.length && domains[spot] == 0; column++) {
                centre[column] += latent.get(spot, column);
            }
        }
        long size = Arrays.stream(domains).filter(domain -> domain == 0).count();
        int best = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (int spot = 0; spot < domains.length; spot++) {
            double distance = 0;
            for (int column = 0; column < centre.length; column++) {
                double apart = latent.get(spot, column) - centre[column] / Math.max(1, size);
                distance += apart * apart;
            }
            if (domains[spot] == 0 && distance < nearest) {
                nearest = distance;
                best = spot;
            }
        }
        return best;
    }
}

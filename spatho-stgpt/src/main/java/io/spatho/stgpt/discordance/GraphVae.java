package io.spatho.stgpt.discordance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.GraphOperators;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network: encoders of genes and pictures, attention over the graph into the Gaussians of prior {@code p(z | image, graph)} and
 * posterior {@code q(z | genes, image, graph)}, and a decoder to zero-inflated negative binomial counts.
 *
 * <p>Encoders are two maps with a leaky ReLU between them and a layer norm (the published one has batch norms, whose running means
 * would make a result depend on the order of steps). Both Gaussians read the spot's own encoding beside what attention mixed. The
 * decoder's mean is a softmax over genes times the spot's size, and one of its inputs names the slide. Cost per pass: spots x genes x hidden, and edges x heads x hidden.
 */
final class GraphVae {

    /** How many tensors, from the first on, are the two encoders'. */
    static final int ENCODER_TENSORS = 12;

    private static final double LEAK = 0.01;
    private static final double ATTENTION_LEAK = 0.2;
    private static final double EPSILON = 1e-5;
    private static final double LOG_VARIANCE_LIMIT = 6;
    private static final int GENES = 0;
    private static final int IMAGE = 6;
    private static final int PRIOR = 12;
    private static final int POSTERIOR = 18;
    private static final int DECODER = 24;
    private static final int MEAN = 28;
    private static final int DROPOUT = 30;
    private static final int THETA = 32;

    private final Operators operators;
    private final GraphOperators graphs;
    private final DiscordanceSettings settings;

    GraphVae(Operators operators, GraphOperators graphs, DiscordanceSettings settings) {
        this.operators = operators;
        this.graphs = graphs;
        this.settings = settings;
    }

    /** Prior and posterior of every spot, each as means and log variances (spots x latent). */
    record Gaussians(NDList prior, NDList posterior) {}

    GraphOperators graphs() {
        return graphs;
    }

    /** First weights, in the network's order: uniform after Glorot for maps, one and zero for norms and biases. */
    static List<NamedTensor> initial(DiscordanceSettings settings, int genes, int features, int slides) {
        int hidden = settings.hidden();
        int latent = settings.latent();
        List<NamedTensor> all = new ArrayList<>();
        encoder(all, settings, "genes", genes);
        encoder(all, settings, "image", features);
        attention(all, settings, "prior", hidden);
        attention(all, settings, "posterior", 2 * hidden);
        map(all, settings, "decoder.first", latent + slides, hidden);
        map(all, settings, "decoder.second", hidden, hidden);
        map(all, settings, "mean", hidden, genes);
        map(all, settings, "dropout", hidden, genes);
        // Few extra zeros at first, so that a zero is first explained by the mean.
        NamedTensor bias = all.remove(all.size() - 1);
        all.add(filled(bias.name(), genes, -3));
        all.add(filled("log_theta", genes, 1));
        return List.copyOf(all);
    }

    private static void encoder(List<NamedTensor> all, DiscordanceSettings settings, String name, int inputs) {
        map(all, settings, name + ".first", inputs, settings.hidden());
        map(all, settings, name + ".second", settings.hidden(), settings.hidden());
        all.add(filled(name + ".norm.weight", settings.hidden(), 1));
        all.add(filled(name + ".norm.bias", settings.hidden(), 0));
    }

    private static void attention(List<NamedTensor> all, DiscordanceSettings settings, String name, int inputs) {
        int heads = settings.heads();
        all.add(drawn(settings, name + ".attention.weight", heads * settings.hidden(), inputs));
        all.add(drawn(settings, name + ".attention.source", heads, settings.hidden()));
        all.add(drawn(settings, name + ".attention.target", heads, settings.hidden()));
        all.add(filled(name + ".attention.bias", settings.hidden(), 0));
        map(all, settings, name + ".gaussian", settings.hidden() + inputs, 2 * settings.latent());
    }

    /** Adds the weight and the bias of an affine map. */
    static void map(List<NamedTensor> all, DiscordanceSettings settings, String name, int inputs, int outputs) {
        all.add(drawn(settings, name + ".weight", outputs, inputs));
        all.add(filled(name + ".bias", outputs, 0));
    }

    private static NamedTensor drawn(DiscordanceSettings settings, String name, int outputs, int inputs) {
        CounterRandom random = CounterRandom.of(settings.seed(), "discordance-weights", name);
        double bound = Math.sqrt(6.0 / (inputs + outputs));
        float[] values = new float[Math.multiplyExact(outputs, inputs)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return new NamedTensor(name, new long[] {outputs, inputs}, values);
    }

    private static NamedTensor filled(String name, int width, float value) {
        float[] values = new float[width];
        Arrays.fill(values, value);
        return new NamedTensor(name, new long[] {width}, values);
    }

    /** The Gaussians of all spots, with the pictures given in place of the spots' own. */
    Gaussians gaussians(NDList weights, PlacedSpots spots, NDArray image) {
        NDArray seen = encoded(image, weights, IMAGE);
        NDArray known = NDArrays.concat(new NDList(genes(weights, spots), seen), 1);
        return new Gaussians(gaussian(seen, spots, weights, PRIOR), gaussian(known, spots, weights, POSTERIOR));
    }

    /** Encodings of the spots' genes, spots x hidden. */
    NDArray genes(NDList weights, PlacedSpots spots) {
        return encoded(spots.genes(), weights, GENES);
    }

    /** Encodings of the spots' pictures, spots x hidden. */
    NDArray image(NDList weights, PlacedSpots spots) {
        return encoded(spots.image(), weights, IMAGE);
    }

    private NDArray encoded(NDArray x, NDList weights, int at) {
        NDArray y = operators.perceptron(x, LEAK, part(weights, at, at + 4), Precision.FLOAT32);
        return operators.layerNorm(y, weights.get(at + 4), weights.get(at + 5), EPSILON);
    }

    private NDList gaussian(NDArray x, PlacedSpots spots, NDList weights, int at) {
        NDArray mixed = graphs.attention(
                x, spots.sources(), spots.targets(), part(weights, at, at + 4), settings.heads(), ATTENTION_LEAK);
        // Its own encoding beside the mixture, or a spot is judged by its neighbours' genes.
        NDArray both = NDArrays.concat(new NDList(mixed, x), 1);
        return graphs.gaussian(both, weights.get(at + 4), weights.get(at + 5), LOG_VARIANCE_LIMIT);
    }

    /** Log probabilities of the counts given latent vectors, spots x genes. */
    NDArray logLikelihood(NDArray latent, NDList weights, PlacedSpots spots) {
        NDArray input = NDArrays.concat(new NDList(latent, spots.slides()), 1);
        NDArray hidden = operators.perceptron(input, LEAK, part(weights, DECODER, DECODER + 4), Precision.FLOAT32);
        NDArray means = operators.linear(hidden, weights.get(MEAN), weights.get(MEAN + 1), Precision.FLOAT32);
        NDArray dropout = settings.zeroInflated()
                ? operators.linear(hidden, weights.get(DROPOUT), weights.get(DROPOUT + 1), Precision.FLOAT32)
                : spots.noDropout();
        return graphs.negativeBinomial(
                spots.counts(), graphs.logShares(means, spots.logSizes()), weights.get(THETA), dropout);
    }

    private static NDList part(NDList weights, int from, int to) {
        return new NDList(weights.subList(from, to));
    }
}

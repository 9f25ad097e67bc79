package io.spatho.stgpt.expression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.ExpressionOperators;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network from standardised features of a patch to log rates: a projection of each field of view, their fusion, and a decoder.
 *
 * <p>Attention over a patch: {@code softmax(Q Kᵀ / √d) V} with 4 heads; each field's view of the same place is
 * carried beside it, since attention by itself knows no places. No
 * dropout: early stopping on tissue apart does its work. Weights are a list in the order of {@link #initial}.
 */
final class ExpressionNetwork {

    private final ExpressionOperators operators;
    private final ExpressionSettings settings;
    private final int scales;
    private final List<NamedTensor> initial = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** A network for features of a width at each scale. */
    ExpressionNetwork(
            ExpressionOperators operators, ExpressionSettings settings, int scales, int features, double[] logMeans) {
        this.operators = operators;
        this.settings = settings;
        this.scales = scales;
        int width = settings.width();
        for (int scale = 0; scale < scales; scale++) {
            affine("project." + scale, features, width);
            norm("project." + scale + ".norm");
        }
        fusionWeights(width);
        decoderWeights(width);
        affine("rate", width, logMeans.length, 0.1);
        set("rate.bias", logMeans);
        if (settings.loss().hasTheta()) {
            add("log_theta", new float[logMeans.length], logMeans.length);
        }
        if (settings.loss().hasZeros()) {
            affine("zero", width, logMeans.length, 0.1);
            double[] rare = new double[logMeans.length];
            Arrays.fill(rare, -2);
            set("zero.bias", rare);
        }
    }

    /** The names and shapes of the weights of such a network. */
    static List<NamedTensor> shapes(ExpressionSettings settings, int scales, int features, int genes) {
        return new ExpressionNetwork(null, settings, scales, features, new double[genes]).initial();
    }

    /** What the network says of a patch; {@code theta} and {@code zero} are null where the loss has none. */
    record Output(NDArray logRate, NDArray theta, NDArray zero) {}

    List<NamedTensor> initial() {
        return List.copyOf(initial);
    }

    private void fusionWeights(int width) {
        for (int scale = 0; scale < scales; scale++) {
            if (settings.fusion() == Fusion.GATED) {
                affine("gate." + scale, width, width);
            } else {
                for (String part : List.of("query", "key", "value", "out")) {
                    affine("fuse." + scale + "." + part, width, width);
                }
                norm("fuse." + scale + ".norm");
            }
        }
        if (settings.fusion() == Fusion.ATTENTION) {
            add("fuse.weights", new float[scales], scales);
        }
        norm("fused.norm");
    }

    private void decoderWeights(int width) {
        if (settings.decoder() == Decoder.LINEAR) {
            return;
        }
        affine("conv.in", 9 * width, width);
        if (settings.decoder() == Decoder.UNET) {
            affine("conv.low", 9 * width, width);
            affine("conv.out", 18 * width, width);
        } else {
            for (String part : List.of("query", "key", "value", "out")) {
                affine("token." + part, width, width);
            }
            norm("token.norm");
            affine("graph", 2 * width, width);
        }
        norm("decoded.norm");
    }

    private void affine(String name, int in, int out) {
        affine(name, in, out, 1);
    }

    private void affine(String name, int in, int out, double scale) {
        CounterRandom random = CounterRandom.of(settings.seed(), "expression-weights", name);
        float[] values = new float[in * out];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian() / Math.sqrt(in));
        }
        add(name + ".weight", values, out, in);
        add(name + ".bias", new float[out], out);
    }

    private void norm(String name) {
        float[] ones = new float[settings.width()];
        Arrays.fill(ones, 1);
        add(name + ".weight", ones, ones.length);
        add(name + ".bias", new float[ones.length], ones.length);
    }

    private void add(String name, float[] values, long... shape) {
        names.add(name);
        initial.add(new NamedTensor(name, shape, values));
    }

    private void set(String name, double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        initial.set(names.indexOf(name), new NamedTensor(name, new long[] {values.length}, rounded));
    }

    /** Predicts patches; the answer's rows are the observations of one patch after the other. */
    Output forward(ExpressionOperators.Patches patches, NDList weights) {
        NDList found = operators.predict(
                patches,
                weights,
                new ExpressionOperators.Parts(
                        ExpressionSettings.HEADS,
                        fusion(),
                        decoder(),
                        settings.loss().hasZeros(),
                        settings.precision()));
        return new Output(
                found.get(0),
                settings.loss().hasTheta() ? weights.get(names.indexOf("log_theta")) : null,
                settings.loss().hasZeros() ? found.get(1) : null);
    }

    private int fusion() {
        return switch (settings.fusion()) {
            case ATTENTION -> 0;
            case GATED -> 1;
            case HIERARCHICAL -> 2;
        };
    }

    private int decoder() {
        return switch (settings.decoder()) {
            case LINEAR -> 0;
            case UNET -> 1;
            case HIST2ST -> 2;
        };
    }
}

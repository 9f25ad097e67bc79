package io.spatho.stgpt.expression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
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

    private static final double EPSILON = 1e-5;

    private final Operators operators;
    private final ExpressionSettings settings;
    private final int scales;
    private final List<NamedTensor> initial = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** A network for features of a width at each scale. */
    ExpressionNetwork(Operators operators, ExpressionSettings settings, int scales, int features, double[] logMeans) {
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

    /** Predicts a patch; features are rows x features for each scale, the finest first. */
    Output forward(List<NDArray> features, PatchGeometry geometry, NDList weights, TensorScope scope) {
        Pass pass = new Pass(weights, scope);
        NDArray decoded = pass.decode(pass.fuse(pass.project(features)), geometry);
        return new Output(
                pass.linear("rate", decoded),
                settings.loss().hasTheta() ? pass.weight("log_theta") : null,
                settings.loss().hasZeros() ? pass.linear("zero", decoded) : null);
    }

    private final class Pass {

        private final NDList weights;
        private final TensorScope scope;

        Pass(NDList weights, TensorScope scope) {
            this.weights = weights;
            this.scope = scope;
        }

        NDArray weight(String name) {
            return weights.get(names.indexOf(name));
        }

        NDArray linear(String name, NDArray x) {
            return operators.linear(x, weight(name + ".weight"), weight(name + ".bias"), Precision.FLOAT32);
        }

        NDArray norm(String name, NDArray x) {
            return operators.layerNorm(x, weight(name + ".weight"), weight(name + ".bias"), EPSILON);
        }

        List<NDArray> project(List<NDArray> features) {
            List<NDArray> fields = new ArrayList<>();
            for (int scale = 0; scale < scales; scale++) {
                String name = "project." + scale;
                fields.add(operators.gelu(norm(name + ".norm", linear(name, features.get(scale)))));
            }
            return fields;
        }

        NDArray fuse(List<NDArray> fields) {
            return norm(
                    "fused.norm",
                    switch (settings.fusion()) {
                        case ATTENTION -> across(fields);
                        case GATED -> gated(fields);
                        case HIERARCHICAL -> hierarchical(fields);
                    });
        }

        private NDArray across(List<NDArray> fields) {
            NDList parts = new NDList();
            for (int scale = 0; scale < scales; scale++) {
                // Attention knows no places, so each field's view of the very place is carried beside what it found.
                parts.add(fields.get(scale).add(attend("fuse." + scale, fields.get(0), fields.get(scale))));
            }
            NDArray shares = weight("fuse.weights").softmax(0).reshape(new Shape(scales, 1, 1));
            return fields.get(0).add(NDArrays.stack(parts, 0).mul(shares).sum(new int[] {0}));
        }

        private NDArray gated(List<NDArray> fields) {
            NDArray sum = null;
            for (int scale = 0; scale < scales; scale++) {
                NDArray gate = Activation.sigmoid(linear("gate." + scale, fields.get(scale)));
                NDArray part = gate.mul(fields.get(scale));
                sum = sum == null ? part : sum.add(part);
            }
            return sum;
        }

        private NDArray hierarchical(List<NDArray> fields) {
            NDArray context = fields.get(scales - 1);
            for (int scale = scales - 1; scale >= 0; scale--) {
                NDArray own = fields.get(scale);
                context = norm("fuse." + scale + ".norm", own.add(context).add(attend("fuse." + scale, own, context)));
            }
            return context;
        }

        private NDArray attend(String name, NDArray query, NDArray context) {
            NDArray found = operators.attention(
                    heads(linear(name + ".query", query)),
                    heads(linear(name + ".key", context)),
                    heads(linear(name + ".value", context)),
                    operators.absent(scope));
            long rows = query.getShape().get(0);
            NDArray joined = found.transpose(0, 2, 1, 3).reshape(new Shape(rows, settings.width()));
            return linear(name + ".out", joined);
        }

        private NDArray heads(NDArray x) {
            long rows = x.getShape().get(0);
            int each = settings.width() / ExpressionSettings.HEADS;
            return x.reshape(new Shape(1, rows, ExpressionSettings.HEADS, each)).transpose(0, 2, 1, 3);
        }

        NDArray decode(NDArray x, PatchGeometry geometry) {
            return switch (settings.decoder()) {
                case LINEAR -> x;
                case UNET -> unet(x, geometry);
                case HIST2ST -> threeWays(x, geometry);
            };
        }

        private NDArray unet(NDArray x, PatchGeometry geometry) {
            NDArray shifts = geometry.shifts(scope);
            NDArray fine = operators.gelu(convolve("conv.in", x, shifts));
            NDArray low = operators.gelu(
                    convolve("conv.low", geometry.means(scope).matMul(fine), geometry.coarseShifts(scope)));
            NDArray spread = geometry.sums(1, scope).transpose().matMul(low);
            NDArray out = operators.gelu(convolve("conv.out", NDArrays.concat(new NDList(fine, spread), 1), shifts));
            return norm("decoded.norm", x.add(out));
        }

        private NDArray threeWays(NDArray x, PatchGeometry geometry) {
            NDArray convolved = operators.gelu(convolve("conv.in", x, geometry.shifts(scope)));
            NDArray normed = norm("token.norm", x);
            NDArray attended = attend("token", normed, normed);
            NDArray around = geometry.graph(scope).matMul(x);
            NDArray graph = operators.gelu(linear("graph", NDArrays.concat(new NDList(x, around), 1)));
            return norm("decoded.norm", x.add(convolved).add(attended).add(graph));
        }

        /** A convolution of 3 x 3 squares: the nine shifted copies side by side times one matrix. */
        private NDArray convolve(String name, NDArray x, NDArray shifts) {
            long rows = x.getShape().get(0);
            long width = x.getShape().get(1);
            NDArray copies = shifts.matMul(x).reshape(new Shape(9, rows, width)).transpose(1, 0, 2);
            return linear(name, copies.reshape(new Shape(rows, 9 * width)));
        }
    }
}

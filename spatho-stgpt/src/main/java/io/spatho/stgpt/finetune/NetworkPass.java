package io.spatho.stgpt.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.spatho.stgpt.engine.EncoderShape;
import io.spatho.stgpt.engine.ExpertGate;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.GradientReversal;
import io.spatho.stgpt.scgpt.DistinctValues;
import io.spatho.stgpt.scgpt.ScgptConfig;
import java.util.Map;
import java.util.Objects;

/**
 * The forward pass of a scGPT network whose weights are being trained: the same equations as {@link
 * io.spatho.stgpt.scgpt.ScgptModel}, recorded. Genes and values pass their encoders once for each different one of a patch.
 *
 * <p>Dropout is left out: it would have to draw from a generator that threads share. Stateless; weights come by name.
 */
final class NetworkPass {

    private static final double EPSILON = 1e-5;
    private static final double SLOPE = 0.01;
    private static final float LARGEST_VALUE = 512;
    private static final int EXPERTS_KEPT = 2;

    private final Operators operators;
    private final ScgptConfig config;
    private final EncoderShape shape;
    private final Precision precision;

    NetworkPass(Operators operators, ScgptConfig config, Precision precision) {
        this.operators = operators;
        this.config = config;
        this.shape = new EncoderShape(
                config.heads(), EncoderShape.Activation.RELU, config.variant().norms(), EPSILON);
        this.precision = precision;
    }

    /**
     * What the network makes of a patch.
     *
     * @param genes normed vector of each different gene: genes x width
     * @param tokens states of all tokens: (rows · tokens) x width
     * @param cells state of each cell: rows x width
     */
    record States(NDArray genes, NDArray tokens, NDArray cells) {}

    States states(MaskedPatch patch, Map<String, NDArray> weights, TensorScope scope) {
        Shape tokenShape = new Shape(patch.rows(), patch.width());
        NDArray rows = operators.embedding(
                weight(weights, "encoder.embedding.weight"), scope.manager().create(patch.genes()));
        NDArray genes = norm(rows, "encoder.enc_norm", weights);
        DistinctValues distinct = DistinctValues.of(patch.values(), LARGEST_VALUE);
        NDArray known = scope.manager()
                .create(distinct.values(), new Shape(distinct.values().length, 1))
                .duplicate();
        NDArray values = operators.perceptron(
                known, 0, maps(weights, "value_encoder.linear1", "value_encoder.linear2"), Precision.FLOAT32);
        values = norm(values, "value_encoder.norm", weights);
        NDArray x = operators
                .embedding(genes, scope.manager().create(patch.places(), tokenShape))
                .add(operators.embedding(values, scope.manager().create(distinct.places(), tokenShape)));
        NDArray mask = patch.isPadded()
                ? operators.paddingMask(scope.manager().create(patch.lengths()), patch.width())
                : operators.absent(scope);
        NDArray out = operators.encoder(x, mask, layers(weights), shape, false, precision);
        NDArray flat = out.reshape((long) patch.rows() * patch.width(), config.width());
        long[] first = new long[patch.rows()];
        for (int row = 0; row < first.length; row++) {
            first[row] = (long) row * patch.width();
        }
        return new States(genes, flat, operators.embedding(flat, scope.manager().create(first)));
    }

    /** The expression that the decoder gives for tokens: one number for each place. */
    NDArray expression(States states, long[] places, Map<String, NDArray> weights, TensorScope scope) {
        NDArray tokens = operators.embedding(states.tokens, scope.manager().create(places));
        if (weights.containsKey("decoder.fc.0.weight")) {
            return operators
                    .perceptron(
                            tokens,
                            SLOPE,
                            maps(weights, "decoder.fc.0", "decoder.fc.2", "decoder.fc.4"),
                            Precision.FLOAT32)
                    .squeeze(-1);
        }
        NDArray gate = weight(weights, "decoder.moe.gate.gate.weight");
        int experts = Math.toIntExact(gate.getShape().get(0));
        NDList all = new NDList();
        for (int expert = 0; expert < experts; expert++) {
            String name = "decoder.moe.experts." + expert + ".fc.";
            all.addAll(maps(weights, name + "0", name + "2", name + "4"));
        }
        ExpertGate best =
                new ExpertGate(gate, weight(weights, "decoder.moe.gate.gate.bias"), Math.min(EXPERTS_KEPT, experts));
        return operators.expertMixture(tokens, best, SLOPE, all, Precision.FLOAT32);
    }

    /** The values that vectors of cells (rows x width) predict for tokens, by the decoder named: one number for each place. */
    NDArray products(
            String decoder,
            States states,
            NDArray vectors,
            MaskedPatch patch,
            long[] places,
            Map<String, NDArray> weights,
            TensorScope scope) {
        NDArray none = operators.absent(scope);
        NDArray asked = operators.linear(
                states.genes,
                weight(weights, decoder + ".gene2query.weight"),
                weight(weights, decoder + ".gene2query.bias"),
                Precision.FLOAT32);
        NDArray query = Activation.sigmoid(asked);
        NDArray projected = operators.linear(query, weight(weights, decoder + ".W.weight"), none, Precision.FLOAT32);
        NDArray all = operators.linear(vectors, projected, none, Precision.FLOAT32);
        NDArray column = all.reshape(all.size(), 1);
        return operators
                .embedding(column, scope.manager().create(patch.pairs(places)))
                .squeeze(-1);
    }

    /** What the discriminator says of the batches of cells, behind a reversal of slopes. */
    NDArray batchLogits(States states, Map<String, NDArray> weights, TensorScope scope) {
        NDArray x = GradientReversal.of(states.cells, 1, scope);
        for (int place : new int[] {0, 3}) {
            String name = NetworkLayout.DISCRIMINATOR + "._decoder.";
            x = operators.linear(
                    x,
                    weight(weights, name + place + ".weight"),
                    weight(weights, name + place + ".bias"),
                    Precision.FLOAT32);
            // The published discriminator has leaky ReLU between map and norm.
            x = Activation.leakyRelu(x, (float) SLOPE);
            x = norm(x, name + (place + 2), weights);
        }
        String last = NetworkLayout.DISCRIMINATOR + ".out_layer";
        return operators.linear(
                x, weight(weights, last + ".weight"), weight(weights, last + ".bias"), Precision.FLOAT32);
    }

    private NDList layers(Map<String, NDArray> weights) {
        NDList layers = new NDList();
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "transformer_encoder.layers." + layer + ".";
            layers.add(weight(weights, prefix + "self_attn.in_proj_weight"));
            layers.add(weight(weights, prefix + "self_attn.in_proj_bias"));
            layers.addAll(maps(
                    weights,
                    prefix + "self_attn.out_proj",
                    prefix + "linear1",
                    prefix + "linear2",
                    prefix + "norm1",
                    prefix + "norm2"));
        }
        return layers;
    }

    private NDArray norm(NDArray x, String name, Map<String, NDArray> weights) {
        return operators.layerNorm(x, weight(weights, name + ".weight"), weight(weights, name + ".bias"), EPSILON);
    }

    private static NDList maps(Map<String, NDArray> weights, String... names) {
        NDList list = new NDList();
        for (String name : names) {
            list.add(weight(weights, name + ".weight"));
            list.add(weight(weights, name + ".bias"));
        }
        return list;
    }

    private static NDArray weight(Map<String, NDArray> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}

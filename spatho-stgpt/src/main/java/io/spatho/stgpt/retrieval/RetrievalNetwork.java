package io.spatho.stgpt.retrieval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.Contrastive;
import io.spatho.stgpt.loss.Scaling;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The network.
 *
 * <pre>
 * h = norm(E2 relu(E1 x))                         pooled over a tile's surroundings where the configuration says so;
 *                                                 x: features, or the mean of convolved pixels
 * p = softmax(P h)                                cell types
 * u = unit(p C + Z h)                             query: C are the types' mean vectors
 * cells = the k nearest to u by inner product;    V their vectors, X their expression
 * a = softmax((Q h)(K V)' / sqrt(width) + 10 u V')
 * y = G2 relu(G1 [h, p, z]) + s a X               z a latent variable, where there is one
 * </pre>
 *
 * <p>The cells found speak for a gene through their expression of that gene only, with the gene's own share s. If their whole
 * expression went into the generator, cells of any reference would serve as smooth numbers to compute with, whatever they are.
 *
 * <p>The choice of cells has no derivative; their weights a do, and train the query. Stateless: the weights come with each call.
 */
final class RetrievalNetwork {

    private static final double EPSILON = 1e-5;
    private static final double SHARPNESS = 10;
    private static final double MOST_LOG_VARIANCE = 4;

    private final Operators operators;
    private final NetworkShape shape;
    private final Map<String, Integer> places;
    private final LookUp reference;
    private final int cells;

    RetrievalNetwork(Operators operators, NetworkShape shape, LookUp reference, int cells) {
        this.operators = operators;
        this.shape = shape;
        this.places = shape.places();
        this.reference = reference;
        this.cells = Math.min(cells, reference.index().size());
    }

    /**
     * What a variational generator needs to train.
     *
     * @param target standardised expression
     * @param draws standard normal numbers, rows x latent
     */
    record Posterior(NDArray target, float[] draws) {}

    /** The retrieved cells of a row, row after row, with what they got. */
    record Retrieved(int[] cells, float[] similarities, NDArray attention, NDArray expression) {}

    /** What the network makes of tiles. */
    record Output(
            NDArray genes,
            Optional<NDArray> composition,
            Optional<NDArray> query,
            Optional<Retrieved> retrieved,
            Optional<NDArray> divergence) {}

    NetworkShape shape() {
        return shape;
    }

    int cells() {
        return cells;
    }

    /** Predicts rows; with a posterior, as it trains. */
    Output of(float[] inputs, int rows, NDList weights, TensorScope scope, Optional<Posterior> posterior) {
        Pass pass = new Pass(weights, scope);
        NDArray hidden = pass.hidden(inputs, rows);
        NDList context = new NDList(hidden);
        Optional<NDArray> logits = Optional.empty();
        Optional<NDArray> query = Optional.empty();
        Optional<Retrieved> retrieved = Optional.empty();
        if (shape.configuration().composition()) {
            NDArray raw = pass.linear(hidden, "composition");
            logits = Optional.of(raw);
            NDArray shares = raw.softmax(1);
            context.add(shares);
            if (shape.configuration().retrieval()) {
                NDArray asked = pass.query(hidden, shares);
                Retrieved found = pass.retrieve(hidden, asked, rows);
                query = Optional.of(asked);
                retrieved = Optional.of(found);
            }
        }
        Optional<NDArray> divergence = Optional.empty();
        if (shape.configuration().variational()) {
            divergence = pass.latent(context, posterior);
        }
        NDArray joined = context.size() == 1 ? hidden : NDArrays.concat(context, 1);
        NDArray genes = pass.perceptron(joined, "generator");
        if (retrieved.isPresent()) {
            genes = genes.add(retrieved.get().expression.mul(pass.weight("cell_share")));
        }
        return new Output(genes, logits, query, retrieved, divergence);
    }

    private final class Pass {

        private final NDList weights;
        private final TensorScope scope;

        Pass(NDList weights, TensorScope scope) {
            this.weights = weights;
            this.scope = scope;
        }

        NDArray weight(String name) {
            return weights.get(places.get(name));
        }

        NDArray linear(NDArray x, String name) {
            return operators.linear(x, weight(name + ".weight"), weight(name + ".bias"), Precision.FLOAT32);
        }

        NDArray perceptron(NDArray x, String name) {
            NDList maps = new NDList(
                    weight(name + ".0.weight"),
                    weight(name + ".0.bias"),
                    weight(name + ".1.weight"),
                    weight(name + ".1.bias"));
            return operators.perceptron(x, 0, maps, Precision.FLOAT32);
        }

        /** A copy in the engine's own memory, whose alignment does not vary. */
        NDArray placed(float[] values, long... extents) {
            return scope.manager().create(values, new Shape(extents)).duplicate();
        }

        NDArray hidden(float[] inputs, int rows) {
            int tokens = PictureInputs.tokens(shape.configuration());
            NDArray x = shape.configuration().ofPixels()
                    ? convolved(inputs, rows)
                    : placed(inputs, (long) rows * tokens, shape.inputs());
            NDArray states =
                    operators.layerNorm(perceptron(x, "encoder"), weight("norm.weight"), weight("norm.bias"), EPSILON);
            if (tokens == 1) {
                return states;
            }
            NDArray shares = linear(states, "pooling").reshape(rows, 1, tokens).softmax(2);
            return shares.matMul(states.reshape(rows, tokens, shape.width())).reshape(rows, shape.width());
        }

        /** Pixels through convolutions with stride two, then the mean over the picture: rows x features. */
        NDArray convolved(float[] inputs, int rows) {
            long side = Math.round(Math.sqrt(shape.inputs() / 3.0));
            NDArray x = placed(inputs, rows, 3, side, side);
            for (int layer = 0; layer < NetworkShape.CONVOLUTIONS.length; layer++) {
                NDArray weight = weight("convolution." + layer + ".weight");
                NDArray bias = weight("convolution." + layer + ".bias");
                x = Activation.relu(Conv2d.conv2d(x, weight, bias, new Shape(2, 2), new Shape(1, 1))
                        .singletonOrThrow());
            }
            return x.reshape(rows, x.getShape().get(1), -1).mean(new int[] {2});
        }

        NDArray query(NDArray hidden, NDArray shares) {
            NDArray centres = placed(reference.centres(), shape.types(), shape.vectors());
            return Contrastive.unit(shares.matMul(centres).add(linear(hidden, "latent_query")), scope);
        }

        Retrieved retrieve(NDArray hidden, NDArray query, int rows) {
            float[] asked = query.toFloatArray();
            int width = shape.vectors();
            int[] found = new int[rows * cells];
            float[] similarities = new float[found.length];
            for (int row = 0; row < rows; row++) {
                CellSearch.Found nearest =
                        reference.search().nearest(Arrays.copyOfRange(asked, row * width, (row + 1) * width), cells);
                System.arraycopy(nearest.cells(), 0, found, row * cells, cells);
                System.arraycopy(nearest.similarities(), 0, similarities, row * cells, cells);
            }
            NDArray vectors = placed(reference.vectors(found), rows, cells, width);
            NDArray keys = linear(vectors, "attention_key").transpose(0, 2, 1);
            NDArray learnt = linear(hidden, "attention_query").expandDims(1).matMul(keys);
            NDArray alike = query.expandDims(1).matMul(vectors.transpose(0, 2, 1));
            NDArray scores =
                    Scaling.by(learnt, 1 / Math.sqrt(shape.width()), scope).add(Scaling.by(alike, SHARPNESS, scope));
            NDArray attention = scores.softmax(2);
            NDArray expression = attention
                    .matMul(placed(reference.expression(found), rows, cells, shape.genes()))
                    .reshape(rows, shape.genes());
            return new Retrieved(found, similarities, attention.reshape(rows, cells), expression);
        }

        /** Adds the latent variable to the context: the prior's mean, or a draw of the posterior, whose divergence is returned. */
        Optional<NDArray> latent(NDList context, Optional<Posterior> posterior) {
            NDArray seen = NDArrays.concat(context, 1);
            NDArray mean = linear(seen, "prior_mean");
            if (posterior.isEmpty()) {
                context.add(mean);
                return Optional.empty();
            }
            NDArray spread = logVariance(seen, "prior_spread");
            NDArray both = NDArrays.concat(new NDList(seen, posterior.get().target), 1);
            NDArray ownMean = linear(both, "posterior_mean");
            NDArray ownSpread = logVariance(both, "posterior_spread");
            NDArray draws = placed(posterior.get().draws, ownMean.getShape().getShape());
            context.add(ownMean.add(Scaling.by(ownSpread, 0.5, scope).exp().mul(draws)));
            NDArray gap = ownMean.sub(mean).square();
            NDArray ratio = ownSpread.exp().add(gap).div(spread.exp());
            NDArray one = scope.manager().create(1f).duplicate();
            NDArray sum = spread.sub(ownSpread).add(ratio).sub(one).sum();
            return Optional.of(Scaling.by(sum, 0.5, scope));
        }

        private NDArray logVariance(NDArray x, String name) {
            return Scaling.by(linear(x, name).tanh(), MOST_LOG_VARIANCE, scope);
        }
    }
}

package io.spatho.stgpt.region;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.EncoderShape;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.Contrastive;
import java.util.ArrayList;
import java.util.List;

/**
 * The region model's network: gene embedding plus value encoding, transformer layers with the norm first, and three heads. The
 * linear sum at {@code <cls>} lets a short training begin at what a linear map of the expression can do.
 *
 * <pre>
 * token   = E[gene] + W2 relu(W1 value + b1) + b2       (a hidden value: E[gene] + m)
 * cls     = E[cls] + sum over the visible tokens of value U[gene]  (+ S2 relu(S1 beside + s1) + s2)
 * state   = norm(encoder(cls, tokens))
 * nearby  = Wn state[cls] + bn                          mean expression of the neighbours, every gene
 * masked  = V2 relu(V1 (state[token] + state[cls]) + c1) + c2
 * panel   = Wp state[cls] + bp                          the cell's own expression, every gene
 * picture = norm(I2 relu(I1 features + i1) + i2)        a token after cls, where there is one
 * structure = Ws state[cls] + bs;  unit(Wi picture + ai) and unit(Wg state[cls] + ag) are compared
 * </pre>
 *
 * <p>Weights stand in a fixed order, that of {@link #slots}. Stateless: the weights come with each call.
 */
final class RegionNetwork {

    private static final double EPSILON = 1e-5;
    private static final int EMBEDDING = 0;
    private static final int VALUE = 1;
    private static final int HIDDEN = 5;
    private static final int SUM = 6;
    private static final int NORM = 7;
    private static final int NEARBY = 9;
    private static final int MASKED = 11;
    private static final int PANEL = 15;
    private static final int ENCODER = 17;

    private final Operators operators;
    private final RegionSettings settings;
    private final EncoderShape shape;
    private final RegionParts parts;
    private final int layersEnd;
    private final int imageStart;

    /** A network with some parts beside genes. */
    RegionNetwork(Operators operators, RegionSettings settings, RegionParts parts) {
        this.operators = operators;
        this.settings = settings;
        this.shape = EncoderShape.preNorm(settings.heads(), EPSILON);
        this.parts = parts;
        this.layersEnd = ENCODER + settings.layers() * EncoderShape.TENSORS_PER_LAYER;
        this.imageStart = layersEnd + (parts.beside() > 0 ? 4 : 0);
    }

    /** The name, extents and initial values of a weight: normal with the deviation given, or all {@code fill} when that is 0. */
    record Slot(String name, long[] extents, double deviation, float fill) {}

    /** All weights in order; nothing is allocated for them. */
    static List<Slot> slots(RegionSettings settings, int genes, RegionParts parts) {
        long width = settings.width();
        List<Slot> slots = new ArrayList<>();
        slots.add(new Slot("gene_embedding", new long[] {genes + 2L, width}, 0.1, 0));
        map(slots, "value_encoder.0", width, 1);
        map(slots, "value_encoder.1", width, width);
        slots.add(new Slot("hidden_value", new long[] {width}, 0.1, 0));
        slots.add(new Slot("expression_sum", new long[] {genes + 2L, width}, 0.1, 0));
        norm(slots, "norm", width);
        zeroMap(slots, "nearby_head", genes, width);
        map(slots, "masked_head.0", width, width);
        zeroMap(slots, "masked_head.1", 1, width);
        zeroMap(slots, "panel_head", genes, width);
        for (int layer = 0; layer < settings.layers(); layer++) {
            String prefix = "encoder." + layer + ".";
            map(slots, prefix + "attention_input", 3 * width, width);
            map(slots, prefix + "attention_output", width, width);
            map(slots, prefix + "feed_forward.0", settings.hidden(), width);
            map(slots, prefix + "feed_forward.1", width, settings.hidden());
            norm(slots, prefix + "norm.0", width);
            norm(slots, prefix + "norm.1", width);
        }
        if (parts.beside() > 0) {
            map(slots, "beside_encoder.0", width, parts.beside());
            map(slots, "beside_encoder.1", width, width);
        }
        if (parts.seesImages()) {
            map(slots, "image_encoder.0", width, parts.imageColumns().size());
            map(slots, "image_encoder.1", width, width);
            norm(slots, "image_norm", width);
            map(slots, "image_projection", width, width);
            map(slots, "gene_projection", width, width);
        }
        if (parts.namesStructures()) {
            zeroMap(slots, "structure_head", parts.structures().size(), width);
        }
        return slots;
    }

    private static void map(List<Slot> slots, String name, long outputs, long inputs) {
        slots.add(new Slot(name + ".weight", new long[] {outputs, inputs}, Math.sqrt(1.0 / inputs), 0));
        slots.add(new Slot(name + ".bias", new long[] {outputs}, 0, 0));
    }

    /** The last map of a head: at zero, so that training begins at the error of predicting the mean. */
    private static void zeroMap(List<Slot> slots, String name, long outputs, long inputs) {
        slots.add(new Slot(name + ".weight", new long[] {outputs, inputs}, 0, 0));
        slots.add(new Slot(name + ".bias", new long[] {outputs}, 0, 0));
    }

    private static void norm(List<Slot> slots, String name, long width) {
        slots.add(new Slot(name + ".weight", new long[] {width}, 0, 1));
        slots.add(new Slot(name + ".bias", new long[] {width}, 0, 0));
    }

    /** The weights before training, keyed by the seed and their names. */
    static List<NamedTensor> initial(RegionSettings settings, int genes, RegionParts parts) {
        List<NamedTensor> weights = new ArrayList<>();
        for (Slot slot : slots(settings, genes, parts)) {
            CounterRandom random = CounterRandom.of(settings.seed(), "region-initial-weights", slot.name);
            float[] values = new float[Math.toIntExact(new Shape(slot.extents).size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = slot.deviation == 0 ? slot.fill : (float) (random.nextGaussian() * slot.deviation);
            }
            weights.add(new NamedTensor(slot.name, slot.extents, values));
        }
        return weights;
    }

    /** What the network makes of a batch. */
    record States(NDArray tokens, NDArray cls) {}

    /** The encoder's states: all tokens flattened to (rows · width) x d, and the normalised {@code <cls>} of each row. */
    States states(RegionBatch batch, NDList weights, TensorScope scope) {
        NDArray states = encoded(batch, weights, scope, false);
        NDArray flat = states.reshape((long) batch.rows() * batch.width(), settings.width());
        NDArray places = scope.manager().create(batch.clsPlaces());
        return new States(flat, normalised(operators.embedding(flat, places), weights));
    }

    /** The normalised state of {@code <cls>} alone, rows x d. */
    NDArray cls(RegionBatch batch, NDList weights, TensorScope scope) {
        NDArray states = encoded(batch, weights, scope, true);
        return normalised(states.reshape(batch.rows(), settings.width()), weights);
    }

    private NDArray encoded(RegionBatch batch, NDList weights, TensorScope scope, boolean clsOnly) {
        NDManager manager = scope.manager();
        Shape tokens = new Shape(batch.rows(), batch.width(), 1);
        NDArray values = placed(manager, batch.values(), tokens);
        NDArray visible = placed(manager, batch.visible(), tokens);
        NDArray ids = manager.create(batch.ids(), new Shape(batch.rows(), batch.width()));
        NDArray encodedValues = operators.perceptron(values, 0, weights.subNDList(VALUE, HIDDEN), Precision.FLOAT32);
        NDArray x = operators.embedding(weights.get(EMBEDDING), ids).add(encodedValues.mul(visible));
        if (!clsOnly) {
            x = x.add(placed(manager, batch.hidden(), tokens).mul(weights.get(HIDDEN)));
        }
        NDArray summands = placed(manager, batch.summands(), tokens);
        NDArray sum = operators.embedding(weights.get(SUM), ids).mul(summands).sum(new int[] {1}, true);
        if (parts.beside() > 0) {
            NDArray numbers = placed(manager, batch.beside(), new Shape(batch.rows(), 1, parts.beside()));
            NDList encoder = weights.subNDList(layersEnd, layersEnd + 4);
            sum = sum.add(operators.perceptron(numbers, 0, encoder, Precision.FLOAT32));
        }
        x = x.add(placed(manager, batch.clsIndicator(), tokens).mul(sum));
        if (parts.seesImages() && batch.showsPictures()) {
            NDArray pictures =
                    images(batch.pictures(), batch.rows(), weights, scope).expandDims(1);
            x = x.add(placed(manager, batch.pictureIndicator(), tokens).mul(pictures));
        }
        NDArray mask = operators.paddingMask(manager.create(batch.lengths()), batch.width());
        NDList layers = weights.subNDList(ENCODER, layersEnd);
        return operators.encoder(x, mask, layers, shape, clsOnly, Precision.FLOAT32);
    }

    /** A copy in the engine's own memory: Java's may lie at any place, and products may depend on it in the last bit. */
    private static NDArray placed(NDManager manager, float[] values, Shape shape) {
        return manager.create(values, shape).duplicate();
    }

    private NDArray normalised(NDArray states, NDList weights) {
        return operators.layerNorm(states, weights.get(NORM), weights.get(NORM + 1), EPSILON);
    }

    /** The vectors of pictures, rows x d: maps of the image features, and a layer norm. */
    private NDArray images(float[] features, int rows, NDList weights, TensorScope scope) {
        NDArray numbers = placed(
                scope.manager(), features, new Shape(rows, parts.imageColumns().size()));
        NDArray mapped =
                operators.perceptron(numbers, 0, weights.subNDList(imageStart, imageStart + 4), Precision.FLOAT32);
        return operators.layerNorm(mapped, weights.get(imageStart + 4), weights.get(imageStart + 5), EPSILON);
    }

    /** Vectors of length one for pictures, comparable with {@link #geneVectors}: rows x d. */
    NDArray imageVectors(float[] features, int rows, NDList weights, TensorScope scope) {
        return projected(images(features, rows, weights, scope), imageStart + 6, weights, scope);
    }

    /** Vectors of length one for states of cells that were seen without picture: rows x d. */
    NDArray geneVectors(NDArray cls, NDList weights, TensorScope scope) {
        return projected(cls, imageStart + 8, weights, scope);
    }

    private NDArray projected(NDArray x, int at, NDList weights, TensorScope scope) {
        return Contrastive.unit(operators.linear(x, weights.get(at), weights.get(at + 1), Precision.FLOAT32), scope);
    }

    /** What the network says of the structure of cells, before any softmax: rows x structures. */
    NDArray structures(NDArray cls, NDList weights) {
        int at = imageStart + (parts.seesImages() ? 10 : 0);
        return operators.linear(cls, weights.get(at), weights.get(at + 1), Precision.FLOAT32);
    }

    /** Some rows of states. */
    NDArray rows(NDArray states, long[] rows, TensorScope scope) {
        return operators.embedding(states, scope.manager().create(rows));
    }

    RegionParts parts() {
        return parts;
    }

    /** The predicted neighbourhood, rows x genes, in units of {@link GeneScale}. */
    NDArray nearby(NDArray cls, NDList weights) {
        return operators.linear(cls, weights.get(NEARBY), weights.get(NEARBY + 1), Precision.FLOAT32);
    }

    /** The predicted expression of the cell itself, rows x genes, in units of {@link GeneScale}. */
    NDArray panel(NDArray cls, NDList weights) {
        return operators.linear(cls, weights.get(PANEL), weights.get(PANEL + 1), Precision.FLOAT32);
    }

    /**
     * The predicted values of hidden tokens, n x 1, in units of {@link GeneScale}.
     *
     * @param places of the tokens in the flattened batch
     * @param rows the row of each
     */
    NDArray masked(States states, long[] places, long[] rows, NDList weights, TensorScope scope) {
        NDArray own =
                normalised(operators.embedding(states.tokens(), scope.manager().create(places)), weights);
        NDArray cell = operators.embedding(states.cls(), scope.manager().create(rows));
        return operators.perceptron(own.add(cell), 0, weights.subNDList(MASKED, PANEL), Precision.FLOAT32);
    }
}

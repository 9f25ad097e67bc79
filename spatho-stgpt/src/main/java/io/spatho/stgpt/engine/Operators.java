package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.ResourceException;
import io.spatho.core.matrix.CsrMatrix;

/**
 * The operators that DJL's interface lacks, as typed methods over one TorchScript resource ({@code operators.torchscript}).
 *
 * <p>All tensors are float32 unless said otherwise and live on the device that the operators were loaded for. Inside a recording
 * {@link TensorScope} every operator takes part in differentiation; outside one none does. Calls from several threads may
 * overlap. A result belongs to the owner of the first argument and is freed with the innermost scope.
 *
 * <p>Determinism: on a processor the bits of a result depend on the arguments only. Cost: about 15 µs a call besides the
 * arithmetic. Source: ATen operators of PyTorch 2.7.1, of the same names and meaning in 2.5.1.
 */
public final class Operators implements AutoCloseable {

    private static final String CLASS_NAME = "Operators";
    private static final String RESOURCE = "operators.torchscript";

    private final ScriptModule module;

    private Operators(ScriptModule module) {
        this.module = module;
    }

    /**
     * Loads the operators for a device; about 50 ms.
     *
     * @throws ResourceException if the engine refuses them
     */
    public static Operators load(TorchEngine engine, Device device) {
        return new Operators(ScriptModule.load(engine, device, CLASS_NAME, RESOURCE));
    }

    /**
     * Scaled dot product attention: {@code softmax(Q Kᵀ / √d + mask) V}.
     *
     * @param query batch x heads x queries x d
     * @param key batch x heads x keys x d
     * @param value batch x heads x keys x d
     * @param mask added to the scores and broadcast over them, from {@link #paddingMask}; or {@link #absent}
     * @return batch x heads x queries x d
     */
    public NDArray attention(NDArray query, NDArray key, NDArray value, NDArray mask) {
        return one(
                "attention", arguments().tensor(query).tensor(key).tensor(value).tensor(mask));
    }

    /**
     * The additive mask that hides padding: 0 at the first {@code lengths[i]} places of row i, minus infinity after them.
     *
     * @param lengths batch, int64; a length of 0 makes that row's attention NaN
     * @param width places per row
     * @return batch x 1 x 1 x width
     */
    public NDArray paddingMask(NDArray lengths, int width) {
        return one("padding_mask", arguments().tensor(lengths).number(width));
    }

    /** The tensor that stands for "no mask" and "no bias": it has no element. */
    public NDArray absent(TensorScope scope) {
        return scope.manager().create(new Shape(0), DataType.FLOAT32);
    }

    /**
     * An affine map {@code x Wᵀ + b}, multiplied in the given precision.
     *
     * @param x … x inputs
     * @param weight outputs x inputs
     * @param bias outputs, or {@link #absent}
     * @return … x outputs, float32
     */
    public NDArray linear(NDArray x, NDArray weight, NDArray bias, Precision precision) {
        return one("linear", arguments().tensor(x).tensor(weight).tensor(bias).number(precision.scalarType()));
    }

    /**
     * A value rounded to a precision and widened again where DJL cannot hold the format.
     *
     * @return the same shape, float32
     */
    public NDArray rounded(NDArray x, Precision precision) {
        return one("rounded", arguments().tensor(x).number(precision.scalarType()));
    }

    /**
     * Layer norm over the last axis: {@code (x - mean) / √(variance + ε) · weight + bias}, with the biased variance.
     *
     * @param x … x width
     * @param weight width
     * @param bias width
     */
    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return one(
                "layer_norm", arguments().tensor(x).tensor(weight).tensor(bias).number(epsilon));
    }

    /** The Gaussian error linear unit with the exact distribution function: {@code x Φ(x)}. */
    public NDArray gelu(NDArray x) {
        return one("gelu", arguments().tensor(x));
    }

    /** The Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016, the one with 0.044715 x³). */
    public NDArray geluTanh(NDArray x) {
        return one("gelu_tanh", arguments().tensor(x));
    }

    /**
     * Rows of a table by number.
     *
     * @param table rows x width
     * @param rows any shape, int64; a number outside the table is an error on a processor and undefined on a GPU
     * @return shape of {@code rows} x width
     */
    public NDArray embedding(NDArray table, NDArray rows) {
        return one("embedding", arguments().tensor(table).tensor(rows));
    }

    /**
     * Adds rows to rows, repeated numbers accumulating: {@code y = x; y[rows[i]] += added[i]} in the order of i.
     *
     * @param x targets x width
     * @param rows n, int64
     * @param added n x width
     * @return a new tensor, targets x width. On a GPU the order of the sum, and so its last bits, may change between runs
     */
    public NDArray indexAdd(NDArray x, NDArray rows, NDArray added) {
        return one("index_add", arguments().tensor(x).tensor(rows).tensor(added));
    }

    /**
     * The product of a sparse matrix and a dense one.
     *
     * @param sparse its three parts, made by {@link #sparse}
     * @param dense columns of the sparse matrix x width
     * @return rows of the sparse matrix x width; differentiable in {@code dense}
     */
    public NDArray sparseProduct(SparseTensor sparse, NDArray dense) {
        return one(
                "sparse_product",
                arguments()
                        .tensor(sparse.starts())
                        .tensor(sparse.columns())
                        .tensor(sparse.values())
                        .tensor(dense)
                        .number(sparse.rows())
                        .number(sparse.width()));
    }

    /** Puts a compressed sparse row matrix on the scope's device. */
    public SparseTensor sparse(CsrMatrix matrix, TensorScope scope) {
        return SparseTensor.of(matrix, scope.manager());
    }

    /**
     * Affine maps with a leaky ReLU between them: {@code W_n … f(W_1 x + b_1) … + b_n}.
     *
     * @param x … x inputs
     * @param slope of f below zero; 0 for a plain ReLU
     * @param weights W_1, b_1, W_2, b_2, …
     * @return … x outputs of the last map
     */
    public NDArray perceptron(NDArray x, double slope, NDList weights, Precision precision) {
        return one(
                "perceptron",
                arguments().tensor(x).tensors(weights).number(slope).number(precision.scalarType()));
    }

    /**
     * A mixture of experts: the softmax of a linear gate, of which the largest shares stay and are rescaled to sum to
     * one, weighs the scalar answers of perceptrons.
     *
     * @param x … x inputs
     * @param slope of the experts' leaky ReLU below zero
     * @param experts weights and biases of all perceptrons, one expert after another, the same number for each
     * @return the shape of {@code x} without its last axis
     */
    public NDArray expertMixture(NDArray x, ExpertGate gate, double slope, NDList experts, Precision precision) {
        return one(
                "expert_mixture",
                arguments()
                        .tensor(x)
                        .tensor(gate.weight())
                        .tensor(gate.bias())
                        .tensors(experts)
                        .number(gate.kept())
                        .number(gate.tensorsEach(experts.size()))
                        .number(slope)
                        .number(precision.scalarType()));
    }

    /**
     * A stack of transformer encoder layers in one call.
     *
     * @param x batch x length x width
     * @param mask from {@link #paddingMask}, or {@link #absent}
     * @param weights per layer, in this order: joint query-key-value projection (3 width x width) and bias, output projection
     *     and bias, first and second feed-forward map each with bias, scale and shift of the first and of the second layer norm
     * @param firstOnly whether only the first token of each row is wanted; the last layer then computes no other
     * @return batch x length x width, or batch x 1 x width
     */
    public NDArray encoder(
            NDArray x, NDArray mask, NDList weights, EncoderShape shape, boolean firstOnly, Precision precision) {
        if (weights.size() % EncoderShape.TENSORS_PER_LAYER != 0) {
            throw new IllegalArgumentException(weights.size() + " weights are not 12 for each layer");
        }
        return one(
                "encoder",
                arguments()
                        .tensor(x)
                        .tensor(mask)
                        .tensors(weights)
                        .number(shape.heads())
                        .number(shape.activation() == EncoderShape.Activation.GELU ? 1 : 0)
                        .number(shape.norms().number())
                        .number(firstOnly ? 1 : 0)
                        .number(shape.epsilon())
                        .number(precision.scalarType()));
    }

    /**
     * A stack of transformer encoder layers over tokens that are known and tokens that are asked for: known ones attend to the known;
     * an asked one attends to the known and to itself, and its answer does not pass the output projection.
     *
     * @param x batch x length x width, the known tokens first
     * @param mask from {@link #paddingMask} over the known tokens, or {@link #absent}
     * @param weights as for {@link #encoder}
     * @param known how many of the tokens are known
     * @return batch x length x width. Source: scGPT {@code scgpt/model/flash_layers.py}
     */
    public NDArray generativeEncoder(
            NDArray x, NDArray mask, NDList weights, EncoderShape shape, int known, Precision precision) {
        return one(
                "generative_encoder",
                arguments()
                        .tensor(x)
                        .tensor(mask)
                        .tensors(weights)
                        .number(shape.heads())
                        .number(shape.activation() == EncoderShape.Activation.GELU ? 1 : 0)
                        .number(shape.norms().number())
                        .number(known)
                        .number(shape.epsilon())
                        .number(precision.scalarType()));
    }

    /**
     * The derivatives of a scalar by tensors that require a gradient; zeros for one that the scalar does not depend on.
     *
     * @param loss a scalar computed inside the current recording scope; its record is used up
     * @return tensors of the parameters' shapes, in their order
     */
    public NDList gradients(NDArray loss, NDList parameters) {
        return module.call("gradients", arguments().tensor(loss).tensors(parameters));
    }

    /**
     * {@link #gradients} side by side in one tensor, in which each parameter begins at a multiple of {@link JoinedTensors#ALIGNMENT}.
     *
     * @param parameters {@link #resident} ones cost nothing to pass
     */
    public NDArray joinedGradients(NDArray loss, NDList parameters) {
        return one("joined_gradients", arguments().tensor(loss).tensors(parameters));
    }

    /** What an optimizer does to gradients and weights, in place. */
    public OptimizerOperators optimizer() {
        return new OptimizerOperators(module);
    }

    /**
     * Second handles on the same tensors that the operators take as a list of weights without a cost per call. The given tensors
     * must stay open as long as these are used.
     */
    public static NDList resident(NDList weights) {
        return ScriptArguments.resident(weights);
    }

    @Override
    public void close() {
        module.close();
    }

    private NDArray one(String method, ScriptArguments arguments) {
        return module.call(method, arguments).singletonOrThrow();
    }

    private static ScriptArguments arguments() {
        return new ScriptArguments();
    }
}

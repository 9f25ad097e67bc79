package io.spatho.stgpt.scgpt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.ResourceException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.EncoderShape;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;
import io.spatho.stgpt.nn.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A scGPT or scGPT-spatial network on a device, in evaluation mode.
 *
 * <p>For each token, {@code x = LN(E[gene]) + LN(W₂ relu(W₁ min(value, 512) + b₁) + b₂)}; then transformer layers with layer norm
 * after each residual sum and keys of padding hidden; the state of a cell is the output at {@code <cls>}. The heads are those of
 * {@link ScgptHeads}.
 *
 * <p>Thread-safe; calls from several threads overlap. Determinism: on a processor the bits depend on the batch only. Agreement
 * with the reference implementation in float32: within 1e-5. Cost: per layer and token {@code (8 width² + 4 width · hidden) +
 * 4 width · tokens} operations. Source: scGPT {@code scgpt/model/model.py}, scGPT-spatial {@code scgpt_spatial/model}.
 */
public final class ScgptModel implements AutoCloseable {

    private final TorchEngine engine;
    private final Operators operators;
    private final DeviceWeights weights;
    private final ScgptConfig config;
    private final Precision precision;
    private final List<String> ignored;
    private final TokenEncoder tokens;
    private final NDList layers;
    private final EncoderShape shape;
    private final ScgptHeads heads;

    private ScgptModel(
            TorchEngine engine, Device device, ScgptConfig config, ScgptWeights source, Precision precision) {
        this.engine = engine;
        this.config = config;
        this.precision = precision;
        this.ignored = source.ignored();
        this.operators = Operators.load(engine, device);
        this.weights = new DeviceWeights(engine, device);
        this.tokens = new TokenEncoder(engine, operators, weights, source, config.variant());
        Optional<NDArray> batches = source.batches().isEmpty()
                ? Optional.empty()
                : Optional.of(TokenEncoder.normed(engine, operators, weights, source.batches()));
        this.layers = Operators.resident(weights.put(source.layers()));
        this.shape = new EncoderShape(
                config.heads(), EncoderShape.Activation.RELU, config.variant().norms(), TokenEncoder.EPSILON);
        this.heads = new ScgptHeads(operators, weights, source, tokens.genes(), batches);
    }

    /**
     * Loads the network of a checkpoint folder.
     *
     * @throws InputException naming every weight that is missing, misshapen or unknown
     * @throws ResourceException if the device is not there
     */
    public static ScgptModel load(CheckpointFolder folder, DeviceRequest request, Precision precision) {
        return load(StateDict.of(folder.weights()), ScgptConfig.of(folder), request, precision);
    }

    /** Loads a network from weights by name. */
    public static ScgptModel load(StateDict dict, ScgptConfig config, DeviceRequest request, Precision precision) {
        ScgptWeights source = ScgptWeights.take(dict, config);
        TorchEngine engine = TorchEngine.start();
        return new ScgptModel(engine, engine.device(request), config, source, precision);
    }

    /** The sizes of the network. */
    public ScgptConfig config() {
        return config;
    }

    /** The device it runs on. */
    public Device device() {
        return weights.device();
    }

    /** The number format of its products. */
    public Precision precision() {
        return precision;
    }

    /** Tensors of the checkpoint that this network does not use, such as classifiers of the training run. */
    public List<String> ignoredTensors() {
        return ignored;
    }

    /** The decoders. */
    public ScgptHeads heads() {
        return heads;
    }

    /** Whether {@link #generated} is possible: the checkpoint holds the flags that mark tokens asked for. */
    public boolean generates() {
        return tokens.marksAsked() && config.variant().values() != ScgptVariant.ValueStyle.SCALING;
    }

    /**
     * The states of a batch of cells.
     *
     * @return cells x width, not normalised
     */
    public DenseMatrix states(TokenBatch batch) {
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray first = encode(batch, scope, true);
            return new DenseMatrix(batch.rows(), config.width(), first.toFloatArray());
        }
    }

    /**
     * The expression that the decoder gives for each token of a batch, in units of value bins.
     *
     * @return cells x tokens; what stands at padding means nothing
     */
    public DenseMatrix expression(TokenBatch batch) {
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray decoded = heads.expression(encode(batch, scope, false), batch.labels(), scope);
            return new DenseMatrix(batch.rows(), batch.width(), decoded.toFloatArray());
        }
    }

    /**
     * How likely each token is expressed at all, by a network with that decoder ({@code mlm_zero_probs} upstream).
     *
     * @return cells x tokens, 0 to 1
     */
    public DenseMatrix expressedProbabilities(TokenBatch batch) {
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray decoded = heads.tokenProbabilities(encode(batch, scope, false), batch.labels(), scope);
            return new DenseMatrix(batch.rows(), batch.width(), decoded.toFloatArray());
        }
    }

    /**
     * The values that a cell's state predicts for genes, measured in it or not.
     *
     * @param states cells x width, from {@link #states}
     * @param genes vocabulary ids
     * @return cells x genes, in units of value bins
     */
    public DenseMatrix predicted(DenseMatrix states, int[] genes) {
        return predicted(states, genes, new long[0]);
    }

    /** The same for a network whose decoders take batch labels, one for each cell. */
    public DenseMatrix predicted(DenseMatrix states, int[] genes, long[] labels) {
        return decoded(states, genes.length, (x, scope) -> heads.product(x, genes, false, labels, scope));
    }

    /**
     * How likely a cell of that state expresses genes at all ({@code mvc_zero_probs} upstream).
     *
     * @return cells x genes, 0 to 1
     */
    public DenseMatrix expressedProbabilities(DenseMatrix states, int[] genes, long[] labels) {
        return decoded(states, genes.length, (x, scope) -> heads.geneProbabilities(x, genes, labels, scope));
    }

    /**
     * The values that the mean state of a cell's neighbours predicts for genes (scGPT-spatial's imputation).
     *
     * @param neighbourhoods cells x width, from {@link Neighbourhoods#meanStates}
     * @param genes vocabulary ids
     * @return cells x genes, in units of value bins
     */
    public DenseMatrix imputed(DenseMatrix neighbourhoods, int[] genes) {
        return decoded(neighbourhoods, genes.length, (x, scope) -> heads.product(x, genes, true, new long[0], scope));
    }

    /**
     * What the classifier says of states, before any softmax.
     *
     * @return cells x classes
     */
    public DenseMatrix classLogits(DenseMatrix states) {
        return decoded(states, heads.classes(), (x, scope) -> heads.logits(x));
    }

    /**
     * The generative pass: what the known tokens of cells tell of the expression of genes that are asked for.
     *
     * @param known the cells' tokens, {@code <cls>} first
     * @param asked the genes asked for, one row for each cell; their values are not looked at
     */
    public Generation generated(TokenBatch known, TokenBatch asked) {
        if (known.rows() != asked.rows() || !generates()) {
            throw new IllegalArgumentException(
                    known.rows() + " cells and questions to " + asked.rows() + ", generative: " + generates());
        }
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray x =
                    tokens.encode(known, scope).concat(tokens.encodeAsked(asked.withLabels(known.labels()), scope), 1);
            NDArray out = operators.generativeEncoder(x, mask(known, scope), layers, shape, known.width(), precision);
            NDArray values = heads.expression(out, known.labels(), scope);
            return Generation.of(out, values, known.width());
        }
    }

    /**
     * The expression of tokens when the state of each cell is given and stands at {@code <cls>}.
     *
     * @param states cells x width
     * @param batch the tokens, {@code <cls>} first
     * @param withValues whether the tokens' values enter, or their genes alone
     * @return cells x tokens, in units of value bins
     */
    public DenseMatrix expressionFromStates(DenseMatrix states, TokenBatch batch, boolean withValues) {
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray x = withValues ? tokens.encode(batch, scope) : tokens.encodeGenes(batch, scope);
            NDArray given = scope.manager().create(states.values(), new Shape(states.rows(), 1, states.columns()));
            NDArray joined = batch.width() == 1 ? given : given.concat(x.get(new NDIndex(":,1:")), 1);
            NDArray out = operators.encoder(joined, mask(batch, scope), layers, shape, false, precision);
            NDArray decoded = heads.expression(out, batch.labels(), scope);
            return new DenseMatrix(batch.rows(), batch.width(), decoded.toFloatArray());
        }
    }

    private DenseMatrix decoded(DenseMatrix states, int columns, BiFunction<NDArray, TensorScope, NDArray> decoder) {
        if (states.columns() != config.width()) {
            throw new IllegalArgumentException(states.columns() + " columns for a width of " + config.width());
        }
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray x = scope.manager().create(states.values(), new Shape(states.rows(), states.columns()));
            return new DenseMatrix(
                    states.rows(), columns, decoder.apply(x, scope).toFloatArray());
        }
    }

    private NDArray encode(TokenBatch batch, TensorScope scope, boolean firstOnly) {
        NDArray x = tokens.encode(batch, scope);
        return operators.encoder(x, mask(batch, scope), layers, shape, firstOnly, precision);
    }

    private NDArray mask(TokenBatch batch, TensorScope scope) {
        return batch.isPadded()
                ? operators.paddingMask(scope.manager().create(batch.lengths()), batch.width())
                : operators.absent(scope);
    }

    @Override
    public void close() {
        weights.close();
        operators.close();
    }
}

package io.spatho.stgpt.scgpt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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

    private static final float LARGEST_VALUE = 512;
    private static final double EPSILON = 1e-5;

    private final TorchEngine engine;
    private final Operators operators;
    private final DeviceWeights weights;
    private final ScgptConfig config;
    private final Precision precision;
    private final List<String> ignored;
    private final NDArray genes;
    private final NDList valueMaps;
    private final NDList valueNorm;
    private final NDList layers;
    private final ScgptHeads heads;

    private ScgptModel(
            TorchEngine engine, Device device, ScgptConfig config, ScgptWeights source, Precision precision) {
        this.engine = engine;
        this.config = config;
        this.precision = precision;
        this.ignored = source.ignored();
        this.operators = Operators.load(engine, device);
        this.weights = new DeviceWeights(engine, device);
        this.genes = normalizedGenes(source);
        this.valueMaps = Operators.resident(weights.put(source.values().subList(0, 4)));
        this.valueNorm = weights.put(source.values().subList(4, 6));
        this.layers = Operators.resident(weights.put(source.layers()));
        this.heads = new ScgptHeads(operators, weights, source, genes);
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
            NDArray decoded = heads.expression(encode(batch, scope, false));
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
        return product(states, genes, false);
    }

    /**
     * The values that the mean state of a cell's neighbours predicts for genes (scGPT-spatial's imputation).
     *
     * @param neighbourhoods cells x width, from {@link Neighbourhoods#meanStates}
     * @param genes vocabulary ids
     * @return cells x genes, in units of value bins
     */
    public DenseMatrix imputed(DenseMatrix neighbourhoods, int[] genes) {
        return product(neighbourhoods, genes, true);
    }

    private DenseMatrix product(DenseMatrix states, int[] genes, boolean neighbours) {
        if (states.columns() != config.width()) {
            throw new IllegalArgumentException(states.columns() + " columns for a width of " + config.width());
        }
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray x = scope.manager().create(states.values(), new Shape(states.rows(), states.columns()));
            NDArray values = heads.product(x, genes, neighbours, scope);
            return new DenseMatrix(states.rows(), genes.length, values.toFloatArray());
        }
    }

    private NDArray encode(TokenBatch batch, TensorScope scope, boolean firstOnly) {
        Shape shape = new Shape(batch.rows(), batch.width());
        DistinctValues distinct = DistinctValues.of(batch.values(), LARGEST_VALUE);
        NDArray ids = scope.manager().create(batch.genes(), shape);
        NDArray places = scope.manager().create(distinct.places(), shape);
        NDArray known = scope.manager().create(distinct.values(), new Shape(distinct.values().length, 1));
        NDArray encoded = operators.perceptron(known, 0, valueMaps, Precision.FLOAT32);
        encoded = operators.layerNorm(encoded, valueNorm.get(0), valueNorm.get(1), EPSILON);
        NDArray x = operators.embedding(genes, ids).addi(operators.embedding(encoded, places));
        NDArray mask = operators.absent(scope);
        if (batch.isPadded()) {
            mask = operators.paddingMask(scope.manager().create(batch.lengths()), batch.width());
        }
        return operators.encoder(x, mask, layers, EncoderShape.postNorm(config.heads()), firstOnly, precision);
    }

    /** Layer norm acts on rows, so the table is normed once instead of each token. */
    private NDArray normalizedGenes(ScgptWeights source) {
        try (TensorScope scope = TensorScope.inference(engine, device())) {
            NDArray scale = weights.put(source.genes().get(1));
            NDArray shift = weights.put(source.genes().get(2));
            NDArray normed =
                    weights.put(source.genes().get(0), rows -> operators.layerNorm(rows, scale, shift, EPSILON));
            return scope.keep(normed, weights.owner());
        }
    }

    @Override
    public void close() {
        weights.close();
        operators.close();
    }
}

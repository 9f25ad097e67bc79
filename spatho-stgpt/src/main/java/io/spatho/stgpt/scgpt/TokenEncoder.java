package io.spatho.stgpt.scgpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;
import io.spatho.stgpt.scgpt.ScgptVariant.ValueStyle;
import java.util.List;

/**
 * What enters the transformer: a vector for each token, made of its gene's and its value's.
 *
 * <p>Layer norm acts on rows, so the tables of genes, bins and batch labels are normed once instead of each token.
 */
final class TokenEncoder {

    static final double EPSILON = 1e-5;
    private static final float LARGEST_VALUE = 512;

    private final Operators operators;
    private final ValueStyle style;
    private final NDArray genes;
    private final NDList values;
    private final NDList valueNorm;
    private final NDList batchNorm;
    private final NDList flags;
    private final int bins;
    private final int batches;

    TokenEncoder(
            TorchEngine engine, Operators operators, DeviceWeights weights, ScgptWeights source, ScgptVariant variant) {
        this.operators = operators;
        this.style = variant.values();
        this.genes = normed(engine, operators, weights, source.genes());
        this.batchNorm = weights.put(source.batchNorm());
        this.flags = weights.put(source.flags());
        this.batches = source.batchNorm().isEmpty() ? 0 : extent(batchNorm.get(0));
        if (style == ValueStyle.CONTINUOUS) {
            this.values = Operators.resident(weights.put(source.values().subList(0, 4)));
            this.valueNorm = weights.put(source.values().subList(4, 6));
        } else {
            this.values = new NDList();
            this.valueNorm = new NDList();
        }
        if (style == ValueStyle.CATEGORY) {
            values.add(normed(engine, operators, weights, source.values()));
        }
        this.bins = style == ValueStyle.CATEGORY ? extent(values.get(0)) : 0;
    }

    private static int extent(NDArray table) {
        return Math.toIntExact(table.getShape().get(0));
    }

    /** A table, then scale and shift of the layer norm of its rows. */
    static NDArray normed(TorchEngine engine, Operators operators, DeviceWeights weights, List<NamedTensor> parts) {
        try (TensorScope scope = TensorScope.inference(engine, weights.device())) {
            NDArray scale = weights.put(parts.get(1));
            NDArray shift = weights.put(parts.get(2));
            NDArray table = weights.put(parts.get(0), rows -> operators.layerNorm(rows, scale, shift, EPSILON));
            return scope.keep(table, weights.owner());
        }
    }

    /** The normed vector of each gene: vocabulary x width. */
    NDArray genes() {
        return genes;
    }

    /** Whether tokens can be asked for: the checkpoint holds the flags that mark them. */
    boolean marksAsked() {
        return !flags.isEmpty();
    }

    /** The vectors of a batch: cells x tokens x width. */
    NDArray encode(TokenBatch batch, TensorScope scope) {
        NDArray tokens = operators.embedding(genes, ids(batch, scope));
        NDArray x =
                switch (style) {
                    case CONTINUOUS -> tokens.addi(continuous(batch, scope));
                    case CATEGORY -> tokens.addi(category(batch, scope));
                    case SCALING ->
                        tokens.muli(scope.manager().create(batch.values(), new Shape(batch.rows(), batch.width(), 1)));
                };
        return normedByBatch(x, batch, scope);
    }

    /** The vectors of a batch without their values. */
    NDArray encodeGenes(TokenBatch batch, TensorScope scope) {
        return normedByBatch(operators.embedding(genes, ids(batch, scope)), batch, scope);
    }

    /** The vectors of genes asked for: cells x genes x width. */
    NDArray encodeAsked(TokenBatch asked, TensorScope scope) {
        NDArray flag =
                flags.get(0).get(1).reshape(new Shape(1, 1, genes.getShape().get(1)));
        return normedByBatch(operators.embedding(genes, ids(asked, scope)).addi(flag), asked, scope);
    }

    private static NDArray ids(TokenBatch batch, TensorScope scope) {
        return scope.manager().create(batch.genes(), new Shape(batch.rows(), batch.width()));
    }

    private NDArray continuous(TokenBatch batch, TensorScope scope) {
        DistinctValues distinct = DistinctValues.of(batch.values(), LARGEST_VALUE);
        NDArray places = scope.manager().create(distinct.places(), new Shape(batch.rows(), batch.width()));
        NDArray known = scope.manager().create(distinct.values(), new Shape(distinct.values().length, 1));
        NDArray encoded = operators.perceptron(known, 0, values, Precision.FLOAT32);
        encoded = operators.layerNorm(encoded, valueNorm.get(0), valueNorm.get(1), EPSILON);
        return operators.embedding(encoded, places);
    }

    private NDArray category(TokenBatch batch, TensorScope scope) {
        long[] rows = new long[batch.values().length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (long) batch.values()[i];
            if (rows[i] < 0 || rows[i] >= bins) {
                throw new InputException(Problem.of("a value has no row in the model's table of bins")
                        .expected("0 to " + (bins - 1), batch.values()[i])
                        .fix("Check n_bins and pad_value in args.json."));
            }
        }
        return operators.embedding(values.get(0), scope.manager().create(rows, new Shape(batch.rows(), batch.width())));
    }

    private NDArray normedByBatch(NDArray x, TokenBatch batch, TensorScope scope) {
        if (batchNorm.isEmpty()) {
            return x;
        }
        long[] labels = batch.labels();
        if (batches == 1 && labels.length == 0) {
            labels = new long[batch.rows()];
        }
        NDArray rows = labelRows(labels, batches, batch.rows(), scope);
        NDArray factor = operators.embedding(batchNorm.get(0), rows).expandDims(1);
        NDArray offset = operators.embedding(batchNorm.get(1), rows).expandDims(1);
        return x.muli(factor).addi(offset);
    }

    /** Batch labels as row numbers, checked against the batches that the network knows. */
    static NDArray labelRows(long[] labels, int batches, int cells, TensorScope scope) {
        if (labels.length != cells) {
            throw new InputException(Problem.of("the network needs a batch label for each cell")
                    .expected(cells + " labels from 0 to " + (batches - 1), labels.length)
                    .fix("Give batch labels, or use a checkpoint that was trained without them."));
        }
        for (long label : labels) {
            if (label < 0 || label >= batches) {
                throw new InputException(Problem.of("the network does not know a batch label")
                        .expected("0 to " + (batches - 1), label)
                        .fix("Use the labels of the training run."));
            }
        }
        return scope.manager().create(labels);
    }
}

package io.spatho.stgpt.scgpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.Arrays;

/** A decoder of gene values from states on a device, in one of three styles. */
final class ProductDecoder {

    private final Operators operators;
    private final HeadWeights.Style style;
    private final NDList query;
    private final NDList maps;
    private final NDList slope;
    private final NDList zero;

    private ProductDecoder(
            Operators operators, HeadWeights.Style style, NDList query, NDList maps, NDList slope, NDList zero) {
        this.operators = operators;
        this.style = style;
        this.query = query;
        this.maps = maps;
        this.slope = slope;
        this.zero = zero;
    }

    static ProductDecoder of(Operators operators, DeviceWeights weights, HeadWeights.Product source) {
        return new ProductDecoder(
                operators,
                source.style(),
                weights.put(source.query()),
                weights.put(source.maps()),
                weights.put(source.slope()),
                weights.put(source.zero()));
    }

    boolean decodesZeros() {
        return !zero.isEmpty();
    }

    /** cells x genes. */
    NDArray values(NDArray states, NDArray table, int[] genes, TensorScope scope) {
        NDArray asked = queries(table, genes, scope);
        if (style == HeadWeights.Style.INNER) {
            NDArray none = operators.absent(scope);
            NDArray projected = operators.linear(asked, maps.get(0), none, Precision.FLOAT32);
            return operators.linear(states, projected, none, Precision.FLOAT32);
        }
        Shape pairs = new Shape(states.getShape().get(0), genes.length, 1);
        NDArray left = states.expandDims(1);
        NDArray right = asked.expandDims(0);
        NDArray met = style == HeadWeights.Style.SUMMED
                ? left.add(right)
                : left.broadcast(wide(pairs, states)).concat(right.broadcast(wide(pairs, asked)), -1);
        NDArray hidden = operators.linear(met, maps.get(0), maps.get(1), Precision.FLOAT32);
        NDArray rectified = hidden.maximum(0).add(hidden.minimum(0).mul(slope.get(0)));
        return operators
                .linear(rectified, maps.get(2), maps.get(3), Precision.FLOAT32)
                .squeeze(-1);
    }

    private static Shape wide(Shape pairs, NDArray rows) {
        return new Shape(pairs.get(0), pairs.get(1), rows.getShape().get(1));
    }

    /** cells x genes, between 0 and 1. */
    NDArray probabilities(NDArray states, NDArray table, int[] genes, TensorScope scope) {
        NDArray asked = queries(table, genes, scope);
        NDArray projected = operators.linear(asked, zero.get(0), zero.get(1), Precision.FLOAT32);
        return Activation.sigmoid(operators.linear(states, projected, operators.absent(scope), Precision.FLOAT32));
    }

    private NDArray queries(NDArray table, int[] genes, TensorScope scope) {
        NDArray ids = scope.manager().create(Arrays.stream(genes).asLongStream().toArray());
        NDArray known = operators.embedding(table, ids);
        return Activation.sigmoid(operators.linear(known, query.get(0), query.get(1), Precision.FLOAT32));
    }
}

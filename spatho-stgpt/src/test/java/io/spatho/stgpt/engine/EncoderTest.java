package io.spatho.stgpt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncoderTest extends TorchTest {

    static NDList layer(TensorScope scope, int width, int hidden) {
        return new NDList(
                tensor(scope, "qkv", 3L * width, width).div(2),
                tensor(scope, "qkvBias", 3L * width),
                tensor(scope, "out", width, width).div(2),
                tensor(scope, "outBias", width),
                tensor(scope, "up", hidden, width).div(2),
                tensor(scope, "upBias", hidden),
                tensor(scope, "down", width, hidden).div(2),
                tensor(scope, "downBias", width),
                tensor(scope, "scale1", width),
                tensor(scope, "shift1", width),
                tensor(scope, "scale2", width),
                tensor(scope, "shift2", width));
    }

    @Test
    void aLayerEqualsItsStepsDoneOneByOne() {
        for (EncoderShape shape : List.of(EncoderShape.postNorm(2), EncoderShape.preNorm(2, 1e-6))) {
            try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
                NDList w = layer(scope, 8, 6);
                NDArray x = tensor(scope, "x", 2, 5, 8);
                NDArray mask = operators.paddingMask(scope.manager().create(new long[] {5, 3}), 5);
                float[] fused = operators
                        .encoder(x, mask, w, shape, false, Precision.FLOAT32)
                        .toFloatArray();
                assertThat(fused).containsExactly(stepByStep(x, mask, w, shape).toFloatArray(), within(5e-6f));
            }
        }
    }

    private static NDArray stepByStep(NDArray x, NDArray mask, NDList w, EncoderShape shape) {
        boolean first = shape.normFirst();
        double epsilon = shape.epsilon();
        NDArray h = first ? operators.layerNorm(x, w.get(8), w.get(9), epsilon) : x;
        NDArray[] parts = new NDArray[3];
        for (int i = 0; i < 3; i++) {
            String rows = 8 * i + ":" + 8 * (i + 1);
            NDArray part = h.matMul(w.get(0).get(rows).transpose()).add(w.get(1).get(rows));
            parts[i] = part.reshape(2, 5, 2, 4).transpose(0, 2, 1, 3);
        }
        NDArray mixed = operators.attention(parts[0], parts[1], parts[2], mask);
        mixed = mixed.transpose(0, 2, 1, 3).reshape(2, 5, 8);
        NDArray y = x.add(mixed.matMul(w.get(2).transpose()).add(w.get(3)));
        NDArray g = operators.layerNorm(y, w.get(first ? 10 : 8), w.get(first ? 11 : 9), epsilon);
        NDArray f = g.matMul(w.get(4).transpose()).add(w.get(5));
        f = first ? operators.gelu(f) : f.maximum(0);
        NDArray z = (first ? y : g).add(f.matMul(w.get(6).transpose()).add(w.get(7)));
        return first ? z : operators.layerNorm(z, w.get(10), w.get(11), epsilon);
    }

    @Test
    void theFirstTokenAloneEqualsTheFirstOfAll() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDList w = layer(scope, 8, 6);
            w.addAll(layer(scope, 8, 6));
            NDArray x = tensor(scope, "x", 3, 7, 8);
            NDArray mask = operators.paddingMask(scope.manager().create(new long[] {7, 1, 4}), 7);
            EncoderShape shape = EncoderShape.postNorm(4);
            NDArray all = operators.encoder(x, mask, w, shape, false, Precision.FLOAT32);
            NDArray first = operators.encoder(x, mask, w, shape, true, Precision.FLOAT32);
            assertThat(first.getShape()).isEqualTo(new Shape(3, 1, 8));
            assertThat(first.toFloatArray()).containsExactly(all.get(":,0").toFloatArray(), within(5e-6f));
        }
    }

    @Test
    void halfPrecisionStaysNearFloat32AndMasksStillHide() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDList w = layer(scope, 8, 6);
            NDArray x = tensor(scope, "x", 1, 5, 8);
            NDArray mask = operators.paddingMask(scope.manager().create(new long[] {3}), 5);
            EncoderShape shape = EncoderShape.postNorm(2);
            float[] exact = operators
                    .encoder(x, mask, w, shape, true, Precision.FLOAT32)
                    .toFloatArray();
            float[] half = operators
                    .encoder(x, mask, w, shape, true, Precision.BFLOAT16)
                    .toFloatArray();
            assertThat(half).containsExactly(exact, within(0.1f));
            assertThat(Arrays.equals(half, exact)).isFalse();
            NDArray shorter = x.get(":,0:3");
            float[] cut = operators
                    .encoder(shorter, operators.absent(scope), w, shape, true, Precision.BFLOAT16)
                    .toFloatArray();
            assertThat(cut).containsExactly(half, within(0.1f));
        }
    }
}

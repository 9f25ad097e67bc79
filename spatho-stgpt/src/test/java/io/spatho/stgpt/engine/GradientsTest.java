package io.spatho.stgpt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientsTest extends TorchTest {

    @Test
    void everyOperatorIsDifferentiable() {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray q = tensor(scope, "q", 2, 2, 3, 4);
            NDArray k = tensor(scope, "k", 2, 2, 3, 4);
            NDArray mask = operators.paddingMask(scope.manager().create(new long[] {3, 2}), 3);
            NDArray rows = scope.manager().create(new long[] {1, 0, 1});
            NDArray w = tensor(scope, "w", 4);
            NDArray square = tensor(scope, "square", 4, 4);
            CsrMatrix matrix = new CsrMatrix(2, 3, new long[] {0, 2, 3}, new int[] {0, 2, 1}, new float[] {2, -1, 3});
            SparseTensor sparse = operators.sparse(matrix, scope);

            assertThat(gradientError(x -> operators.attention(x, k, k, mask), scope, q))
                    .isLessThan(2e-3);
            assertThat(gradientError(x -> operators.attention(q, x, x, mask), scope, tensor(scope, "k", 2, 2, 3, 4)))
                    .isLessThan(2e-3);
            assertThat(gradientError(x -> operators.gelu(x), scope, tensor(scope, "a", 6)))
                    .isLessThan(2e-3);
            assertThat(gradientError(x -> operators.geluTanh(x), scope, tensor(scope, "a", 6)))
                    .isLessThan(2e-3);
            assertThat(gradientError(x -> operators.layerNorm(x, w, w, 1e-5), scope, tensor(scope, "b", 3, 4)))
                    .isLessThan(5e-3);
            assertThat(gradientError(
                            x -> operators.indexAdd(square.get("0:2"), rows, x), scope, tensor(scope, "c", 3, 4)))
                    .isLessThan(2e-3);
            assertThat(gradientError(x -> operators.embedding(x, rows), scope, tensor(scope, "d", 2, 4)))
                    .isLessThan(2e-3);
            assertThat(gradientError(
                            x -> operators.linear(square, x, w, Precision.FLOAT32), scope, tensor(scope, "e", 4, 4)))
                    .isLessThan(2e-3);
            assertThat(gradientError(x -> operators.sparseProduct(sparse, x), scope, tensor(scope, "f", 3, 2)))
                    .isLessThan(2e-3);
        }
    }

    @Test
    void encoderLayersAreDifferentiableInBothNormOrders() {
        for (EncoderShape shape : List.of(EncoderShape.postNorm(2), EncoderShape.preNorm(2, 1e-6))) {
            try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
                NDList weights = EncoderTest.layer(scope, 4, 6);
                NDArray mask = operators.paddingMask(scope.manager().create(new long[] {3, 2}), 3);
                double error = gradientError(
                        x -> operators.encoder(x, mask, weights, shape, true, Precision.FLOAT32),
                        scope,
                        tensor(scope, "x", 2, 3, 4));
                assertThat(error).isLessThan(1e-2);
            }
        }
    }

    @Test
    void bfloat16ProductsHaveGradientsInFloat32() {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray weight = tensor(scope, "weight", 3, 4);
            weight.setRequiresGradient(true);
            NDArray ones = scope.manager().ones(new Shape(1, 4));
            NDArray loss = operators
                    .linear(ones, weight, operators.absent(scope), Precision.BFLOAT16)
                    .sum();
            NDList slopes = operators.gradients(loss, new NDList(weight));
            assertThat(slopes.get(0).toFloatArray()).containsOnly(1);
        }
    }

    @Test
    void aParameterWithoutInfluenceHasZeroGradient() {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray used = tensor(scope, "used", 2);
            NDArray unused = tensor(scope, "unused", 3);
            used.setRequiresGradient(true);
            unused.setRequiresGradient(true);
            NDList slopes = operators.gradients(used.square().sum(), new NDList(used, unused));
            assertThat(slopes.get(0).toFloatArray()).containsExactly(used.mul(2).toFloatArray());
            assertThat(slopes.get(1).toFloatArray()).containsExactly(0, 0, 0);
        }
    }

    @Test
    void nothingIsRecordedInAnInferenceScope() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = tensor(scope, "x", 2);
            x.setRequiresGradient(true);
            NDArray y = operators.gelu(x).sum();
            assertThatThrownBy(() -> operators.gradients(y, new NDList(x))).hasMessageContaining("grad");
        }
    }

    @Test
    void threadsRecordIndependently() {
        try (NDManager owner = engine.newManager(Device.cpu());
                Workers workers = new Workers(4)) {
            NDArray weight = owner.create(numbers("shared", 12), new Shape(3, 4));
            weight.setRequiresGradient(true);
            List<float[]> slopes = workers.map(32, block -> {
                try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
                    NDArray x = tensor(scope, "x" + block % 2, 5, 4);
                    NDArray loss = operators
                            .gelu(operators.linear(x, weight, operators.absent(scope), Precision.FLOAT32))
                            .sum();
                    return operators.gradients(loss, new NDList(weight)).get(0).toFloatArray();
                }
            });
            for (int block = 0; block < 32; block++) {
                assertThat(slopes.get(block)).containsExactly(slopes.get(block % 2));
            }
            assertThat(slopes.get(0)).isNotEqualTo(slopes.get(1));
        }
    }

    @Test
    void clippingScalesToTheLimitAndReturnsTheNormBefore() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDList parameters = new NDList(scope.manager().create(new float[3]));
            NDArray gradients = scope.manager().create(new float[] {3, 0, 4});
            assertThat(operators.optimizer().clipJoinedNorm(gradients, parameters, 10))
                    .isCloseTo(5, within(1e-12));
            assertThat(gradients.toFloatArray()).containsExactly(3, 0, 4);
            assertThat(operators.optimizer().clipJoinedNorm(gradients, parameters, 1))
                    .isCloseTo(5, within(1e-12));
            assertThat(gradients.toFloatArray()).containsExactly(new float[] {0.6f, 0, 0.8f}, within(1e-6f));
        }
    }

    private static NDList zeros(TensorScope scope) {
        return new NDList(scope.manager().create(new float[2]));
    }

    @Test
    void adamWFollowsItsRecurrence() {
        AdamWSettings settings = new AdamWSettings(0.1, 0.9, 0.99, 1e-8, 0.05);
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDList parameters = new NDList(scope.manager().create(new float[] {1, -2}));
            AdamWState state = new AdamWState(zeros(scope), zeros(scope));
            double[] x = {1, -2};
            double[] m = new double[2];
            double[] s = new double[2];
            for (int step = 1; step <= 5; step++) {
                float[] slopes = numbers("step" + step, 2);
                operators
                        .optimizer()
                        .adamWStep(parameters, new NDList(scope.manager().create(slopes)), state, step, settings);
                for (int i = 0; i < 2; i++) {
                    x[i] *= 1 - 0.1 * 0.05;
                    m[i] = 0.9 * m[i] + 0.1 * slopes[i];
                    s[i] = 0.99 * s[i] + 0.01 * slopes[i] * slopes[i];
                    double late = Math.sqrt(s[i] / (1 - Math.pow(0.99, step)));
                    x[i] -= 0.1 * m[i] / (1 - Math.pow(0.9, step)) / (late + 1e-8);
                }
            }
            float[] found = parameters.get(0).toFloatArray();
            assertThat(found[0]).isCloseTo((float) x[0], within(1e-6f));
            assertThat(found[1]).isCloseTo((float) x[1], within(1e-6f));
        }
    }
}

package io.spatho.stgpt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OperatorsTest extends TorchTest {

    @Test
    void attentionIsTheSoftmaxOfScaledProductsOverTheKeysThatAreNotPadding() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray q = tensor(scope, "q", 2, 3, 5, 4);
            NDArray k = tensor(scope, "k", 2, 3, 5, 4);
            NDArray v = tensor(scope, "v", 2, 3, 5, 4);
            NDArray mask = operators.paddingMask(scope.manager().create(new long[] {5, 3}), 5);
            float[] masked = operators.attention(q, k, v, mask).toFloatArray();
            float[] open = operators.attention(q, k, v, operators.absent(scope)).toFloatArray();

            assertThat(mask.getShape()).isEqualTo(new Shape(2, 1, 1, 5));
            for (int row = 0; row < 2; row++) {
                for (int head = 0; head < 3; head++) {
                    for (int query = 0; query < 5; query++) {
                        int at = ((row * 3 + head) * 5 + query) * 4;
                        float[] naive = attend(q, k, v, (row * 3 + head) * 20, query, row == 0 ? 5 : 3);
                        assertThat(Arrays.copyOfRange(masked, at, at + 4)).containsExactly(naive, within(2e-6f));
                        float[] all = attend(q, k, v, (row * 3 + head) * 20, query, 5);
                        assertThat(Arrays.copyOfRange(open, at, at + 4)).containsExactly(all, within(2e-6f));
                    }
                }
            }
        }
    }

    private static float[] attend(NDArray q, NDArray k, NDArray v, int at, int query, int keys) {
        float[] qs = q.toFloatArray();
        float[] ks = k.toFloatArray();
        float[] vs = v.toFloatArray();
        double[] weights = new double[keys];
        double sum = 0;
        for (int key = 0; key < keys; key++) {
            double score = 0;
            for (int i = 0; i < 4; i++) {
                score += (double) qs[at + query * 4 + i] * ks[at + key * 4 + i];
            }
            weights[key] = Math.exp(score / 2);
            sum += weights[key];
        }
        float[] mixed = new float[4];
        for (int i = 0; i < 4; i++) {
            double total = 0;
            for (int key = 0; key < keys; key++) {
                total += weights[key] / sum * vs[at + key * 4 + i];
            }
            mixed[i] = (float) total;
        }
        return mixed;
    }

    @Test
    void indexAddAccumulatesRepeatedRows() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = scope.manager().create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
            NDArray added = scope.manager().create(new float[] {10, 20, 30, 40, 50, 60}, new Shape(3, 2));
            NDArray rows = scope.manager().create(new long[] {2, 0, 2});
            assertThat(operators.indexAdd(x, rows, added).toFloatArray()).containsExactly(31, 42, 3, 4, 65, 86);
            assertThat(x.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void sparseProductEqualsTheDenseOne() {
        CsrMatrix matrix =
                new CsrMatrix(3, 4, new long[] {0, 2, 2, 4}, new int[] {0, 3, 1, 2}, new float[] {2, -1, 0.5f, 3});
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray dense = scope.manager().create(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(4, 2));
            float[] product = operators
                    .sparseProduct(operators.sparse(matrix, scope), dense)
                    .toFloatArray();
            assertThat(product).containsExactly(-5, -4, 0, 0, 16.5f, 20);
        }
    }

    @Test
    void geluFormsFollowTheirFormulas() {
        float[] at = {-3, -1, -0.25f, 0, 0.5f, 2};
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = scope.manager().create(at);
            float[] exact = operators.gelu(x).toFloatArray();
            float[] smooth = operators.geluTanh(x).toFloatArray();
            assertThat(exact[1]).isCloseTo(-0.15865526f, within(1e-6f));
            assertThat(exact[5]).isCloseTo(1.9544997f, within(1e-6f));
            for (int i = 0; i < at.length; i++) {
                double inner = Math.sqrt(2 / Math.PI) * (at[i] + 0.044715 * at[i] * at[i] * at[i]);
                assertThat(smooth[i]).isCloseTo((float) (0.5 * at[i] * (1 + Math.tanh(inner))), within(1e-6f));
            }
        }
    }

    @Test
    void linearAddsItsBiasAndHalfPrecisionRoundsTheFactors() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = scope.manager().create(new float[] {1 + 1f / 512, 2}, new Shape(1, 2));
            NDArray weight = scope.manager().create(new float[] {1, 1, 2, -1}, new Shape(2, 2));
            NDArray bias = scope.manager().create(new float[] {0.5f, 0});
            NDArray none = operators.absent(scope);
            assertThat(operators.linear(x, weight, bias, Precision.FLOAT32).toFloatArray())
                    .containsExactly(3.5f + 1f / 512, 2f / 512);
            assertThat(operators.linear(x, weight, none, Precision.FLOAT32).toFloatArray())
                    .containsExactly(3 + 1f / 512, 2f / 512);
            assertThat(operators.linear(x, weight, none, Precision.BFLOAT16).toFloatArray())
                    .containsExactly(3, 0);
            assertThat(operators.rounded(x, Precision.BFLOAT16).toFloatArray()).containsExactly(1, 2);
            assertThat(operators.rounded(x, Precision.FLOAT16).toFloatArray()).containsExactly(1 + 1f / 512, 2);
        }
    }

    @Test
    void expertMixtureKeepsTheBestExpertsAndRescalesTheirShares() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = scope.manager().create(new float[] {1, 2}, new Shape(1, 2));
            NDArray gate = scope.manager().create(new float[] {0, 1, 1, 0, 0, 0}, new Shape(3, 2));
            NDArray offset = scope.manager().create(new float[3]);
            NDList experts = new NDList();
            for (float slope : new float[] {10, 100, 1000}) {
                experts.add(scope.manager().create(new float[] {slope, 0}, new Shape(1, 2)));
                experts.add(scope.manager().create(new float[] {1}));
            }
            NDArray y = operators.expertMixture(x, new ExpertGate(gate, offset, 2), 0.01, experts, Precision.FLOAT32);
            double first = Math.exp(2) / (Math.exp(2) + Math.exp(1));
            assertThat(y.getShape()).isEqualTo(new Shape(1));
            assertThat(y.getFloat()).isCloseTo((float) (first * 11 + (1 - first) * 101), within(1e-4f));
        }
    }

    @Test
    void layerNormUsesTheBiasedVariance() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = scope.manager().create(new float[] {1, 3}, new Shape(1, 2));
            NDArray weight = scope.manager().create(new float[] {2, 2});
            NDArray bias = scope.manager().create(new float[] {10, 20});
            assertThat(operators.layerNorm(x, weight, bias, 1e-12).toFloatArray())
                    .containsExactly(8, 22);
        }
    }
}

package io.spatho.stgpt.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import org.junit.jupiter.api.Test;

final class SquaredErrorTest {

    private static final float[] PREDICTED = {1, 2, 3, 4};
    private static final float[] TARGET = {0, 4, 3, 1};

    @Test
    void valuesAndGradientsFollowTheirClosedForms() {
        TorchEngine engine = TorchEngine.start();
        try (Operators operators = Operators.load(engine, Device.cpu());
                TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray predicted = scope.manager().create(PREDICTED, new Shape(2, 2));
            predicted.setRequiresGradient(true);
            NDArray target = scope.manager().create(TARGET, new Shape(2, 2));
            NDArray weights = scope.manager().create(new float[] {0.5f, 2}, new Shape(2, 1));

            NDArray sum = SquaredError.sum(predicted, target);
            NDArray weighted = SquaredError.weightedSum(predicted, target, weights);

            assertThat(sum.toFloatArray()).containsExactly(1 + 4 + 0 + 9);
            assertThat(weighted.toFloatArray()).containsExactly(0.5f * (1 + 4) + 2 * (0 + 9));
            NDList parameters = new NDList(predicted);
            assertThat(operators.gradients(sum, parameters).get(0).toFloatArray())
                    .containsExactly(2, -4, 0, 6);
            assertThat(operators.gradients(weighted, parameters).get(0).toFloatArray())
                    .containsExactly(1, -2, 0, 12);
        }
    }
}

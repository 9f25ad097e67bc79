package io.spatho.stgpt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

/** Weights that were made resident while a scope was open outlive the scope. */
class ResidentWeightsTest extends TorchTest {

    @Test
    void residentWeightsOutliveTheScopeThatWasOpen() {
        try (NDManager owner = engine.newManager(Device.cpu())) {
            NDList weights = new NDList(owner.create(numbers("w", 6), new Shape(2, 3)), owner.create(numbers("b", 2)));
            NDList resident;
            try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
                assertThat(scope.manager().isOpen()).isTrue();
                resident = Operators.resident(weights);
            }
            try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
                var x = tensor(scope, "x", 4, 3);
                float[] found =
                        operators.perceptron(x, 0, resident, Precision.FLOAT32).toFloatArray();
                assertThat(found)
                        .isEqualTo(operators
                                .perceptron(x, 0, weights, Precision.FLOAT32)
                                .toFloatArray());
            }
        }
    }
}

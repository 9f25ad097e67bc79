package io.spatho.stgpt.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class ScalingTest {

    @Test
    void theFactorIsStillThereWhenGradientsAreAskedForAfterAGarbageCollection() {
        TorchEngine engine = TorchEngine.start();
        try (Operators operators = Operators.load(engine, Device.cpu());
                TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray x = scope.manager().create(new float[] {1, -2, 3});
            x.setRequiresGradient(true);
            NDArray half = Scaling.by(x.square().sum(), 0.5, scope);
            for (int round = 0; round < 5; round++) {
                System.gc();
                ByteBuffer reused = ByteBuffer.allocateDirect(64).putDouble(0, 1e30);
                assertThat(reused.getDouble(0)).isEqualTo(1e30);
            }

            assertThat(half.toFloatArray()).containsExactly(7);
            assertThat(operators.gradients(half, new NDList(x)).get(0).toFloatArray())
                    .containsExactly(1, -2, 3);
        }
    }
}

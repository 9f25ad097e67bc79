package io.spatho.stgpt.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cross entropy, contrast and reversal against their closed forms. */
final class FurtherLossesTest {

    private static TorchEngine engine;
    private static Operators operators;

    @BeforeAll
    static void load() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
    }

    @AfterAll
    static void unload() {
        operators.close();
    }

    @Test
    void crossEntropyIsTheNegativeLogShareAndSkipsRowsWithoutLabel() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray logits = scope.manager().create(new float[] {0, (float) Math.log(3), 5, 7}, new Shape(2, 2));
            assertThat(CrossEntropy.sum(logits, new int[] {1, -1}, scope).getFloat())
                    .isCloseTo((float) -Math.log(0.75), within(1e-6f));
        }
    }

    @Test
    void contrastOfOrthogonalPairsIsKnown() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray rows = scope.manager().create(new float[] {2, 0, 0, 3}, new Shape(2, 2));
            NDArray unit = Contrastive.unit(rows, scope);
            double each = Math.log(1 + Math.exp(-1 / 0.5));
            assertThat(Contrastive.sum(unit, unit, 0.5, scope).getFloat()).isCloseTo((float) (2 * each), within(1e-6f));
        }
    }

    @Test
    void reversalKeepsValuesToTheBitAndTurnsSlopes() {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            float[] values = {0.1f, -3.3f, 1e-20f, 7e8f};
            NDArray x = scope.manager().create(values);
            x.setRequiresGradient(true);
            NDArray y = GradientReversal.of(x, 0.25, scope);
            assertThat(y.toFloatArray()).containsExactly(values);
            assertThat(operators.gradients(y.sum(), new NDList(x)).get(0).toFloatArray())
                    .containsOnly(-0.25f);
        }
    }
}

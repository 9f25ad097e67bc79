package io.spatho.stgpt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors side by side keep their bits, begin at whole lines of memory, and are changed by what changes the one. */
final class JoinedTensorsTest {

    private static final List<NamedTensor> SOME = List.of(
            new NamedTensor("a", new long[] {2, 3}, new float[] {1, -0f, 3, Float.MIN_VALUE, 5, 6}),
            new NamedTensor("b", new long[0], new float[] {7}),
            new NamedTensor("c", new long[] {17}, new float[17]),
            new NamedTensor("d", new long[] {1, 2}, new float[] {8, 9}));

    @Test
    void partsAreTheTensorsThatWerePutIn() {
        try (NDManager owner = TorchEngine.start().newManager(Device.cpu())) {
            JoinedTensors joined = JoinedTensors.zeros(SOME, owner);
            for (int i = 0; i < SOME.size(); i++) {
                joined.set(i, SOME.get(i));
            }
            NDList views = joined.views();
            List<NamedTensor> copies = joined.copies("of/");
            for (int i = 0; i < SOME.size(); i++) {
                assertThat(views.get(i).toFloatArray()).isEqualTo(SOME.get(i).values());
                assertThat(views.get(i).getShape().getShape())
                        .isEqualTo(SOME.get(i).shape());
                assertThat(copies.get(i).values()).isEqualTo(SOME.get(i).values());
                assertThat(copies.get(i).shape()).isEqualTo(SOME.get(i).shape());
                assertThat(copies.get(i).name()).isEqualTo("of/" + SOME.get(i).name());
            }
            assertThat(joined.all().size()).isEqualTo((1 + 1 + 2 + 1) * JoinedTensors.ALIGNMENT);
            assertThat(joined.all().toFloatArray()[2 * JoinedTensors.ALIGNMENT - 1])
                    .isZero();
        }
    }

    @Test
    void whatChangesAllChangesTheParts() {
        try (NDManager owner = TorchEngine.start().newManager(Device.cpu())) {
            JoinedTensors joined = JoinedTensors.zeros(SOME, owner);
            joined.set(3, SOME.get(3));
            NDList views = joined.views();
            joined.all().muli(2);
            assertThat(views.get(3).toFloatArray()).containsExactly(16, 18);
        }
    }

    @Test
    void joinedGradientsAreTheGradientsSideBySide() {
        TorchEngine engine = TorchEngine.start();
        try (Operators operators = Operators.load(engine, Device.cpu());
                NDManager owner = engine.newManager(Device.cpu())) {
            JoinedTensors joined = JoinedTensors.zeros(SOME, owner);
            for (int i = 0; i < SOME.size(); i++) {
                joined.set(i, SOME.get(i));
            }
            NDList weights = joined.views();
            weights.forEach(weight -> weight.setRequiresGradient(true));
            try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
                assertThat(scope.manager().isOpen()).isTrue();
                // Nothing depends on c.
                float[] slopes = operators
                        .joinedGradients(
                                weights.get(0)
                                        .square()
                                        .sum()
                                        .add(weights.get(1).square())
                                        .add(weights.get(3).sum()),
                                weights)
                        .toFloatArray();
                assertThat(slopes[4]).isEqualTo(10);
                assertThat(slopes[JoinedTensors.ALIGNMENT]).isEqualTo(14);
                assertThat(slopes[4 * JoinedTensors.ALIGNMENT + 1]).isEqualTo(1);
                assertThat(slopes[2 * JoinedTensors.ALIGNMENT]).isZero();
                assertThat(slopes).hasSize(5 * JoinedTensors.ALIGNMENT);
            }
            try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
                var slopes = scope.manager().create(new float[80]);
                slopes.set(
                        new ai.djl.ndarray.index.NDIndex("0:2"), scope.manager().create(new float[] {3, 4}));
                assertThat(operators.optimizer().clipJoinedNorm(slopes, weights, 1))
                        .isEqualTo(5);
                assertThat(slopes.toFloatArray()[0]).isBetween(0.5999f, 0.6f);
            }
        }
    }
}

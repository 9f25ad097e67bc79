package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.random.CounterRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What tests of operators share: the engine on the processor, the operators, numbers made by formula. */
abstract class TorchTest {

    static TorchEngine engine;
    static Operators operators;

    @BeforeAll
    static void load() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
    }

    @AfterAll
    static void unload() {
        operators.close();
    }

    static float[] numbers(String name, int count) {
        CounterRandom random = CounterRandom.of(7, name, 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static NDArray tensor(TensorScope scope, String name, long... shape) {
        Shape dimensions = new Shape(shape);
        return scope.manager().create(numbers(name, (int) dimensions.size()), dimensions);
    }

    /**
     * The largest difference between the recorded derivatives of {@code Σ weights · f(x)} and central differences, over all
     * elements of x.
     */
    static double gradientError(Function<NDArray, NDArray> f, TensorScope scope, NDArray x) {
        x.setRequiresGradient(true);
        NDArray y = f.apply(x);
        NDArray weights = scope.manager().create(numbers("weights", (int) y.size()), y.getShape());
        float[] slopes =
                operators.gradients(y.mul(weights).sum(), new NDList(x)).get(0).toFloatArray();
        float[] at = x.toFloatArray();
        double worst = 0;
        double step = 1.0 / 128;
        for (int i = 0; i < at.length; i++) {
            double rise = total(f, scope, x.getShape(), at, i, step, weights)
                    - total(f, scope, x.getShape(), at, i, -step, weights);
            worst = Math.max(worst, Math.abs(rise / (2 * step) - slopes[i]));
        }
        return worst;
    }

    private static double total(
            Function<NDArray, NDArray> f,
            TensorScope scope,
            Shape shape,
            float[] at,
            int index,
            double step,
            NDArray weights) {
        float[] moved = at.clone();
        moved[index] += (float) step;
        float[] y = f.apply(scope.manager().create(moved, shape)).toFloatArray();
        float[] w = weights.toFloatArray();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (double) y[i] * w[i];
        }
        return sum;
    }
}

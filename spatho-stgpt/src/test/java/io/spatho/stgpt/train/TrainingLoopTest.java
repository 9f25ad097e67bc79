package io.spatho.stgpt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;
import io.spatho.stgpt.loss.SquaredError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingLoopTest {

    private static final int STEPS = 60;
    private static final int SHARDS = 4;
    private static final TrainingSettings SETTINGS = new TrainingSettings(
            new CosineSchedule(0.1, 5, STEPS, 0.1), new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0), 1, SHARDS);
    private static final List<NamedTensor> INITIAL = List.of(
            new NamedTensor("weight", new long[] {1, 3}, new float[3]),
            new NamedTensor("bias", new long[] {1}, new float[1]));

    private static TorchEngine engine;
    private static Operators operators;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        engine = TorchEngine.start();
        operators = Operators.load(engine, Device.cpu());
    }

    @AfterAll
    static void close() {
        operators.close();
    }

    /** Least squares on made numbers, y = 2 a - b + 0.5 c + 3, other ones for each step and shard. */
    private static ShardLoss regression() {
        return (step, shard, weights, scope) -> {
            CounterRandom random = CounterRandom.of(5, "regression", step * SHARDS + shard);
            float[] x = new float[16 * 3];
            float[] y = new float[16];
            for (int row = 0; row < 16; row++) {
                for (int i = 0; i < 3; i++) {
                    x[row * 3 + i] = (float) random.nextGaussian();
                }
                y[row] = 2 * x[row * 3] - x[row * 3 + 1] + 0.5f * x[row * 3 + 2] + 3;
            }
            NDArray inputs = scope.manager().create(x, new Shape(16, 3)).duplicate();
            NDArray predicted = operators.linear(inputs, weights.get(0), weights.get(1), Precision.FLOAT32);
            NDArray sum = SquaredError.sum(predicted, scope.manager().create(y, new Shape(16, 1)));
            return Scaling.by(sum, 1.0 / (16 * SHARDS), scope);
        };
    }

    private static List<NamedTensor> trained(int threads, List<Double> losses) {
        try (Workers workers = new Workers(threads);
                TrainableWeights weights = TrainableWeights.of(engine, Device.cpu(), INITIAL)) {
            new TrainingLoop(engine, operators, Device.cpu())
                    .run(weights, SETTINGS, STEPS, regression(), workers, (step, loss, norm) -> losses.add(loss));
            return weights.values();
        }
    }

    @Test
    void findsTheCoefficientsOfALinearMap() {
        List<Double> losses = new ArrayList<>();
        List<NamedTensor> weights = trained(2, losses);

        assertThat(losses).hasSize(STEPS);
        assertThat(losses.get(STEPS - 1)).isLessThan(0.05 * losses.get(0));
        assertThat(weights.get(0).values()[0]).isCloseTo(2, within(0.3f));
        assertThat(weights.get(0).values()[1]).isCloseTo(-1, within(0.3f));
        assertThat(weights.get(1).values()[0]).isCloseTo(3, within(0.4f));
    }

    @Test
    void bitsDoNotDependOnThreads() {
        List<NamedTensor> one = trained(1, new ArrayList<>());
        List<NamedTensor> three = trained(3, new ArrayList<>());

        assertThat(one.get(0).values()).isEqualTo(three.get(0).values());
        assertThat(one.get(1).values()).isEqualTo(three.get(1).values());
    }

    @Test
    void anInterruptedTrainingGoesOnWithTheSameBits() throws IOException {
        List<NamedTensor> whole = trained(1, new ArrayList<>());
        Path file = folder.resolve("snapshot.safetensors");
        TrainingLoop loop = new TrainingLoop(engine, operators, Device.cpu());
        try (Workers workers = new Workers(1)) {
            try (TrainableWeights first = TrainableWeights.of(engine, Device.cpu(), INITIAL);
                    OutputStream out = Files.newOutputStream(file)) {
                loop.run(first, SETTINGS, 23, regression(), workers, (step, loss, norm) -> {});
                SafetensorsWriter.write(out, first.snapshot(), Map.of());
            }
            try (TrainableWeights second = TrainableWeights.resume(
                    engine, Device.cpu(), List.of("weight", "bias"), CheckpointReader.read(file))) {
                assertThat(second.step()).isEqualTo(23);
                loop.run(second, SETTINGS, STEPS, regression(), workers, (step, loss, norm) -> {});
                assertThat(second.values().get(0).values())
                        .isEqualTo(whole.get(0).values());
                assertThat(second.values().get(1).values())
                        .isEqualTo(whole.get(1).values());
            }
        }
    }

    @Test
    void aLossThatIsNotFiniteStopsTheTraining() {
        try (Workers workers = new Workers(1);
                TrainableWeights weights = TrainableWeights.of(engine, Device.cpu(), INITIAL)) {
            ShardLoss broken =
                    (step, shard, tensors, scope) -> tensors.get(0).sum().mul(step == 3 ? Float.NaN : 1f);
            TrainingLoop loop = new TrainingLoop(engine, operators, Device.cpu());

            assertThatThrownBy(() -> loop.run(weights, SETTINGS, STEPS, broken, workers, (step, loss, norm) -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("step 3");
        }
    }
}

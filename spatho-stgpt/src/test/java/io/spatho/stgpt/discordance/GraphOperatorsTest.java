package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.engine.GraphOperators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operators against closed forms. */
final class GraphOperatorsTest {

    private static TorchEngine engine;
    private static GraphOperators graphs;

    @BeforeAll
    static void start() {
        engine = TorchEngine.start();
        graphs = GraphOperators.load(engine, Device.cpu());
    }

    @AfterAll
    static void close() {
        graphs.close();
    }

    private static NDArray row(TensorScope scope, float... values) {
        return scope.manager().create(values, new Shape(1, values.length));
    }

    @Test
    void probabilitiesOfCountsAddUpToOneAndHaveTheirMean() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            int most = 400;
            float[] counts = new float[most];
            IntStream.range(0, most).forEach(i -> counts[i] = i);
            float[] means = new float[most];
            float[] thetas = new float[most];
            float[] dropouts = new float[most];
            Arrays.fill(means, (float) Math.log(5));
            Arrays.fill(thetas, (float) Math.log(2));
            Arrays.fill(dropouts, (float) Math.log(0.25));
            float[] logs = graphs.negativeBinomial(
                            row(scope, counts),
                            row(scope, means),
                            scope.manager().create(thetas),
                            row(scope, dropouts))
                    .toFloatArray();
            double total = 0;
            double mean = 0;
            for (int i = 0; i < most; i++) {
                total += Math.exp(logs[i]);
                mean += i * Math.exp(logs[i]);
            }
            assertThat(total).isCloseTo(1, within(1e-4));
            // A logit of log(1/4) is a share of 1/5 extra zeros.
            assertThat(mean).isCloseTo(5 * 0.8, within(1e-3));
            double absent = Math.pow(2.0 / 7, 2);
            assertThat(Math.exp(logs[0])).isCloseTo(0.2 + 0.8 * absent, within(1e-5));
        }
    }

    @Test
    void theDivergenceIsThatOfGaussians() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDList one = new NDList(row(scope, 1, 0), row(scope, 0, (float) Math.log(4)));
            NDList other = new NDList(row(scope, 0, 0), row(scope, 0, 0));
            float[] found = graphs.divergence(one, other).toFloatArray();
            assertThat(found[0]).isCloseTo(0.5f, within(1e-6f));
            assertThat(found[1]).isCloseTo((float) (0.5 * (4 - 1 - Math.log(4))), within(1e-6f));
        }
    }

    @Test
    void attentionWeighsTheSendersOfANodeBySoftmax() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray x = scope.manager().create(new float[] {1, 3}, new Shape(2, 1));
            NDArray sources = scope.manager().create(new long[] {0, 1, 1});
            NDArray targets = scope.manager().create(new long[] {0, 0, 1});
            NDList weights = new NDList(
                    scope.manager().create(new float[] {1}, new Shape(1, 1)),
                    scope.manager().create(new float[] {0.5f}, new Shape(1, 1)),
                    scope.manager().create(new float[] {-1}, new Shape(1, 1)),
                    scope.manager().create(new float[] {0}));
            float[] found =
                    graphs.attention(x, sources, targets, weights, 1, 0.2).toFloatArray();
            // Scores 0.5 - 1 = -0.5 (times 0.2) and 1.5 - 1 = 0.5.
            double own = Math.exp(-0.1);
            double neighbour = Math.exp(0.5);
            assertThat(found[0]).isCloseTo((float) ((own + 3 * neighbour) / (own + neighbour)), within(1e-5f));
            assertThat(found[1]).isCloseTo(3, within(1e-5f));
        }
    }
}

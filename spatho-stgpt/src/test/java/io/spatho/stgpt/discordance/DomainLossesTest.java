package io.spatho.stgpt.discordance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Contrastive;
import org.junit.jupiter.api.Test;

/** The losses before and after the variational training, against closed forms. */
final class DomainLossesTest {

    private static final DenseMatrix POINTS = new DenseMatrix(2, 1, new float[] {0, 3});
    private static final DenseMatrix CENTRES = new DenseMatrix(2, 1, new float[] {0, 1});

    private final TorchEngine engine = TorchEngine.start();

    @Test
    void sharesAreThoseOfStudentsT() {
        DenseMatrix shares = StudentAssignments.of(POINTS, CENTRES);
        // 1 and 1/2; 1/10 and 1/5.
        assertThat(shares.values()).containsExactly(new float[] {2 / 3f, 1 / 3f, 1 / 3f, 2 / 3f}, within(1e-6f));
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray points = scope.manager().create(POINTS.values(), new Shape(2, 1));
            NDArray centres = scope.manager().create(CENTRES.values(), new Shape(2, 1));
            float[] logs = StudentAssignments.logShares(points, centres, scope).toFloatArray();
            for (int i = 0; i < logs.length; i++) {
                assertThat(Math.exp(logs[i])).isCloseTo(shares.values()[i], within(1e-6));
            }
        }
    }

    @Test
    void theTargetSquaresSharesAndDividesByEachCentresSum() {
        DenseMatrix target = StudentAssignments.target(new DenseMatrix(2, 2, new float[] {0.9f, 0.1f, 0.6f, 0.4f}));
        double first = 0.81 / 1.5;
        double second = 0.01 / 0.5;
        assertThat(target.get(0, 0)).isCloseTo((float) (first / (first + second)), within(1e-6f));
        double third = 0.36 / 1.5;
        double fourth = 0.16 / 0.5;
        assertThat(target.get(1, 1)).isCloseTo((float) (fourth / (third + fourth)), within(1e-6f));
    }

    @Test
    void theDivergenceIsTheWeightedSumOverPoints() {
        DenseMatrix target = new DenseMatrix(2, 2, new float[] {1, 0, 0.25f, 0.75f});
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            float half = (float) Math.log(0.5);
            NDArray logs = scope.manager().create(new float[] {half, half, half, half}, new Shape(2, 2));
            double first = Math.log(2);
            double second = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
            assertThat(StudentAssignments.divergence(logs, target, new float[] {0.5f, 2}, scope)
                            .toFloatArray()[0])
                    .isCloseTo((float) (0.5 * first + 2 * second), within(1e-6f));
        }
    }

    @Test
    void theContrastiveLossOfTwoPairsIsThatOfTheirCosines() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            // Lengths 2 and 5 do not count; cosines are 1, 0.6 of the first genes, and 0, 0.8 of the second.
            NDArray genes = scope.manager().create(new float[] {2, 0, 0, 1}, new Shape(2, 2));
            NDArray image = scope.manager().create(new float[] {1, 0, 3, 4}, new Shape(2, 2));
            double found = Contrastive.sum(Contrastive.unit(genes, scope), Contrastive.unit(image, scope), 0.5, scope)
                    .toFloatArray()[0];
            double[][] scores = {{2, 1.2}, {0, 1.6}};
            double sum = 0;
            for (int i = 0; i < 2; i++) {
                sum += Math.log(Math.exp(scores[i][0]) + Math.exp(scores[i][1])) - scores[i][i];
                sum += Math.log(Math.exp(scores[0][i]) + Math.exp(scores[1][i])) - scores[i][i];
            }
            assertThat(found).isCloseTo(sum / 2, within(1e-5));
        }
    }
}

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

/** Losses of expression against closed forms in float64, and their slopes against differences of these. */
final class ExpressionLossTest {

    private static final float[] RATES = {-1.3f, 0.2f, 1.7f, 0.9f, -0.4f, 2.1f};
    private static final float[] COUNTS = {0, 1, 7, 0, 3, 2};
    private static final float[] LOGITS = {-1, 0.5f, -2, 0.7f, 0.1f, -0.6f};
    private static final double[] LOG_THETA = {-0.5, 1.2};

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

    private interface Recorded {
        NDArray of(NDArray rate, NDArray counts, NDArray theta, NDArray logit, TensorScope scope);
    }

    private interface Closed {
        double of(double rate, double count, double logTheta, double logit);
    }

    private static double sum(Closed each, double[] rates) {
        double sum = 0;
        for (int i = 0; i < rates.length; i++) {
            sum += each.of(rates[i], COUNTS[i], LOG_THETA[i % 2], LOGITS[i]);
        }
        return sum;
    }

    private static void compare(Recorded loss, Closed closed) {
        double[] rates = new double[RATES.length];
        java.util.Arrays.setAll(rates, i -> RATES[i]);
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray rate = scope.manager().create(RATES.clone(), new Shape(3, 2));
            rate.setRequiresGradient(true);
            NDArray value = loss.of(
                    rate,
                    scope.manager().create(COUNTS.clone(), new Shape(3, 2)),
                    scope.manager().create(new float[] {(float) LOG_THETA[0], (float) LOG_THETA[1]}),
                    scope.manager().create(LOGITS.clone(), new Shape(3, 2)),
                    scope);
            assertThat((double) value.getFloat()).isCloseTo(sum(closed, rates), within(2e-4));
            float[] slopes = operators.gradients(value, new NDList(rate)).get(0).toFloatArray();
            for (int i = 0; i < rates.length; i++) {
                double[] more = rates.clone();
                double[] less = rates.clone();
                more[i] += 1e-5;
                less[i] -= 1e-5;
                double slope = (sum(closed, more) - sum(closed, less)) / 2e-5;
                assertThat((double) slopes[i]).isCloseTo(slope, within(1e-3));
            }
        }
    }

    private static double squared(double rate, double count) {
        double difference = Math.log1p(Math.exp(rate)) - Math.log1p(count);
        return difference * difference;
    }

    /** By the recursion Γ(z + 1) = z Γ(z): the factors of (y + θ - 1) … θ / y!. */
    private static double logBinomial(double rate, double count, double logTheta) {
        double theta = Math.exp(logTheta);
        double mu = Math.exp(rate);
        double value = theta * Math.log(theta / (theta + mu)) + count * Math.log(mu / (theta + mu));
        for (int k = 0; k < count; k++) {
            value += Math.log(theta + k) - Math.log(k + 1);
        }
        return value;
    }

    private static double inflated(double rate, double count, double logTheta, double logit) {
        double pi = 1 / (1 + Math.exp(-logit));
        double share = (1 - pi) * Math.exp(logBinomial(rate, count, logTheta));
        return -Math.log(count == 0 ? pi + share : share);
    }

    @Test
    void squaredErrorsCompareLogarithms() {
        compare(
                (rate, counts, theta, logit, scope) -> ExpressionLoss.squared(rate, counts, scope),
                (r, y, t, a) -> squared(r, y));
        compare(
                (rate, counts, theta, logit, scope) -> ExpressionLoss.focalSquared(rate, counts, scope),
                (r, y, t, a) -> Math.pow(1 - Math.exp(-squared(r, y)), 2) * squared(r, y) * (y > 0 ? 0.75 : 0.25));
    }

    @Test
    void likelihoodsOfCountsAreTheirClosedForms() {
        compare(
                (rate, counts, theta, logit, scope) -> ExpressionLoss.poisson(rate, counts, scope),
                (r, y, t, a) -> Math.exp(r) - y * r);
        compare(
                (rate, counts, theta, logit, scope) -> ExpressionLoss.negativeBinomial(rate, counts, theta, scope),
                (r, y, t, a) -> -logBinomial(r, y, t));
        compare(ExpressionLoss::zeroInflated, ExpressionLossTest::inflated);
        compare(
                ExpressionLoss::focalZeroInflated,
                (r, y, t, a) -> Math.pow(1 - Math.exp(-Math.min(10, inflated(r, y, t, a))), 2) * inflated(r, y, t, a));
    }

    @Test
    void coarserSquaresAddCountsAndRates() {
        try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
            NDArray rate = scope.manager().create(new float[] {0, (float) Math.log(3)}, new Shape(2, 1));
            NDArray counts = scope.manager().create(new float[] {5, 1}, new Shape(2, 1));
            NDArray pool = scope.manager().create(new float[] {1, 1}, new Shape(1, 2));
            assertThat((double) ExpressionLoss.pooledPoisson(rate, counts, pool, scope)
                            .getFloat())
                    .isCloseTo(4 - 6 * Math.log(4), within(1e-5));
        }
    }

    @Test
    void aCountOfTenThousandStillHasASlope() {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray rate = scope.manager().create(new float[] {1}, new Shape(1, 1));
            rate.setRequiresGradient(true);
            NDArray loss = ExpressionLoss.zeroInflated(
                    rate,
                    scope.manager().create(new float[] {10_000}, new Shape(1, 1)),
                    scope.manager().create(new float[] {0}),
                    scope.manager().create(new float[] {-2}, new Shape(1, 1)),
                    scope);
            // The slope in closed form: (1 + y) μ / (1 + μ) - y with θ = 1.
            assertThat(operators.gradients(loss, new NDList(rate)).get(0).toFloatArray()[0])
                    .isCloseTo((float) (10_001 * Math.E / (1 + Math.E) - 10_000), within(1f));
        }
    }

    @Test
    void theSizeOfTheBinomialIsTrainedToo() {
        try (TensorScope scope = TensorScope.recording(engine, Device.cpu())) {
            NDArray theta = scope.manager().create(new float[] {0.3f});
            theta.setRequiresGradient(true);
            NDArray loss = ExpressionLoss.negativeBinomial(
                    scope.manager().create(new float[] {0.5f}, new Shape(1, 1)),
                    scope.manager().create(new float[] {4}, new Shape(1, 1)),
                    theta,
                    scope);
            double slope = -(logBinomial(0.5, 4, 0.3 + 1e-5) - logBinomial(0.5, 4, 0.3 - 1e-5)) / 2e-5;
            assertThat((double)
                            operators.gradients(loss, new NDList(theta)).get(0).toFloatArray()[0])
                    .isCloseTo(slope, within(1e-3));
        }
    }
}

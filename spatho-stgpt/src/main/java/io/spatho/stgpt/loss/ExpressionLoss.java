package io.spatho.stgpt.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.spatho.stgpt.engine.TensorScope;

/**
 * Sums of the losses of predicted expression, which a caller divides by what the whole batch holds.
 *
 * <p>A prediction is the logarithm of a rate, {@code η}. Squared errors compare {@code log(1 + e^η)}, which is softplus, with {@code log(1 +
 * y)}; the others are likelihoods of counts. All is computed from logarithms, so that no count is too large: the negative binomial's
 * likelihood is never exponentiated. Float32; safe in a recording scope.
 */
public final class ExpressionLoss {

    private static final float HIGHEST_LOG_RATE = 20;
    private static final int SHIFT = 6;

    private ExpressionLoss() {}

    /** {@code Σ (log(1 + e^η) - log(1 + y))²}. */
    public static NDArray squared(NDArray logRate, NDArray counts, TensorScope scope) {
        return SquaredError.sum(
                Activation.softPlus(logRate), counts.add(one(scope)).log());
    }

    /**
     * {@code Σ a (1 - e^(-m))² m} with m the squared error of {@link #squared}; a is 0.75 where a count is above 0 and 0.25 where it is 0.
     *
     * <p>A small error counts less than its square, and a gene that is not there less than one that is (after Lin et al. 2017).
     */
    public static NDArray focalSquared(NDArray logRate, NDArray counts, TensorScope scope) {
        NDArray error =
                Activation.softPlus(logRate).sub(counts.add(one(scope)).log()).square();
        NDArray focus = one(scope).sub(error.neg().exp()).square();
        NDArray share = Scaling.by(counts.sign(), 0.5, scope).add(number(0.25, scope));
        return focus.mul(error).mul(share).sum();
    }

    /** {@code Σ (e^η - y η)}: Poisson's negative log likelihood without {@code log y!}, which no weight changes; η at most 20. */
    public static NDArray poisson(NDArray logRate, NDArray counts, TensorScope scope) {
        NDArray limited = logRate.minimum(number(HIGHEST_LOG_RATE, scope));
        return limited.exp().sub(counts.mul(limited)).sum();
    }

    /**
     * The negative log likelihood of a negative binomial, summed.
     *
     * @param logRate log of the mean, rows x genes
     * @param logTheta log of the size θ for each gene, trained with the network; variance is {@code μ + μ²/θ}
     */
    public static NDArray negativeBinomial(NDArray logRate, NDArray counts, NDArray logTheta, TensorScope scope) {
        return logLikelihood(logRate, counts, logTheta, scope).sum().neg();
    }

    /**
     * The negative log likelihood of a negative binomial that is 0 more often than it should be, summed: a share π of the values is 0
     * for another reason.
     *
     * @param logRate log of the mean of the binomial part
     * @param zeroLogit {@code log(π / (1 - π))}, the shape of {@code logRate}
     */
    public static NDArray zeroInflated(
            NDArray logRate, NDArray counts, NDArray logTheta, NDArray zeroLogit, TensorScope scope) {
        return zeroInflatedEach(logRate, counts, logTheta, zeroLogit, scope).sum();
    }

    /** {@code Σ (1 - exp(-min(ℓ, 10)))² ℓ} with ℓ each value's loss in {@link #zeroInflated}. */
    public static NDArray focalZeroInflated(
            NDArray logRate, NDArray counts, NDArray logTheta, NDArray zeroLogit, TensorScope scope) {
        NDArray each = zeroInflatedEach(logRate, counts, logTheta, zeroLogit, scope);
        NDArray focus =
                one(scope).sub(each.minimum(number(10, scope)).neg().exp()).square();
        return focus.mul(each).sum();
    }

    /**
     * {@link #poisson} of sums over coarser squares: rates and counts are added up, so that a prediction that is a little misplaced is not as
     * wrong as one that is absent.
     *
     * @param pool squares x rows, 1 where a row lies in the square and 0 elsewhere
     */
    public static NDArray pooledPoisson(NDArray logRate, NDArray counts, NDArray pool, TensorScope scope) {
        NDArray limited = logRate.minimum(number(HIGHEST_LOG_RATE, scope));
        NDArray rate = pool.matMul(limited.exp()).add(number(1e-12, scope));
        return rate.sub(pool.matMul(counts).mul(rate.log())).sum();
    }

    private static NDArray zeroInflatedEach(
            NDArray logRate, NDArray counts, NDArray logTheta, NDArray zeroLogit, TensorScope scope) {
        NDArray likelihood = logLikelihood(logRate, counts, logTheta, scope);
        NDArray some = counts.sign();
        NDArray none = one(scope).sub(some);
        // log(π + (1 - π) L) = log(e^a + L) - log(1 + e^a) and log((1 - π) L) = log L - log(1 + e^a), with a the logit.
        NDArray atZero = likelihood.add(Activation.softPlus(zeroLogit.sub(likelihood)));
        NDArray whole = atZero.mul(none).add(likelihood.mul(some));
        return Activation.softPlus(zeroLogit).sub(whole);
    }

    /** With r = log μ - log θ: lnΓ(y+θ) - lnΓ(θ) - lnΓ(y+1) - θ log(1 + e^r) - y log(1 + e^-r). */
    private static NDArray logLikelihood(NDArray logRate, NDArray counts, NDArray logTheta, TensorScope scope) {
        NDArray ratio = logRate.sub(logTheta);
        NDArray theta = logTheta.exp();
        NDArray choices = logGamma(counts.add(theta), scope)
                .sub(logGamma(theta, scope))
                .sub(logGamma(counts.add(one(scope)), scope));
        return choices.sub(theta.mul(Activation.softPlus(ratio))).sub(counts.mul(Activation.softPlus(ratio.neg())));
    }

    /** Stirling's series at z + 6, brought back: within 1e-9 for z above 0, before rounding. */
    static NDArray logGamma(NDArray z, TensorScope scope) {
        NDArray product = z.log();
        for (int i = 1; i < SHIFT; i++) {
            product = product.add(z.add(number(i, scope)).log());
        }
        NDArray far = z.add(number(SHIFT, scope));
        NDArray inverse = one(scope).div(far);
        NDArray series = Scaling.by(inverse, 1 / 12.0, scope)
                .sub(Scaling.by(inverse.mul(inverse.square()), 1 / 360.0, scope))
                .add(Scaling.by(inverse.mul(inverse.square().square()), 1 / 1260.0, scope));
        return far.sub(number(0.5, scope))
                .mul(far.log())
                .sub(far)
                .add(number(0.5 * Math.log(2 * Math.PI), scope))
                .add(series)
                .sub(product);
    }

    private static NDArray one(TensorScope scope) {
        return number(1, scope);
    }

    private static NDArray number(double value, TensorScope scope) {
        return scope.manager().create((float) value).duplicate();
    }
}

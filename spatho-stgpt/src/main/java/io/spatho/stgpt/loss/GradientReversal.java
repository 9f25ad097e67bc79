package io.spatho.stgpt.loss;

import ai.djl.ndarray.NDArray;
import io.spatho.stgpt.engine.TensorScope;

/**
 * The identity whose derivative is negative: what comes after it is trained to tell classes apart, what comes before it to make that
 * impossible (Ganin and Lempitsky 2015; scGPT's adversarial discriminator of batches).
 */
public final class GradientReversal {

    private GradientReversal() {}

    /**
     * The same values, to the bit; slopes pass back times {@code -strength}.
     *
     * <p>{@code y = c + strength (c - x)} with c a copy of x that is not recorded.
     */
    public static NDArray of(NDArray x, double strength, TensorScope scope) {
        NDArray copy = x.stopGradient();
        return copy.add(Scaling.by(copy.sub(x), strength, scope));
    }
}

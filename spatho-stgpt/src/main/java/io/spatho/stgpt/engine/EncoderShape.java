package io.spatho.stgpt.engine;

/**
 * What a stack of transformer layers is besides its weights.
 *
 * @param heads number of attention heads; divides the width
 * @param activation between the two linear maps of the feed-forward part
 * @param normFirst whether layer norm comes before each part (as in vision transformers) or after its residual sum (as in
 *     Vaswani et al. 2017 and scGPT)
 * @param epsilon added to the variance in layer norm
 */
public record EncoderShape(int heads, Activation activation, boolean normFirst, double epsilon) {

    /** The non-linear function of the feed-forward part. */
    public enum Activation {
        /** {@code max(x, 0)}. */
        RELU,
        /** {@code x Φ(x)} with the exact normal distribution function. */
        GELU
    }

    /** Number of weight tensors of one layer. */
    public static final int TENSORS_PER_LAYER = 12;

    public EncoderShape {
        if (heads < 1 || !(epsilon > 0)) {
            throw new IllegalArgumentException("heads " + heads + ", epsilon " + epsilon);
        }
    }

    /** The layers of scGPT: norm after each residual sum, ReLU, epsilon 1e-5. */
    public static EncoderShape postNorm(int heads) {
        return new EncoderShape(heads, Activation.RELU, false, 1e-5);
    }

    /** The layers of a vision transformer: norm first, exact GELU. */
    public static EncoderShape preNorm(int heads, double epsilon) {
        return new EncoderShape(heads, Activation.GELU, true, epsilon);
    }
}

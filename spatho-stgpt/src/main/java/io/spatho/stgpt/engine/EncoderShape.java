package io.spatho.stgpt.engine;

/**
 * What a stack of transformer layers is besides its weights.
 *
 * @param heads number of attention heads; divides the width
 * @param activation between the two linear maps of the feed-forward part
 * @param norms where layer norm stands
 * @param epsilon added to the variance in layer norm
 */
public record EncoderShape(int heads, Activation activation, Norms norms, double epsilon) {

    /** The non-linear function of the feed-forward part. */
    public enum Activation {
        /** {@code max(x, 0)}. */
        RELU,
        /** {@code x Φ(x)} with the exact normal distribution function. */
        GELU
    }

    /** Where layer norm stands in a layer. */
    public enum Norms {
        /** After each residual sum: Vaswani et al. 2017, scGPT as published. */
        AFTER(0),
        /** Before each part, whose answer is added to what came in: PyTorch's {@code norm_first}, vision transformers. */
        BEFORE(1),
        /** Before each part, whose answer is added to what was normed: scGPT's own layers with {@code pre_norm}. */
        BEFORE_CARRIED(2);

        private final int number;

        Norms(int number) {
            this.number = number;
        }

        /** The operators' number for it. */
        int number() {
            return number;
        }
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
        return new EncoderShape(heads, Activation.RELU, Norms.AFTER, 1e-5);
    }

    /** Whether layer norm comes before each part. */
    public boolean normFirst() {
        return norms != Norms.AFTER;
    }

    /** The layers of a vision transformer: norm first, exact GELU. */
    public static EncoderShape preNorm(int heads, double epsilon) {
        return new EncoderShape(heads, Activation.GELU, Norms.BEFORE, epsilon);
    }
}

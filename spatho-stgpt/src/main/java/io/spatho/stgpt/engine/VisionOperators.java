package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.error.ResourceException;

/**
 * The operators of picture encoders, as typed methods over one TorchScript resource ({@code vision.torchscript}).
 *
 * <p>Tensors are float32 on the device that the operators were loaded for. Calls from several threads may overlap. A result belongs
 * to the owner of the first argument and is freed with the innermost scope. Determinism: on a processor the bits of a result depend
 * on the arguments only. Source: ATen operators of PyTorch 2.7.1, of the same names and meaning in 2.5.1.
 */
public final class VisionOperators implements AutoCloseable {

    /** Tensors of one transformer block, see {@link #transformer}. */
    public static final int TENSORS_PER_BLOCK = 14;

    private static final String CLASS_NAME = "Vision";
    private static final String RESOURCE = "vision.torchscript";

    private final ScriptModule module;

    private VisionOperators(ScriptModule module) {
        this.module = module;
    }

    /** How the states of all tokens become one vector; the layer norm comes first, for {@link #MEAN} after it. */
    public enum Pooling {
        /** The class token. */
        CLASS(0),
        /** The class token and the mean of the patches, one after the other. */
        CLASS_AND_MEAN(1),
        /** The mean of the patches. */
        MEAN(2),
        /** All tokens, for {@link #attentionPool}. */
        ALL(3);

        private final int number;

        Pooling(int number) {
            this.number = number;
        }
    }

    /** Loads the operators for a device; a {@link ResourceException} if the engine refuses them. */
    public static VisionOperators load(TorchEngine engine, Device device) {
        return new VisionOperators(ScriptModule.load(engine, device, CLASS_NAME, RESOURCE));
    }

    /**
     * Cuts pictures into square patches and maps each to a token.
     *
     * @param pixels batch x 3 x side x side
     * @param weight width x 3 x edge x edge
     * @param bias width, or empty
     * @param first 1 x n x width, tokens that go before the patches; or empty
     * @param place 1 x patches x width, added to the patches' tokens, row by row of the picture
     * @return batch x (n + patches) x width
     */
    public NDArray tokens(
            NDArray pixels, NDArray weight, NDArray bias, NDArray first, NDArray place, int edge, Precision precision) {
        return one(
                "tokens",
                arguments()
                        .tensor(pixels)
                        .tensor(weight)
                        .tensor(bias)
                        .tensor(first)
                        .tensor(place)
                        .number(edge)
                        .number(precision.scalarType()));
    }

    /**
     * Transformer blocks with the norm before each part.
     *
     * @param x batch x length x width
     * @param weights for each block: scale and shift of the first norm, joint query-key-value map and bias, output map and bias, layer
     *     scale; scale and shift of the second norm, first and second feed-forward map each with bias, layer scale. A bias or layer
     *     scale may be empty
     * @param gated whether the feed-forward part is {@code W2 (silu(a) b)} of the halves a, b of {@code W1 x}, not {@code W2 gelu(W1 x)}
     * @return batch x length x width
     */
    public NDArray transformer(
            NDArray x, NDList weights, int heads, boolean gated, double epsilon, Precision precision) {
        if (weights.size() % TENSORS_PER_BLOCK != 0) {
            throw new IllegalArgumentException(weights.size() + " weights are not 14 for each block");
        }
        return one(
                "transformer",
                arguments()
                        .tensor(x)
                        .tensors(weights)
                        .number(heads)
                        .number(gated ? 1 : 0)
                        .number(epsilon)
                        .number(precision.scalarType()));
    }

    /**
     * Norms tokens and pools them.
     *
     * @param x batch x length x width
     * @param others how many tokens stand before the patches
     * @return batch x width, batch x 2 width, or batch x length x width
     */
    public NDArray pool(NDArray x, NDArray weight, NDArray bias, int others, Pooling way, double epsilon) {
        return one(
                "pool",
                arguments()
                        .tensor(x)
                        .tensor(weight)
                        .tensor(bias)
                        .number(others)
                        .number(way.number)
                        .number(epsilon));
    }

    /**
     * Attention of one learnt query over all tokens.
     *
     * @param x batch x length x context
     * @param weights query (n x width, the first row counts), scale and shift of the norm of the tokens, of the norm of the query, maps
     *     of query (width x width) and of keys and values (2 width x context), output map, scale and shift of the last norm
     * @return batch x width
     */
    public NDArray attentionPool(NDArray x, NDList weights, int heads, double epsilon, Precision precision) {
        return one(
                "attention_pool",
                arguments()
                        .tensor(x)
                        .tensors(weights)
                        .number(heads)
                        .number(epsilon)
                        .number(precision.scalarType()));
    }

    /**
     * A grid of another size.
     *
     * @param grid 1 x width x rows x columns
     * @param smooth bicubic with antialiasing, otherwise bilinear without; pixel centres at halves in both
     * @return 1 x width x side x side
     */
    public NDArray resampled(NDArray grid, int side, boolean smooth) {
        return one("resampled", arguments().tensor(grid).number(side).number(smooth ? 1 : 0));
    }

    /**
     * A residual network of bottleneck blocks whose batch norms are folded into the convolutions.
     *
     * @param pixels batch x 3 x rows x columns
     * @param weights kernel and bias of the stem, then for each block of three convolutions, after which those of the first of each stage
     *     have those of the shortcut
     * @param blocks blocks of each of four stages
     * @return batch x width, the mean over all places
     */
    public NDArray residual(NDArray pixels, NDList weights, int[] blocks, Precision precision) {
        ScriptArguments arguments = arguments().tensor(pixels).tensors(weights);
        for (int count : blocks) {
            arguments.number(count);
        }
        return one("residual", arguments.number(precision.scalarType()));
    }

    @Override
    public void close() {
        module.close();
    }

    private NDArray one(String method, ScriptArguments arguments) {
        return module.call(method, arguments).singletonOrThrow();
    }

    private static ScriptArguments arguments() {
        return new ScriptArguments();
    }
}

package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.error.ResourceException;

/**
 * The network that predicts expression from features of a picture, as one call over a TorchScript resource ({@code
 * expression.torchscript}): the network is small, and every call from Java costs about as much as one of its layers.
 *
 * <p>Determinism: on a processor the bits of a result depend on the arguments only. Takes part in differentiation.
 */
public final class ExpressionOperators implements AutoCloseable {

    private static final String CLASS_NAME = "Expression";
    private static final String RESOURCE = "expression.torchscript";

    private final ScriptModule module;

    private ExpressionOperators(ScriptModule module) {
        this.module = module;
    }

    /** Loads the network for a device; a {@link ResourceException} if the engine refuses it. */
    public static ExpressionOperators load(TorchEngine engine, Device device) {
        return new ExpressionOperators(ScriptModule.load(engine, device, CLASS_NAME, RESOURCE));
    }

    /**
     * The parts of a network, by number.
     *
     * @param heads of every attention
     * @param fusion 0 attention across fields, 1 gates, 2 hierarchical
     * @param decoder 0 one affine map, 1 a small U-Net, 2 convolution, transformer and graph side by side
     * @param hasZeros whether the share of extra zeros is predicted too
     * @param precision of products and attention
     */
    public record Parts(int heads, int fusion, int decoder, boolean hasZeros, Precision precision) {}

    /**
     * Patches of one length, shorter ones filled up.
     *
     * @param features fields x patches x length x features
     * @param mask added to attention's scores, patches x 1 x 1 x length; without an element if nothing was filled up
     * @param kept numbers of the true rows among all, int64; without an element if nothing was filled up
     * @param shifts patches x 9 length x length; without an element where no decoder needs it, like the next three
     * @param means patches x squares x length
     * @param coarse patches x 9 squares x squares
     * @param near patches x length x squares for the U-Net, patches x length x length for the graph
     */
    public record Patches(
            NDArray features,
            NDArray mask,
            NDArray kept,
            NDArray shifts,
            NDArray means,
            NDArray coarse,
            NDArray near) {}

    /**
     * Log rates of the true rows, rows x genes, and, if they are predicted, the logits of extra zeros.
     *
     * @param weights in the order of the network's description
     */
    public NDList predict(Patches patches, NDList weights, Parts parts) {
        return module.call(
                "predict",
                new ScriptArguments()
                        .tensor(patches.features)
                        .tensor(patches.mask)
                        .tensor(patches.kept)
                        .tensor(patches.shifts)
                        .tensor(patches.means)
                        .tensor(patches.coarse)
                        .tensor(patches.near)
                        .tensors(weights)
                        .number(parts.heads)
                        .number(parts.fusion)
                        .number(parts.decoder)
                        .number(parts.hasZeros ? 1 : 0)
                        .number(parts.precision.scalarType()));
    }

    @Override
    public void close() {
        module.close();
    }
}

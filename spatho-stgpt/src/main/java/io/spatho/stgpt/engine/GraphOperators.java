package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.error.ResourceException;

/**
 * The operators of variational networks on graphs, as typed methods over one TorchScript resource ({@code graph.torchscript}).
 *
 * <p>Tensors are float32 on the device that the operators were loaded for, node numbers int64. Every operator takes part in
 * differentiation. Determinism: on a processor the bits of a result depend on the arguments only; on a GPU sums over neighbours may
 * differ in their last bits.
 */
public final class GraphOperators implements AutoCloseable {

    private static final String CLASS_NAME = "Graphs";
    private static final String RESOURCE = "graph.torchscript";

    private final ScriptModule module;

    private GraphOperators(ScriptModule module) {
        this.module = module;
    }

    /** Loads the operators for a device; a {@link ResourceException} if the engine refuses them. */
    public static GraphOperators load(TorchEngine engine, Device device) {
        return new GraphOperators(ScriptModule.load(engine, device, CLASS_NAME, RESOURCE));
    }

    /**
     * Graph attention (Velickovic et al. 2018) with heads averaged and an exponential linear unit at the end.
     *
     * @param x nodes x inputs
     * @param sources edges, the node that sends; every node should also send to itself
     * @param targets edges, the node that receives
     * @param weights the map (heads · width x inputs), the two halves of the attention vector (heads x width each), the bias (width)
     * @param slope of the leaky ReLU before the softmax over a node's incoming edges
     * @return nodes x width. Memory: edges x heads x width
     */
    public NDArray attention(NDArray x, NDArray sources, NDArray targets, NDList weights, int heads, double slope) {
        ScriptArguments arguments =
                new ScriptArguments().tensor(x).tensor(sources).tensor(targets);
        for (NDArray weight : weights) {
            arguments.tensor(weight);
        }
        return one("attention", arguments.number(heads).number(slope));
    }

    /** Means and log variances ({@code limit · tanh(v / limit)}) of a diagonal Gaussian from an affine map of twice its width. */
    public NDList gaussian(NDArray x, NDArray weight, NDArray bias, double limit) {
        return module.call(
                "gaussian",
                new ScriptArguments().tensor(x).tensor(weight).tensor(bias).number(limit));
    }

    /** A draw: {@code mean + noise · exp(log variance / 2)}. */
    public NDArray drawn(NDArray mean, NDArray logVariance, NDArray noise) {
        return one(
                "drawn", new ScriptArguments().tensor(mean).tensor(logVariance).tensor(noise));
    }

    /** The Kullback-Leibler divergence of one diagonal Gaussian from another, for each row and dimension, in nats. */
    public NDArray divergence(NDList gaussian, NDList other) {
        return one(
                "divergence",
                new ScriptArguments()
                        .tensor(gaussian.get(0))
                        .tensor(gaussian.get(1))
                        .tensor(other.get(0))
                        .tensor(other.get(1)));
    }

    /**
     * The log probability of counts under a zero-inflated negative binomial, computed in log space.
     *
     * @param counts rows x genes
     * @param logMean rows x genes
     * @param logTheta log of the inverse dispersion, genes
     * @param dropout logit of the share of extra zeros, rows x genes; minus infinity is not allowed, -30 stands for none
     * @return rows x genes
     */
    public NDArray negativeBinomial(NDArray counts, NDArray logMean, NDArray logTheta, NDArray dropout) {
        return one(
                "negative_binomial",
                new ScriptArguments()
                        .tensor(counts)
                        .tensor(logMean)
                        .tensor(logTheta)
                        .tensor(dropout));
    }

    /** Log means: the log softmax over genes plus the log of each row's size. */
    public NDArray logShares(NDArray x, NDArray logSizes) {
        return one("log_shares", new ScriptArguments().tensor(x).tensor(logSizes));
    }

    @Override
    public void close() {
        module.close();
    }

    private NDArray one(String method, ScriptArguments arguments) {
        return module.call(method, arguments).singletonOrThrow();
    }
}

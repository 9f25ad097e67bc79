package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The operators of an optimizer: they change gradients and weights in place, so call them in an inference scope.
 *
 * <p>Determinism: on a processor the bits depend on the arguments only. Cost: linear in the weights.
 */
public final class OptimizerOperators {

    private final ScriptModule module;

    OptimizerOperators(ScriptModule module) {
        this.module = module;
    }

    /**
     * Scales gradients, in place, so that their joint Euclidean norm is at most {@code limit}.
     *
     * @param gradients side by side, as {@link Operators#joinedGradients} gives them
     * @param parameters which they belong to
     * @return the norm before, summed in float64
     */
    public double clipJoinedNorm(NDArray gradients, NDList parameters, double limit) {
        double norm;
        try (NDArray total = module.call(
                        "joined_norm", new ScriptArguments().tensor(gradients).tensors(parameters))
                .singletonOrThrow()) {
            norm = total.getDouble();
        }
        if (norm > limit) {
            module.call(
                    "scale_in_place",
                    new ScriptArguments().tensors(new NDList(gradients)).number(limit / (norm + 1e-6)));
        }
        return norm;
    }

    /**
     * One step of AdamW on all parameters, in place (Loshchilov and Hutter 2019; the order of operations of PyTorch). Call it in
     * an inference scope: a parameter under record cannot be changed in place.
     *
     * @param parameters float32 master weights, changed in place
     * @param gradients of the same shapes
     * @param state changed in place
     * @param step number of this step, from 1
     */
    public void adamWStep(NDList parameters, NDList gradients, AdamWState state, int step, AdamWSettings settings) {
        module.call(
                "adamw",
                new ScriptArguments()
                        .tensors(parameters)
                        .tensors(gradients)
                        .tensors(state.means())
                        .tensors(state.squares())
                        .number(step)
                        .number(settings.learningRate())
                        .number(settings.firstDecay())
                        .number(settings.secondDecay())
                        .number(settings.epsilon())
                        .number(settings.weightDecay()));
    }
}

package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * What AdamW remembers between steps.
 *
 * @param means running means of the gradients, one tensor for each parameter
 * @param squares running means of their squares
 */
public record AdamWState(NDList means, NDList squares) {

    /** The state before the first step: zeros owned by a long-lived manager. Make it outside any {@link TensorScope}. */
    public static AdamWState zeros(NDList parameters, NDManager owner) {
        NDList means = new NDList(parameters.size());
        NDList squares = new NDList(parameters.size());
        parameters.forEach(parameter -> {
            means.add(owner.zeros(parameter.getShape()));
            squares.add(owner.zeros(parameter.getShape()));
        });
        return new AdamWState(means, squares);
    }
}

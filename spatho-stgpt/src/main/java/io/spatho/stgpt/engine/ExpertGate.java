package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDArray;

/**
 * The linear gate of a mixture of experts.
 *
 * @param weight experts x inputs
 * @param bias experts
 * @param kept how many experts answer for each input
 */
public record ExpertGate(NDArray weight, NDArray bias, int kept) {

    public ExpertGate {
        if (kept < 1 || kept > weight.getShape().get(0)) {
            throw new IllegalArgumentException(kept + " of " + weight.getShape().get(0) + " experts");
        }
    }

    int tensorsEach(int tensors) {
        int experts = Math.toIntExact(weight.getShape().get(0));
        if (tensors == 0 || tensors % (2 * experts) != 0) {
            throw new IllegalArgumentException(tensors + " tensors for " + experts + " experts");
        }
        return tensors / experts;
    }
}

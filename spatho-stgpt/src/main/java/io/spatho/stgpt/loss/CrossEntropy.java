package io.spatho.stgpt.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.engine.TensorScope;

/** Cross entropy of classes, as a sum that a caller divides by what the whole batch holds. */
public final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * The sum over rows of {@code -log softmax(logits)[label]}.
     *
     * @param logits rows x classes
     * @param labels the class of each row; rows of a negative one do not count
     * @return a scalar
     */
    public static NDArray sum(NDArray logits, int[] labels, TensorScope scope) {
        int classes = Math.toIntExact(logits.getShape().get(1));
        float[] chosen = new float[labels.length * classes];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= 0) {
                chosen[row * classes + labels[row]] = -1;
            }
        }
        NDArray marks = scope.manager()
                .create(chosen, new Shape(labels.length, classes))
                .duplicate();
        return logits.logSoftmax(1).mul(marks).sum();
    }
}

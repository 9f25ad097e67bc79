package io.spatho.stgpt.loss;

import ai.djl.ndarray.NDArray;
import io.spatho.stgpt.engine.TensorScope;

/**
 * Multiplies a recorded tensor by a number, safely.
 *
 * <p>DJL's own {@code mul(Number)} (and {@code add}, {@code div}, … with numbers) lends PyTorch a few bytes of Java memory and gives
 * them up when it returns, while the gradient record still points at them: if the garbage collector runs before the gradients are
 * asked for, they are computed with whatever lies there by then. So in a recording scope no arithmetic with plain numbers is
 * allowed; this is the way instead. Seen with DJL 0.35.1 ({@code PtNDArray.mul(Number)}).
 */
public final class Scaling {

    private Scaling() {}

    /** The product {@code value · factor}, in float32. */
    public static NDArray by(NDArray value, double factor, TensorScope scope) {
        return value.mul(scope.manager().create((float) factor).duplicate());
    }
}

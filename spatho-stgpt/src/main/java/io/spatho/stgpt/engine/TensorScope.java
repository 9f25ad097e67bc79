package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A span of work on one thread at whose end every tensor made in it is freed, whatever owns it.
 *
 * <p>DJL attaches a result to the owner of its first input, so results of long-lived weights would pile up; the scope frees
 * them. Make inputs with {@link #manager()}, and {@link #keep} what must outlive the scope. Scopes nest and close in the
 * reverse order of opening, on the thread that opened them.
 *
 * <p>An inference scope records nothing for gradients. A recording scope does, and unlike DJL's gradient collector it belongs to
 * its thread: several threads may each record and call {@link Operators#gradients}. A thread starts in whatever mode the engine
 * left it, which is why no operator should run outside a scope.
 */
public final class TensorScope implements AutoCloseable {

    private final NDManager manager;
    private final NDScope scope;
    private final boolean recordedBefore;

    private TensorScope(TorchEngine engine, Device device, boolean recording) {
        this.recordedBefore = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        JniUtils.setGraphExecutorOptimize(false);
        this.manager = engine.newManager(device);
        this.scope = new NDScope();
    }

    /** Opens a scope in which no gradient can be asked for. */
    public static TensorScope inference(TorchEngine engine, Device device) {
        return new TensorScope(engine, device, false);
    }

    /** Opens a scope that records operations on tensors that require a gradient. */
    public static TensorScope recording(TorchEngine engine, Device device) {
        return new TensorScope(engine, device, true);
    }

    /** The owner of inputs made in this scope. */
    public NDManager manager() {
        return manager;
    }

    /** Hands a tensor over to a longer-lived owner, so that it survives this scope. */
    public <T extends NDArray> T keep(T array, NDManager owner) {
        NDScope.unregister(array);
        array.attach(owner);
        return array;
    }

    @Override
    public void close() {
        scope.close();
        manager.close();
        JniUtils.setGradMode(recordedBefore);
    }
}

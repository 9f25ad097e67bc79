package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One loaded TorchScript module whose methods are called by name. Calls from several threads may overlap.
 *
 * <p>Every call goes the way DJL keeps for training, because the other one opens PyTorch's inference mode, whose tensors can never
 * take part in differentiation or be changed in place again. Whether a call is recorded is decided by the thread's gradient mode,
 * which {@link TensorScope} sets.
 */
final class ScriptModule implements AutoCloseable {

    private final Model model;
    private final NDManager processor;
    private final PtSymbolBlock block;

    private ScriptModule(Model model) {
        this.model = model;
        this.processor = model.getNDManager().newSubManager(Device.cpu());
        this.block = (PtSymbolBlock) model.getBlock();
    }

    static ScriptModule load(TorchEngine engine, Device device, String className, String resource) {
        byte[] archive = ScriptArchive.of(className, text(resource));
        Model model = engine.newModel(className, device);
        try {
            model.load(new ByteArrayInputStream(archive));
            return new ScriptModule(model);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new ResourceException(
                    Problem.of("the engine refuses the operators (" + e.getMessage() + ")")
                            .fix("Use the engine version that this release was built with"),
                    e);
        }
    }

    /** Calls a method; tensors of the result belong to the owner of the first argument. */
    NDList call(String method, ScriptArguments arguments) {
        NativeCalls.enter();
        try (arguments) {
            return IValueUtils.forward(block, arguments.list(method, processor), true);
        } finally {
            NativeCalls.leave();
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private static String text(String resource) {
        try (InputStream in = ScriptModule.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks its resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

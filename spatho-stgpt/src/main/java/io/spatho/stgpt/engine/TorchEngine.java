package io.spatho.stgpt.engine;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The started tensor engine: PyTorch's native library behind DJL's interface, one per process.
 *
 * <p>Starting it sets, where the user has not, the switches that DJL reads once: never fetch anything, send no usage data,
 * unpack native libraries into the user's cache, one engine thread per calling thread. Parallel work is spread over callers
 * ({@link io.spatho.core.parallel.Workers}) and not inside an operator, so that a sum never depends on the number of threads.
 *
 * <p>Determinism: with one engine thread an operator's result on a processor depends on its arguments only. Cost: the first
 * start on a machine unpacks about 450 MB (some seconds), later ones take about 0.6 s. Starting again is free. Source: DJL 0.35.1
 * ({@code LibUtils}, {@code PtEngine}); runs unchanged on 0.32.0.
 */
public final class TorchEngine {

    private static final String NAME = "PyTorch";
    private static final String CACHE = "DJL_CACHE_DIR";

    private final Engine engine;

    private TorchEngine(Engine engine) {
        this.engine = engine;
    }

    /**
     * Starts the engine, or returns the one that runs.
     *
     * @throws ResourceException if no native library for this machine is on the class path or it cannot be loaded
     */
    public static TorchEngine start() {
        configure();
        try {
            return new TorchEngine(Engine.getEngine(NAME));
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            throw new ResourceException(
                    Problem.of("the PyTorch engine cannot start (" + rootCause(e) + ")")
                            .at(cacheFolder())
                            .fix(
                                    "Check that this folder is writable with 1 GB free, or set DJL_CACHE_DIR to another one;"
                                            + " on other platforms than Linux, macOS on ARM and Windows there is no engine"),
                    e);
        }
    }

    /** What the engine is on this machine; starts it if need be and never throws for a missing engine. */
    public static EngineReport report() {
        try {
            return start().describe();
        } catch (ResourceException e) {
            return EngineReport.missing(e.getMessage());
        }
    }

    /**
     * The device that answers a request.
     *
     * @throws ResourceException if CUDA is asked for and the engine cannot use that GPU
     */
    public Device device(DeviceRequest request) {
        int gpus = engine.getGpuCount();
        return switch (request.kind()) {
            case CPU -> Device.cpu();
            case AUTO -> gpus > 0 ? Device.gpu(0) : Device.cpu();
            case CUDA -> {
                if (request.index() >= gpus) {
                    throw new ResourceException(Problem.of("the GPU asked for is not there")
                            .at("--device " + request)
                            .expected("a GPU numbered " + request.index(), gpus + " usable GPUs")
                            .fix(gpus == 0 ? describe().advice() : "Choose cuda:0 to cuda:" + (gpus - 1)));
                }
                yield Device.gpu(request.index());
            }
        };
    }

    Model newModel(String name, Device device) {
        return engine.newModel(name, device);
    }

    /** An empty model on the processor, for a TorchScript file that a user vouches for. */
    public Model scriptModel(String name) {
        return newModel(name, Device.cpu());
    }

    /** An owner of long-lived tensors (weights) on a device; close it to free them. */
    public NDManager newManager(Device device) {
        return engine.newBaseManager(device);
    }

    private EngineReport describe() {
        List<EngineReport.Gpu> gpus = new ArrayList<>();
        for (int index = 0; index < engine.getGpuCount(); index++) {
            long memory = CudaUtils.getGpuMemory(Device.gpu(index)).getMax();
            gpus.add(new EngineReport.Gpu(index, CudaUtils.getComputeCapability(index), memory));
        }
        List<String> features = JniUtils.getFeatures().stream().sorted().toList();
        return new EngineReport(
                true, "", Engine.getDjlVersion(), engine.getVersion(), LibUtils.getLibtorchPath(), features, gpus);
    }

    private static void configure() {
        setUnlessGiven("ai.djl.offline", "true");
        setUnlessGiven("OPT_OUT_TRACKING", "true");
        setUnlessGiven("ai.djl.pytorch.num_threads", "1");
        setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
        // The optimizer rewrites a script after its first calls, so the same arguments would not give the same bits.
        setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
        if (System.getenv("ENGINE_CACHE_DIR") == null && System.getProperty("ENGINE_CACHE_DIR") == null) {
            setUnlessGiven(CACHE, defaultCache().toString());
        }
    }

    private static void setUnlessGiven(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static Path defaultCache() {
        return CacheFolder.of(System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    private static String cacheFolder() {
        String given = System.getenv(CACHE);
        return given != null ? given : System.getProperty(CACHE, "");
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}

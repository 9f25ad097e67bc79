package io.spatho.stgpt.engine;

import java.util.List;

/**
 * What the tensor engine is on this machine, for {@code spatho doctor} and the run log.
 *
 * @param available whether the engine started
 * @param problem why it did not, in one line; empty when it did
 * @param djlVersion version of the Java side
 * @param libraryVersion version of the native PyTorch library
 * @param libraryFolder where the native library was loaded from
 * @param features what the native library was built with (CUDA, MKL, …), sorted
 * @param gpus the GPUs that the engine can use
 */
public record EngineReport(
        boolean available,
        String problem,
        String djlVersion,
        String libraryVersion,
        String libraryFolder,
        List<String> features,
        List<Gpu> gpus) {

    public EngineReport {
        features = List.copyOf(features);
        gpus = List.copyOf(gpus);
    }

    /**
     * One GPU.
     *
     * @param index its number in {@code cuda:N}
     * @param computeCapability for example 90 for Hopper
     * @param memoryBytes its whole memory
     */
    public record Gpu(int index, String computeCapability, long memoryBytes) {}

    static EngineReport missing(String problem) {
        return new EngineReport(false, problem, "", "", "", List.of(), List.of());
    }

    /** Whether the native library can use GPUs at all. */
    public boolean builtForCuda() {
        return features.contains("CUDA");
    }

    /** What to do to get a GPU, or an empty text when one is there. */
    public String advice() {
        if (!available || !gpus.isEmpty()) {
            return "";
        }
        return builtForCuda()
                ? "The engine can use CUDA but sees no GPU: check the driver (nvidia-smi) and CUDA_VISIBLE_DEVICES"
                : "The engine was built for the processor only: build with -Pcuda, or set PYTORCH_LIBRARY_PATH,"
                        + " PYTORCH_VERSION and PYTORCH_FLAVOR to an installed PyTorch of version " + libraryVersion;
    }
}

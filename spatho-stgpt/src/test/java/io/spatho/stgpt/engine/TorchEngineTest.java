package io.spatho.stgpt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchEngineTest {

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "CUDA", "cuda:", "cuda:-1", "cuda:1000", "cpu:0", ""})
    void anUnknownDeviceIsAUsageError(String text) {
        assertThatThrownBy(() -> DeviceRequest.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("auto, cpu, cuda or cuda:N");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda:0", "cuda:3"})
    void aRequestReadsItsOwnText(String text) {
        assertThat(DeviceRequest.parse(text)).hasToString(text);
    }

    @Test
    void theReportSaysWhatWasFound() {
        EngineReport report = TorchEngine.report();
        assertThat(report.available()).isTrue();
        assertThat(report.libraryVersion()).matches("2\\.\\d+\\.\\d+.*");
        assertThat(report.advice().isEmpty()).isEqualTo(!report.gpus().isEmpty());
    }

    @Test
    void anAbsentGpuIsAMissingResource() {
        EngineReport report = TorchEngine.report();
        Assumptions.assumeTrue(report.gpus().isEmpty(), "this machine has a GPU");
        TorchEngine engine = TorchEngine.start();
        assertThat(engine.device(DeviceRequest.auto())).isEqualTo(Device.cpu());
        assertThatThrownBy(() -> engine.device(DeviceRequest.parse("cuda:0")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("cuda:0")
                .hasMessageContaining("0 usable GPUs")
                .hasMessageContaining(report.builtForCuda() ? "driver" : "-Pcuda");
    }

    @Test
    void theCacheFolderFollowsThePlatform() {
        Path home = Path.of("/home/me").toAbsolutePath();
        assertThat(CacheFolder.of("Linux", Map.of(), home)).isEqualTo(home.resolve(".cache/spatho/engine"));
        assertThat(CacheFolder.of("Linux", Map.of("XDG_CACHE_HOME", "relative"), home))
                .isEqualTo(home.resolve(".cache/spatho/engine"));
        assertThat(CacheFolder.of(
                        "Linux", Map.of("XDG_CACHE_HOME", home.resolve("c").toString()), home))
                .isEqualTo(home.resolve("c/spatho/engine"));
        assertThat(CacheFolder.of("Mac OS X", Map.of(), home)).isEqualTo(home.resolve("Library/Caches/spatho/engine"));
        assertThat(CacheFolder.of("Windows 11", Map.of(), home)).isEqualTo(home.resolve("AppData/Local/spatho/engine"));
    }

    @Test
    void aScopeFreesResultsOfLongLivedTensorsButNotWhatIsKept() {
        TorchEngine engine = TorchEngine.start();
        try (NDManager owner = engine.newManager(Device.cpu())) {
            NDArray weight = owner.ones(new Shape(2));
            NDArray freed;
            NDArray kept;
            try (TensorScope scope = TensorScope.inference(engine, Device.cpu())) {
                freed = weight.add(1);
                kept = scope.keep(scope.manager().ones(new Shape(3)).add(weight.sum()), owner);
            }
            assertThat(weight.toFloatArray()).containsExactly(1, 1);
            assertThat(kept.toFloatArray()).containsExactly(3, 3, 3);
            assertThatThrownBy(freed::toFloatArray).isInstanceOf(IllegalStateException.class);
        }
    }
}

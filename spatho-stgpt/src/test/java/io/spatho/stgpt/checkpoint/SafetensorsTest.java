package io.spatho.stgpt.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {

    private static final NamedTensor MATRIX = new NamedTensor("b", new long[] {2, 2}, new float[] {1, 2, 3, 4});
    private static final NamedTensor SCALAR = new NamedTensor("a", new long[0], new float[] {-5});
    private static final NamedTensor EMPTY = new NamedTensor("c", new long[] {0}, new float[0]);

    @TempDir
    private Path folder;

    private static byte[] written(List<NamedTensor> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            SafetensorsWriter.write(out, tensors, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Checkpoint read(byte[] bytes) {
        try {
            return CheckpointReader.read(Files.write(folder.resolve("model.safetensors"), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    @Test
    void readsWhatItWroteAndTheOrderGivenDoesNotMatter() {
        byte[] bytes = written(List.of(MATRIX, SCALAR, EMPTY), Map.of("kind", "test", "another", "x"));

        assertThat(bytes).isEqualTo(written(List.of(EMPTY, SCALAR, MATRIX), Map.of("another", "x", "kind", "test")));
        Checkpoint read = read(bytes);
        assertThat(read.tensor("b").values()).containsExactly(1, 2, 3, 4);
        assertThat(read.tensor("b").shape()).containsExactly(2, 2);
        assertThat(read.tensor("a").values()).containsExactly(-5);
        assertThat(read.tensor("c").values()).isEmpty();
        assertThat(read.values()).containsEntry("kind", "test");
    }

    @Test
    void readsATrainedNetworkOfAnotherWriter() {
        Path file = Path.of(System.getProperty("spatho.sampleData", ""), "model-weights", "mnist", "mnist.safetensors");
        Assumptions.assumeTrue(Files.isRegularFile(file), "sample data " + file + " absent");

        Checkpoint read = CheckpointReader.read(file);

        assertThat(read.tensors()).hasSize(20);
        double[] variances = {0};
        read.tensors().forEach((name, tensor) -> {
            if (name.endsWith("running_var")) {
                for (float value : tensor.values()) {
                    variances[0] += value;
                    assertThat(value).isPositive();
                }
            }
        });
        assertThat(variances[0]).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"code\":\"x\"}}",
                "{\"a\":[1]}",
                "{\"__metadata__\":{\"a\":1}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} {}",
                "{\"a\":",
                "{}"
            })
    void brokenHeadersAreRefused(String header) {
        assertThatThrownBy(() -> read(file(header, 8)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 50_000, 100_000_001, Long.MAX_VALUE})
    void impossibleHeaderLengthsAreRefused(long length) {
        byte[] bytes = file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(InputException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = written(List.of(MATRIX, SCALAR), Map.of());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(InputException.class);
        }
    }

    @Test
    void deepJsonIsRefused() {
        String deep = "{\"a\":" + "[".repeat(5000);

        assertThatThrownBy(() -> read(file(deep, 0))).isInstanceOf(InputException.class);
    }
}

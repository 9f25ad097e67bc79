package io.spatho.stgpt.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TorchCheckpointTest {

    @TempDir
    private Path folder;

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private Checkpoint read(PickleBytes pickle, byte[] storage) {
        return CheckpointReader.read(
                ZipBytes.torch(pickle.bytes()).storage("0", storage).write(folder.resolve("model.pt")));
    }

    @Test
    void writesWhatItReads() throws IOException {
        List<NamedTensor> tensors = List.of(
                new NamedTensor("b.weight", new long[] {2, 3}, new float[] {1, -2, 3.5f, 4, 5, 6e-30f}),
                new NamedTensor("a.bias", new long[] {1}, new float[] {Float.NaN}),
                new NamedTensor("scalar", new long[0], new float[] {7}),
                new NamedTensor("empty", new long[] {0, 4}, new float[0]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchZipWriter.write(out, tensors);
        Path file = Files.write(folder.resolve("model.pt"), out.toByteArray());

        Map<String, NamedTensor> read = CheckpointReader.read(file).tensors();

        assertThat(read.keySet()).containsExactly("b.weight", "a.bias", "scalar", "empty");
        for (NamedTensor tensor : tensors) {
            assertThat(read.get(tensor.name()).shape()).isEqualTo(tensor.shape());
            assertThat(read.get(tensor.name()).values()).isEqualTo(tensor.values());
        }
    }

    @Test
    void honoursOffsetsAndStridesOfViewsThatShareAStorage() {
        long[] square = {2, 2};
        PickleBytes pickle = PickleBytes.stateDict()
                .text("plain")
                .tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1})
                .text("transposed")
                .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
                .text("corner")
                .tensor("FloatStorage", "0", 6, 1, square, new long[] {3, 1})
                .text("repeated")
                .tensor("FloatStorage", "0", 6, 5, square, new long[] {0, 0})
                .endDict();

        Checkpoint read = read(pickle, floats(0, 1, 2, 3, 4, 5));

        assertThat(read.tensor("plain").values()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(read.tensor("transposed").values()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(read.tensor("corner").values()).containsExactly(1, 2, 4, 5);
        assertThat(read.tensor("repeated").values()).containsExactly(5, 5, 5, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "HalfStorage, 00c00100, -2, 5.9604645E-8",
        "BFloat16Storage, 803f49c0, 1, -3.140625",
        "DoubleStorage, 000000000000f03f9a9999999999b93f, 1, 0.1",
        "LongStorage, 0200000000000000ffffffffffffffff, 2, -1",
        "IntStorage, 02000000ffffffff, 2, -1",
        "ShortStorage, 0200ffff, 2, -1",
        "CharStorage, 02ff, 2, -1",
        "ByteStorage, 02ff, 2, 255",
        "BoolStorage, 0001, 0, 1"
    })
    void widensEveryNumberType(String type, String hexadecimal, float first, float second) {
        PickleBytes pickle = PickleBytes.stateDict()
                .text("x")
                .tensor(type, "0", 2, 0, new long[] {2}, new long[] {1})
                .endDict();

        Checkpoint read = read(pickle, java.util.HexFormat.of().parseHex(hexadecimal));

        assertThat(read.tensor("x").values()).containsExactly(first, second);
    }

    @Test
    void halfPrecisionIsWidenedExactlyForEveryBitPattern() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = (bits >> 10) & 31;
            double magnitude = exponent == 0
                    ? (bits & 1023) * 0x1.0p-24
                    : (1 + (bits & 1023) / 1024.0) * Math.pow(2, exponent - 15);
            double expected = exponent < 31 ? magnitude : (bits & 1023) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            float expectedSigned = (float) (bits < 1 << 15 ? expected : -expected);
            float found = ElementType.halfToFloat((short) bits);
            if (Float.compare(found, expectedSigned) != 0) {
                assertThat(found).as("bits %04x", bits).isEqualTo(expectedSigned);
            }
        }
    }

    @Test
    void nestedDictionariesGiveNamesByPathAndPlainValues() {
        PickleBytes pickle = PickleBytes.protocol(2)
                .ascii("}(")
                .text("epoch")
                .raw('K', 3)
                .text("model_state_dict")
                .global("collections", "OrderedDict")
                .ascii(")R(")
                .text("w")
                .tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1})
                .ascii("u}")
                .text("_metadata")
                .ascii("}sb")
                .text("config")
                .ascii("}(")
                .text("lr")
                .raw('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
                .text("none")
                .ascii("N")
                .text("list")
                .ascii("](K\u0001K\u0002e")
                .text("flag")
                .raw(0x88)
                .text("dtype")
                .global("torch", "float32")
                .ascii("u")
                .endDict();

        Checkpoint read = read(pickle, floats(9));

        assertThat(read.tensors().keySet()).containsExactly("model_state_dict/w");
        assertThat(read.stateDict().tensor("w").values()).containsExactly(9);
        assertThat(read.values()).containsEntry("epoch", 3L);
        assertThat((Map<?, ?>) read.values().get("config"))
                .hasToString("{lr=1.5, none=null, list=[1, 2], flag=true, dtype=torch.float32}");
    }

    @Test
    void readsTheStreamContainer() {
        Path file = write(stream(floats(1, 2)));

        assertThat(CheckpointReader.read(file).tensor("x").values()).containsExactly(1, 2);
    }

    static byte[] stream(byte[] numbers) {
        PickleBytes all = PickleBytes.protocol(2).raw(0x8a, 10);
        all.raw(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');
        all.raw(0x80, 2, 'M', 0xe9, 3, '.', 0x80, 2)
                .ascii("}")
                .text("little_endian")
                .raw(0x88)
                .ascii("s.");
        all.raw(0x80, 2).ascii("}").text("x");
        all.tensor("FloatStorage", "77", 2, 0, new long[] {2}, new long[] {1}).ascii("s.");
        all.raw(0x80, 2).ascii("]").text("77").ascii("a.").int64(2);
        for (byte number : numbers) {
            all.raw(number);
        }
        return all.bytes();
    }

    private Path write(byte[] bytes) {
        try {
            return Files.write(folder.resolve("model.pt"), bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (byte[] whole : List.of(honest().bytes(), stream(floats(1, 2)))) {
            Path file = write(whole);
            // Cut shorter and shorter in place, which writes nothing anew.
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int length = whole.length - 1; length >= 0; length--) {
                    open.truncate(length);
                    boolean refused = false;
                    try {
                        CheckpointReader.read(file);
                    } catch (InputException expected) {
                        refused = true;
                    }
                    assertThat(refused).as("%d bytes", length).isTrue();
                }
            }
        }
    }

    @Test
    void everyFlippedBitIsRefusedOrHarmless() throws IOException {
        for (byte[] whole : List.of(honest().bytes(), stream(floats(1, 2)))) {
            Path file = write(whole);
            // One byte is changed and put back in place: writing the file anew would wait for the disk thousands of times.
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int bit = 0; bit < 8 * whole.length; bit++) {
                    byte honest = whole[bit / 8];
                    open.write(ByteBuffer.wrap(new byte[] {(byte) (honest ^ 1 << bit % 8)}), bit / 8);
                    requireRefusedOrHarmless(file, bit);
                    open.write(ByteBuffer.wrap(new byte[] {honest}), bit / 8);
                }
            }
        }
    }

    private static void requireRefusedOrHarmless(Path file, int bit) {
        try {
            CheckpointReader.read(file);
        } catch (InputException expected) {
            if (expected.getMessage().contains("\n")) {
                assertThat(expected).as("bit %d", bit).hasMessageNotContaining("\n");
            }
        }
    }

    private static ZipBytes honest() {
        PickleBytes pickle = PickleBytes.stateDict()
                .text("x")
                .tensor("FloatStorage", "0", 2, 0, new long[] {2}, new long[] {1})
                .endDict();
        return ZipBytes.torch(pickle.bytes()).storage("0", floats(1, 2));
    }

    @Test
    void aDamagedStorageFailsItsChecksum() {
        byte[] bytes = honest().bytes();
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("data/0") + 6;
        bytes[at] ^= 1;

        assertThatThrownBy(() -> CheckpointReader.read(write(bytes)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("archive/data/0")
                .hasMessageContaining("checksum");
    }
}

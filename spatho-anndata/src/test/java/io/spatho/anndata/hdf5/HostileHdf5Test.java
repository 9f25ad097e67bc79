package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken files end in an input error that names file and place, and never in another failure. */
class HostileHdf5Test {

    private static final int ELEMENTS = 20_000;

    @TempDir
    private Path folder;

    private Path file;
    private byte[] good;

    @BeforeEach
    void writeGoodFile() throws IOException {
        file = folder.resolve("case.h5");
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Hdf5Group group = writer.root().group("matrix");
            int[] values = new int[ELEMENTS];
            for (int i = 0; i < ELEMENTS; i++) {
                values[i] = i * i;
            }
            group.ints("data", values);
            group.strings("names", new String[] {"a", "bb", "ccc"});
            group.attribute("kind", "test");
            group.attribute("order", new String[] {"x", "y"});
            writer.finish();
        }
        good = Files.readAllBytes(file);
    }

    private void readEverything() {
        try (Hdf5Source source = Hdf5Source.open(file)) {
            source.children("/");
            source.children("matrix");
            source.text("matrix", "kind");
            source.texts("matrix", "order");
            assertThat(source.ints("matrix/data")).hasSize(ELEMENTS);
            source.strings("matrix/names");
        }
    }

    @Test
    void theGoodFileIsRead() {
        readEverything();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999})
    void aTruncatedFileIsRefused(double share) throws IOException {
        Files.write(file, Arrays.copyOf(good, (int) (good.length * share)));
        assertThatThrownBy(this::readEverything)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("case.h5");
    }

    @Test
    void aMissingFileAFolderAndATextAreRefused() throws IOException {
        assertThatThrownBy(() -> Hdf5Source.open(folder.resolve("none.h5")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Hdf5Source.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("folder");
        Files.writeString(file, "barcode,x,y\n".repeat(1000));
        assertThatThrownBy(() -> Hdf5Source.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not HDF5");
    }

    @Test
    void anyFlippedByteIsHarmlessOrRefused() throws IOException {
        int refused = 0;
        for (int trial = 0; trial < 1_500; trial++) {
            byte[] bad = good.clone();
            int at = CounterRandom.of(7, "flip", trial).nextInt(bad.length);
            bad[at] ^= (byte) (1 << (trial % 8));
            Files.write(file, bad);
            try {
                readEverything();
            } catch (InputException e) {
                refused++;
                assertThat(e.getMessage()).contains("case.h5").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void aDatasetLargerThanItsFileIsRefusedBeforeMemoryIsGiven() throws IOException {
        replaceLong(ELEMENTS, 1L << 30);
        assertThatThrownBy(this::readEverything)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than the file");
        replaceLong(ELEMENTS, Long.MAX_VALUE);
        assertThatThrownBy(this::readEverything).isInstanceOf(InputException.class);
    }

    /** Replaces the first occurrence of an 8-byte number in an object header and mends that header's checksum. */
    private void replaceLong(long before, long after) throws IOException {
        byte[] bad = good.clone();
        ByteBuffer bytes = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
        for (int header = 0; header < bad.length - 32; header++) {
            if (bytes.getInt(header) != 0x5244484f) {
                continue;
            }
            int end = header + 10 + bytes.getInt(header + 6);
            for (int at = header; at < end - 8; at++) {
                if (bytes.getLong(at) == before) {
                    bytes.putLong(at, after);
                    byte[] content = Arrays.copyOfRange(bad, header, end);
                    bytes.putInt(end, Lookup3.of(content, content.length));
                    Files.write(file, bad);
                    return;
                }
            }
        }
        throw new AssertionError("no header holds " + before);
    }

    @Test
    void aDeflateBombIsStoppedAtTheDeclaredSize() throws IOException {
        byte[] bomb = ChunkCodec.deflate(new byte[64 << 20], 9);
        ByteBuffer bytes = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        int tree = indexOf("TREE");
        byte[] bad = Arrays.copyOf(good, good.length + bomb.length);
        ByteBuffer changed = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
        changed.put(good.length, bomb);
        changed.putInt(tree + 24, bomb.length);
        changed.putLong(tree + 24 + 24, good.length);
        assertThat(bytes.getInt(tree + 24)).isPositive();
        Files.write(file, bad);
        assertThatThrownBy(this::readEverything)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than 80000 bytes")
                .hasMessageContaining("matrix/data");
    }

    @Test
    void aChunkIndexThatPointsToItselfIsRefused() throws IOException {
        byte[] bad = good.clone();
        int tree = indexOf("TREE");
        ByteBuffer changed = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
        changed.put(tree + 5, (byte) 1);
        changed.putLong(tree + 24 + 24, tree);
        Files.write(file, bad);
        assertThatThrownBy(this::readEverything)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("chunk index");
    }

    @Test
    void aWrongTypeOrPathIsAnInputError() {
        try (Hdf5Source source = Hdf5Source.open(file)) {
            assertThatThrownBy(() -> source.ints("matrix/names"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("expected numbers");
            assertThatThrownBy(() -> source.strings("matrix/data")).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> source.ints("matrix")).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> source.ints("matrix/none"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("matrix/none");
            assertThatThrownBy(() -> source.flag("matrix", "kind")).isInstanceOf(InputException.class);
        }
    }

    private int indexOf(String signature) {
        for (int at = 0; at < good.length - 4; at++) {
            if (new String(good, at, 4, StandardCharsets.ISO_8859_1).equals(signature)) {
                return at;
            }
        }
        throw new AssertionError(signature);
    }
}

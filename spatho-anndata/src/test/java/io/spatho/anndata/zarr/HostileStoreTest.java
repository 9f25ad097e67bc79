package io.spatho.anndata.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.spatho.core.error.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileStoreTest {

    @TempDir
    Path folder;

    @BeforeEach
    void group() throws IOException {
        Files.writeString(folder.resolve(".zgroup"), "{\"zarr_format\": 2}");
        Files.createDirectories(folder.resolve("a"));
    }

    private void array(String shape, String chunks, String dtype, String compressor) throws IOException {
        Files.writeString(
                folder.resolve("a/.zarray"),
                "{\"zarr_format\":2,\"shape\":" + shape + ",\"chunks\":" + chunks + ",\"dtype\":\"" + dtype
                        + "\",\"compressor\":" + compressor + ",\"fill_value\":0,\"order\":\"C\",\"filters\":null}");
    }

    private static String codec(String name) {
        return "{\"id\":\"" + name + "\"}";
    }

    private void chunk(byte[] bytes) throws IOException {
        Files.write(folder.resolve("a/0"), bytes);
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> {
                    try (ZarrSource source = ZarrSource.open(folder)) {
                        source.doubles("a");
                    }
                })
                .isInstanceOf(InputException.class)
                .satisfies(e -> List.of(words)
                        .forEach(word -> assertThat(e.getMessage()).contains(word)))
                .hasMessageContaining(folder.toString());
    }

    @Test
    void hugeShapesWithoutChunksAreRefusedAtOnce() throws IOException {
        array("[1000000000]", "[100000]", "<f8", "null");
        assertRefused("can hold");
        array("[9223372036854775807, 9223372036854775807]", "[1000, 1000]", "<f8", "null");
        assertRefused();
        array("[100000000]", "[1]", "|u1", "null");
        assertRefused("chunks, more than");
    }

    @Test
    void hugeChunksAreRefused() throws IOException {
        array("[10]", "[2147483647]", "<f8", "null");
        assertRefused("268435456 bytes");
        array("[10, 10, 10]", "[70000, 70000, 1]", "|u1", "null");
        assertRefused("268435456 bytes");
    }

    @Test
    void extentsMustBeIntegersThatMakeSense() throws IOException {
        array("[-1]", "[1]", "<f8", "null");
        assertRefused("-1");
        array("[1.5]", "[1]", "<f8", "null");
        assertRefused("no integer");
        array("[1]", "[1, 1]", "<f8", "null");
        assertRefused("dimensions");
        array("\"x\"", "[1]", "<f8", "null");
        assertRefused("extents");
    }

    @Test
    void chunksOfTheWrongSizeAreRefused() throws IOException {
        for (int length : new int[] {0, 1, 31, 33, 64}) {
            array("[4]", "[4]", "<f8", "null");
            chunk(new byte[length]);
            assertRefused("instead of 32");
            array("[4]", "[4]", "<f8", codec("zstd"));
            chunk(Zstd.compress(new byte[length]));
            assertRefused("32");
            array("[4]", "[4]", "<f8", codec("lz4"));
            chunk(ByteBuffer.allocate(4 + length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(length)
                    .array());
            assertRefused();
        }
    }

    @Test
    void bombsEndAtWhatTheChunkDeclares() throws IOException {
        byte[] zeros = new byte[64 << 20];
        array("[4]", "[4]", "<f8", codec("zstd"));
        chunk(Zstd.compress(zeros));
        assertRefused("more than the 32 bytes");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(zeros);
        }
        array("[4]", "[4]", "<f8", codec("gzip"));
        chunk(packed.toByteArray());
        assertRefused("more than the 32 bytes");
        array("[4]", "[4]", "<f8", codec("blosc"));
        chunk(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {2, 1, 1, 8})
                .putInt(1 << 30)
                .putInt(1 << 20)
                .putInt(16)
                .array());
        assertRefused("more than the 32 bytes");
    }

    @Test
    void garbageInEveryCodecIsRefused() throws IOException {
        byte[] garbage = new byte[100];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) (i * 37 + 11);
        }
        for (String name : new String[] {"zlib", "gzip", "zstd", "lz4", "blosc", "crc32c"}) {
            array("[4]", "[4]", "<f8", codec(name));
            chunk(garbage);
            assertRefused();
            chunk(new byte[0]);
            assertRefused();
        }
    }

    @Test
    void unknownCodecsTypesAndFormatsAreNamed() throws IOException {
        array("[4]", "[4]", "<f8", codec("zfpy"));
        assertRefused("Unsupported codec zfpy");
        array("[4]", "[4]", "<c16", "null");
        assertRefused("expected numbers");
        array("[4]", "[4]", "nonsense", "null");
        assertRefused("nonsense");
    }

    @Test
    void brokenMetadataAreRefused() throws IOException {
        Files.writeString(folder.resolve("a/.zarray"), "{\"zarr_format\":2,");
        assertRefused("not valid JSON");
        Files.writeString(folder.resolve("a/.zarray"), "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}");
        assertRefused("depth");
        Files.writeString(folder.resolve("a/.zarray"), "{}");
        assertRefused("format");
        Files.writeString(folder.resolve("a/.zarray"), "[]");
        assertRefused("not a JSON object");
    }

    @Test
    void linksAndPathsThatLeadOutAreRefused(@TempDir Path elsewhere) throws IOException {
        array("[4]", "[4]", "|u1", "null");
        Files.write(elsewhere.resolve("secret"), new byte[4]);
        Files.createSymbolicLink(folder.resolve("a/0"), elsewhere.resolve("secret"));
        assertRefused("leads out");
        try (ZarrSource source = ZarrSource.open(folder)) {
            assertThatThrownBy(() -> source.exists("../" + elsewhere.getFileName()))
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void brokenStringsAreRefused() throws IOException {
        Files.writeString(
                folder.resolve("a/.zarray"),
                "{\"zarr_format\":2,\"shape\":[2],\"chunks\":[2],\"dtype\":\"|O\",\"compressor\":null,"
                        + "\"fill_value\":\"\",\"order\":\"C\",\"filters\":[{\"id\":\"vlen-utf8\"}]}");
        for (int[] numbers : new int[][] {{}, {1}, {2, 0}, {2, 1 << 30, 0}, {2, -1, 0}, {1 << 30, 0, 0}}) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(numbers);
            chunk(bytes.array());
            try (ZarrSource source = ZarrSource.open(folder)) {
                assertThatThrownBy(() -> source.strings("a")).isInstanceOf(InputException.class);
            }
        }
    }

    @Test
    void shardsWithABrokenIndexAreRefused() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("s")).resolve("zarr.json"),
                "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[4],\"data_type\":\"uint8\",\"fill_value\":0,"
                        + "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[4]}},"
                        + "\"chunk_key_encoding\":{\"name\":\"default\"},\"codecs\":[{\"name\":\"sharding_indexed\","
                        + "\"configuration\":{\"chunk_shape\":[2],\"codecs\":[{\"name\":\"bytes\"}],"
                        + "\"index_codecs\":[{\"name\":\"bytes\"}]}}]}");
        Path shard = Files.createDirectories(folder.resolve("s/c")).resolve("0");
        for (long[] index : new long[][] {{}, {0, 2}, {0, 2, 1 << 20, 2}, {0, 2, -2, 2}, {0, Long.MAX_VALUE, 2, 2}}) {
            ByteBuffer bytes = ByteBuffer.allocate(4 + 8 * index.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(0);
            bytes.asLongBuffer().put(index);
            Files.write(shard, bytes.array());
            try (ZarrSource source = ZarrSource.open(folder)) {
                assertThatThrownBy(() -> source.bytes("s")).isInstanceOf(InputException.class);
            }
        }
    }

    @Test
    void whatIsNoStoreIsSaidToBeNone(@TempDir Path empty) throws IOException {
        assertThatThrownBy(() -> ZarrSource.open(empty))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a Zarr store");
        assertThatThrownBy(() -> ZarrSource.open(empty.resolve("absent")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not exist");
        assertThat(ZarrSource.isStore(folder)).isTrue();
        assertThat(ZarrSource.isStore(empty)).isFalse();
    }
}

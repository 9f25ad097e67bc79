package io.spatho.anndata.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileZipTest {

    private static final String GROUP = "{\"zarr_format\": 2}";
    private static final String ARRAY =
            "{\"zarr_format\":2,\"shape\":[4],\"chunks\":[4],\"dtype\":\"|u1\",\"compressor\":null,"
                    + "\"fill_value\":0,\"order\":\"C\",\"filters\":null}";
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;

    @TempDir
    Path folder;

    private static Map<String, byte[]> store() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(".zgroup", GROUP.getBytes(StandardCharsets.UTF_8));
        files.put("a/.zarray", ARRAY.getBytes(StandardCharsets.UTF_8));
        files.put("a/0", new byte[] {1, 2, 3, 4});
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files, boolean stored) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                if (stored) {
                    CRC32 checksum = new CRC32();
                    checksum.update(file.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(file.getValue().length);
                    entry.setCrc(checksum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("store.zip"), bytes);
    }

    private void assertRefused(byte[] bytes, String... words) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> {
                    try (ZarrSource source = ZarrSource.open(file)) {
                        source.bytes("a");
                    }
                })
                .isInstanceOf(InputException.class)
                .satisfies(e -> List.of(words)
                        .forEach(word -> assertThat(e.getMessage()).contains(word)))
                .hasMessageContaining("store.zip");
    }

    private static ByteBuffer edit(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int find(byte[] bytes, int signature, int which) {
        ByteBuffer buffer = edit(bytes);
        int found = 0;
        for (int at = 0; at + 4 <= bytes.length; at++) {
            if (buffer.getInt(at) == signature && found++ == which) {
                return at;
            }
        }
        throw new AssertionError("no such signature");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storedAndDeflatedEntriesAreRead(boolean stored) throws IOException {
        try (ZarrSource source = ZarrSource.open(file(zip(store(), stored)))) {
            assertThat(source.bytes("a")).containsExactly(1, 2, 3, 4);
            assertThat(source.children("/")).containsExactly("a");
        }
    }

    @Test
    void aStoreInsideOneFolderIsFound() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        store().forEach((name, bytes) -> files.put("case.zarr/" + name, bytes));
        try (ZarrSource source = ZarrSource.open(file(zip(files, true)))) {
            assertThat(source.bytes("/a")).containsExactly(1, 2, 3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "b/../../x", "b\\x", "C:x", "b//x", "./x", "b/.", "nul\0x"})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        Map<String, byte[]> files = store();
        files.put(name, new byte[1]);
        assertRefused(zip(files, true), "name");
    }

    @Test
    void longNamesAreRefused() throws IOException {
        Map<String, byte[]> files = store();
        files.put("n".repeat(513), new byte[1]);
        assertRefused(zip(files, true), "513 bytes");
    }

    @Test
    void truncationIsNoticed() throws IOException {
        byte[] whole = zip(store(), true);
        for (int length :
                new int[] {0, 1, whole.length / 100, whole.length / 2, whole.length * 99 / 100, whole.length - 1}) {
            assertRefused(java.util.Arrays.copyOf(whole, length));
        }
    }

    @Test
    void chunksMayNotStandThereTwice() throws IOException {
        Map<String, byte[]> files = store();
        files.put("a/1", new byte[] {9, 9, 9, 9});
        byte[] bytes = new String(zip(files, true), StandardCharsets.ISO_8859_1)
                .replace("a/1", "a/0")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(bytes, "two entries named a/0");
    }

    @Test
    void ofRepeatedMetadataTheLastCounts() throws IOException {
        Map<String, byte[]> files = store();
        files.put(".zattrs", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        files.put(".zattrx", "{\"a\": 2}".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = new String(zip(files, true), StandardCharsets.ISO_8859_1)
                .replace(".zattrx", ".zattrs")
                .getBytes(StandardCharsets.ISO_8859_1);
        try (ZarrSource source = ZarrSource.open(file(bytes))) {
            assertThat(source.integers("/", "a")).containsExactly(2);
        }
    }

    @Test
    void overlappingEntriesAreRefused() throws IOException {
        byte[] bytes = zip(store(), true);
        int second = find(bytes, DIRECTORY_ENTRY, 1);
        int third = find(bytes, DIRECTORY_ENTRY, 2);
        edit(bytes).putInt(third + 42, edit(bytes).getInt(second + 42) + 10);
        assertRefused(bytes, "overlaps");
    }

    @Test
    void entriesThatShareTheirBytesAreRefused() throws IOException {
        byte[] bytes = zip(store(), true);
        edit(bytes)
                .putInt(find(bytes, DIRECTORY_ENTRY, 2) + 42, edit(bytes).getInt(find(bytes, DIRECTORY_ENTRY, 1) + 42));
        assertRefused(bytes, "overlaps");
    }

    @Test
    void bombsAreRefused() throws IOException {
        Map<String, byte[]> files = store();
        files.put("a/0", new byte[8 << 20]);
        assertRefused(zip(files, false), "200 times");
    }

    @Test
    void entriesThatLieAboutTheirSizeAreRefused() throws IOException {
        byte[] bytes = zip(store(), false);
        int entry = find(bytes, DIRECTORY_ENTRY, 2);
        edit(bytes).putInt(entry + 24, 3);
        assertRefused(bytes, "expands to more");
        edit(bytes).putInt(entry + 24, 100);
        assertRefused(bytes, "checksum");
        edit(bytes).putInt(entry + 24, -2);
        assertRefused(bytes);
    }

    @Test
    void directoriesThatLieAreRefused() throws IOException {
        byte[] bytes = zip(store(), true);
        int end = find(bytes, END, 0);
        byte[] many = bytes.clone();
        edit(many).putShort(end + 8, (short) -2).putShort(end + 10, (short) -2);
        assertRefused(many, "too short for its 65534 entries");
        byte[] outside = bytes.clone();
        edit(outside).putInt(end + 16, 1 << 30);
        assertRefused(outside, "outside the file");
    }

    @Test
    void linksEncryptionAndOtherMethodsAreRefused() throws IOException {
        byte[] bytes = zip(store(), true);
        int entry = find(bytes, DIRECTORY_ENTRY, 2);
        byte[] link = bytes.clone();
        edit(link).putShort(entry + 4, (short) (3 << 8)).putInt(entry + 38, 0xa1ff << 16);
        assertRefused(link, "a link");
        byte[] encrypted = bytes.clone();
        edit(encrypted).putShort(entry + 8, (short) 1);
        assertRefused(encrypted, "encrypted");
        byte[] method = bytes.clone();
        edit(method).putShort(entry + 10, (short) 12);
        assertRefused(method, "method 12");
    }

    @Test
    void aFlippedBitIsNoticed() throws IOException {
        byte[] bytes = zip(store(), true);
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 1 && bytes[at + 1] == 2 && bytes[at + 2] == 3) {
                bytes[at] = 0;
                break;
            }
        }
        assertRefused(bytes, "checksum");
    }

    @Test
    void noChangedByteDoesMoreThanAnInputException() throws IOException {
        byte[] golden;
        try (InputStream in = HostileZipTest.class.getResourceAsStream("zarr3.zip")) {
            golden = in.readAllBytes();
        }
        for (int at = golden.length - 1; at > 0; at -= 397) {
            byte[] changed = golden.clone();
            changed[at] ^= (byte) (1 + at % 255);
            Path file = file(changed);
            try (ZarrSource source = ZarrSource.open(file)) {
                for (String name : source.children("/")) {
                    read(source, name);
                }
            } catch (InputException e) {
                assertThat(e.getMessage()).contains("store.zip");
            }
        }
    }

    private static void read(ZarrSource source, String name) {
        switch (source.kind(name)) {
            case TEXT -> source.strings(name);
            case INTEGER, FLOAT, BOOLEAN -> source.doubles(name);
            case COMPOUND, OTHER -> source.shape(name);
        }
    }
}

package io.spatho.anndata.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.tree.ArrayRows;
import io.spatho.anndata.tree.ArrayTree.Kind;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what zarr-python wrote (docs/golden/make_zarr_golden.py). */
class ZarrGoldenTest {

    private static final String[] WORDS = {"", "a", "Zelle", "细胞", "𝄞 clef", "tumour", "b"};

    @TempDir
    Path folder;

    private Path golden(String name) throws IOException {
        Path target = folder.resolve(name);
        try (InputStream in = ZarrGoldenTest.class.getResourceAsStream(name)) {
            Files.copy(in, target);
        }
        return target;
    }

    private Path unpacked(String name) throws IOException {
        Path target = folder.resolve("unpacked");
        try (ZipInputStream in = new ZipInputStream(ZarrGoldenTest.class.getResourceAsStream(name))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = target.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        }
        return target;
    }

    private static double[] expected(ZarrSource source, String path) {
        int n = Math.toIntExact(Arrays.stream(source.shape(path)).reduce(1, (a, b) -> a * b));
        double[] values = new double[n];
        boolean flags = source.kind(path) == Kind.BOOLEAN;
        for (int i = 0; i < n; i++) {
            int value = 37 * i % 101;
            values[i] = flags ? Math.min(1, value) : value;
        }
        return values;
    }

    private static boolean byFormula(String name) {
        return List.of(
                                "codec_",
                                "blosc",
                                "type_",
                                "order_f",
                                "slashes",
                                "zstd",
                                "gzip",
                                "crc",
                                "big",
                                "transposed",
                                "dots")
                        .stream()
                        .anyMatch(name::startsWith)
                || List.of("names2", "sharded", "sharded_start", "odd_bits", "filter_shuffle")
                        .contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zarr2.zip", "zarr3.zip"})
    void everyCodecAndTypeGivesTheSameNumbers(String name) throws IOException {
        try (ZarrSource source = ZarrSource.open(golden(name))) {
            List<String> arrays = source.children("/").stream()
                    .filter(ZarrGoldenTest::byFormula)
                    .toList();
            assertThat(arrays).hasSizeGreaterThan(20);
            for (String array : arrays) {
                assertThat(source.doubles(array)).as(array).containsExactly(expected(source, array));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zarr2.zip", "zarr3.zip"})
    void folderAndZipAndThreadsAgree(String name) throws IOException {
        try (ZarrSource zip = ZarrSource.open(golden(name));
                Workers workers = new Workers(3);
                ZarrSource unpacked = ZarrSource.open(unpacked(name), workers)) {
            assertThat(unpacked.children("/")).isEqualTo(zip.children("/"));
            for (String array : zip.children("/")) {
                assertThat(unpacked.shape(array)).isEqualTo(zip.shape(array));
                switch (zip.kind(array)) {
                    case TEXT -> assertThat(unpacked.strings(array)).isEqualTo(zip.strings(array));
                    case INTEGER, FLOAT, BOOLEAN ->
                        assertThat(unpacked.doubles(array)).isEqualTo(zip.doubles(array));
                    case COMPOUND, OTHER -> assertThat(array).isEqualTo("records");
                }
            }
        }
    }

    @Test
    void blosclzCopesWithFarMatchesAndRuns() throws IOException {
        try (ZarrSource source = ZarrSource.open(golden("zarr2.zip"))) {
            assertThat(source.bytes("far_blosclz")).hasSize(16_500).isEqualTo(source.bytes("far"));
        }
    }

    @Test
    void stringsOfEveryKind() throws IOException {
        try (ZarrSource source = ZarrSource.open(golden("zarr2.zip"))) {
            for (String array : List.of("unicode", "unicode_big", "words")) {
                assertThat(source.kind(array)).isEqualTo(Kind.TEXT);
                assertThat(source.strings(array)).as(array).containsExactly(WORDS);
            }
            assertThat(source.strings("ascii")).containsExactly("", "one", "three");
        }
        Files.delete(folder.resolve("zarr2.zip"));
        try (ZarrSource source = ZarrSource.open(golden("zarr3.zip"))) {
            assertThat(source.strings("words")).containsExactly(WORDS);
            assertThat(source.strings("unicode")).containsExactly(WORDS);
            assertThat(source.string("scalar_word")).isEqualTo("Zelle");
        }
    }

    @Test
    void whatWasNotWrittenHasTheFillValue() throws IOException {
        try (ZarrSource source = ZarrSource.open(golden("zarr2.zip"))) {
            float[] values = source.floats("missing");
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(i / 5 < 3 && i % 5 < 2 ? 2f : -1.5f);
            }
            assertThat(source.doubles("missing_nan")).containsExactly(1, 1, 1, Double.NaN);
            assertThat(source.floats("empty")).isEmpty();
            assertThat(source.shape("empty")).containsExactly(0, 3);
        }
        try (ZarrSource source = ZarrSource.open(golden("zarr3.zip"))) {
            int[] holes = source.ints("sharded_holes");
            for (int i = 0; i < holes.length; i++) {
                assertThat(holes[i]).isEqualTo(i / 10 < 3 && i % 10 < 2 ? 1 : 5);
            }
            assertThat(source.floats("missing_nan")).containsExactly(1, 1, 1, Float.NaN);
        }
    }

    @Test
    void scalarsNothingAndRecords() throws IOException {
        try (ZarrSource source = ZarrSource.open(golden("zarr2.zip"))) {
            assertThat(source.doubles("scalar")).containsExactly(37.5);
            assertThat(source.shape("scalar")).isEmpty();
            assertThat(source.isNothing("null")).isTrue();
            assertThat(source.isNothing("scalar")).isFalse();
            assertThat(source.kind("records")).isEqualTo(Kind.COMPOUND);
            Map<?, ?> records = source.compound("records");
            assertThat((long[]) records.get("i")).containsExactly(1, -3);
            assertThat((double[]) records.get("f")).containsExactly(2.5, 4.5);
            assertThat((String[]) records.get("s")).containsExactly("ab", "");
            assertThat((boolean[]) records.get("b")).containsExactly(true, false);
        }
    }

    @Test
    void attributesOfEveryType() throws IOException {
        try (ZarrSource source = ZarrSource.open(golden("zarr2.zip"))) {
            assertThat(source.attributes("/")).contains("lists", "none", "text", "yes");
            assertThat(source.text("/", "text")).contains("µm");
            assertThat(source.texts("/", "texts")).containsExactly("a", "b");
            assertThat(source.texts("/", "none")).isEmpty();
            assertThat(source.integers("/", "whole")).containsExactly(7);
            assertThat(source.integers("/", "wholes")).containsExactly(1, 2);
            assertThat(source.number("/", "real")).contains(0.5);
            assertThat(source.flag("/", "yes")).contains(true);
            assertThat(source.text("/", "absent")).isEmpty();
            assertThat(source.json("/", "lists").orElseThrow().toString()).isEqualTo("[[\"a\"],[\"b\",\"c\"]]");
        }
    }

    @Test
    void rowsAreReadInPieces() throws IOException {
        try (ZarrSource source = ZarrSource.open(golden("zarr3.zip"))) {
            ArrayRows rows = source.rows("sharded");
            assertThat(rows.rows()).isEqualTo(17);
            float[] all = source.floats("sharded");
            for (int first = 0; first < 17; first += 4) {
                int n = Math.min(4, 17 - first);
                assertThat(rows.floats(first, n)).isEqualTo(Arrays.copyOfRange(all, 10 * first, 10 * (first + n)));
            }
        }
    }
}

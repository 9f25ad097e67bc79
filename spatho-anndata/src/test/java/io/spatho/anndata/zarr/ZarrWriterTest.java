package io.spatho.anndata.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spatho.anndata.tree.ArrayTree.Kind;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.error.InputException;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.StrictJson;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZarrWriterTest {

    private static final int MANY = 2_500_000;

    @TempDir
    static Path shared;

    private static Path store;

    @TempDir
    Path folder;

    @BeforeAll
    static void writeOnce() {
        store = write(shared.resolve("a.zarr"), 2);
    }

    private static void fill(ZarrGroup root) {
        root.attribute("text", "µm");
        root.attribute("texts", new String[] {"a", ""});
        root.attribute("none", new String[0]);
        root.attribute("wholes", new long[] {1, -2});
        root.attribute("real", 0.25);
        root.attribute("flag", true);
        root.attribute("tree", JsonNodeFactory.instance.objectNode().put("a", 1));
        ZarrGroup group = root.group("numbers");
        group.bytes("int8", new byte[] {-1, 2}).attribute("about", "bytes");
        group.unsignedBytes("uint8", new byte[] {-1, 2}, 2, 1);
        group.shorts("int16", new short[] {-1, 2});
        group.unsignedShorts("uint16", new short[] {-1, 2});
        group.ints("int32", new int[] {-1, 2});
        group.unsignedInts("uint32", new int[] {-1, 2});
        group.longs("int64", new long[] {Long.MIN_VALUE, 2});
        group.unsignedLongs("uint64", new long[] {1, 2});
        group.floats("float32", new float[] {Float.NaN, 2.5f, 0, 1, 2, 3}, 2, 3);
        group.doubles("float64", new double[] {Double.NEGATIVE_INFINITY, 2.5});
        group.booleans("bool", new boolean[] {true, false, true});
        group.numbers("half", Numbers.of(NumberType.FLOAT16, new byte[] {0, 0x3c, 0, (byte) 0xc0}, 2));
        group.ints("large", IntStream.range(0, MANY).toArray(), MANY / 5, 5);
        group.floats("empty", new float[0]);
        group.floats("empty2", new float[0], 0, 3);
        group.scalar("one", 3.5);
        group.scalar("two", 7L);
        group.scalar("three", true);
        group.nothing("nothing");
        List<RecordField> fields = List.of(
                new RecordField.Texts("name", new String[] {"Zelle", "𝄞"}),
                new RecordField.Values("score", Numbers.of(new double[] {0.5, -1})));
        group.records("records", fields, 2);
        ZarrGroup texts = root.group("texts");
        ZarrArray words = texts.strings("words", new String[] {"", "Zelle", "细胞", "𝄞"});
        words.attribute("encoding-type", "string-array");
        texts.link("again", words);
        texts.strings(
                "many", IntStream.range(0, 300_000).mapToObj(Integer::toString).toArray(String[]::new));
        texts.strings("no", new String[0]);
        texts.scalar("single", "ein Wort");
        texts.fixedTexts("fixed", new byte[] {'a', 0, 'b', 'c'}, 2, 2);
        streams(root.group("streams"));
    }

    private static void streams(ZarrGroup group) {
        ZarrStream floats = group.floatStream("floats");
        ZarrStream ints = group.intStream("ints");
        float[] values = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            values[i] = i % 1000;
        }
        for (int from = 0; from < MANY; from += 777_777) {
            floats.append(values, from, Math.min(MANY, from + 777_777));
        }
        ints.append(new int[] {5, 6, 7}, 1, 3);
        floats.end().attribute("length", floats.count());
        group.longStream("none");
    }

    private static Path write(Path store, int threads) {
        try (Workers workers = new Workers(threads);
                ZarrWriter writer = ZarrWriter.create(store, workers)) {
            fill(writer.root());
            writer.finish();
        }
        return store;
    }

    @Test
    void numbersComeBack() {
        try (ZarrSource source = ZarrSource.open(store)) {
            for (String signed : List.of("int8", "int16", "int32")) {
                assertThat(source.ints("numbers/" + signed)).containsExactly(-1, 2);
            }
            assertThat(source.longs("numbers/uint8")).containsExactly(255, 2);
            assertThat(source.shape("numbers/uint8")).containsExactly(2, 1);
            assertThat(source.longs("numbers/uint16")).containsExactly(65535, 2);
            assertThat(source.longs("numbers/uint32")).containsExactly(0xffffffffL, 2);
            assertThat(source.longs("numbers/int64")).containsExactly(Long.MIN_VALUE, 2);
            assertThat(source.longs("numbers/uint64")).containsExactly(1, 2);
            assertThat(source.floats("numbers/float32")).containsExactly(Float.NaN, 2.5f, 0, 1, 2, 3);
            assertThat(source.doubles("numbers/float64")).containsExactly(Double.NEGATIVE_INFINITY, 2.5);
            assertThat(source.kind("numbers/bool")).isEqualTo(Kind.BOOLEAN);
            assertThat(source.booleans("numbers/bool")).containsExactly(true, false, true);
            assertThat(source.doubles("numbers/half")).containsExactly(1, -2);
            assertThat(source.ints("numbers/large"))
                    .isEqualTo(IntStream.range(0, MANY).toArray());
            assertThat(source.floats("numbers/empty")).isEmpty();
            assertThat(source.shape("numbers/empty2")).containsExactly(0, 3);
            assertThat(source.doubles("numbers/one")).containsExactly(3.5);
            assertThat(source.longs("numbers/two")).containsExactly(7);
            assertThat(source.booleans("numbers/three")).containsExactly(true);
            assertThat(source.children("numbers")).hasSize(20);
        }
    }

    @Test
    void numbersAreReadInPiecesAsTheyAreStored() {
        try (ZarrSource source = ZarrSource.open(store)) {
            Numbers large = source.numbers("numbers/large");
            assertThat(large.type()).isEqualTo(NumberType.INT32);
            assertThat(large.shape()).containsExactly(MANY / 5, 5);
            assertThat(large.ints()).isEqualTo(IntStream.range(0, MANY).toArray());
            assertThat(source.numberType("numbers/uint16")).contains(NumberType.UINT16);
            assertThat(source.numberType("texts/words")).isEmpty();
        }
    }

    @Test
    void stringsComeBack() {
        try (ZarrSource source = ZarrSource.open(store)) {
            assertThat(source.strings("texts/words")).containsExactly("", "Zelle", "细胞", "𝄞");
            assertThat(source.strings("texts/again")).containsExactly("", "Zelle", "细胞", "𝄞");
            assertThat(source.text("texts/again", "encoding-type")).contains("string-array");
            assertThat(source.strings("texts/many")).hasSize(300_000).endsWith("299999");
            assertThat(source.strings("texts/no")).isEmpty();
            assertThat(source.string("texts/single")).isEqualTo("ein Wort");
            assertThat(source.strings("texts/fixed")).containsExactly("a", "bc");
            assertThat(source.textWidth("texts/fixed")).isEqualTo(2);
            assertThat(source.textBytes("texts/fixed")).containsExactly('a', 0, 'b', 'c');
        }
    }

    @Test
    void recordsComeBack() {
        try (ZarrSource source = ZarrSource.open(store)) {
            assertThat(source.kind("numbers/records")).isEqualTo(Kind.COMPOUND);
            Map<String, Object> records = source.compound("numbers/records");
            assertThat((String[]) records.get("name")).containsExactly("Zelle", "𝄞");
            assertThat((double[]) records.get("score")).containsExactly(0.5, -1);
        }
    }

    @Test
    void streamsComeBack() {
        try (ZarrSource source = ZarrSource.open(store)) {
            float[] values = source.floats("streams/floats");
            assertThat(values).hasSize(MANY);
            for (int i = 0; i < MANY; i++) {
                if (values[i] != i % 1000) {
                    throw new AssertionError(i + ": " + values[i]);
                }
            }
            assertThat(source.integers("streams/floats", "length")).containsExactly(MANY);
            assertThat(source.ints("streams/ints")).containsExactly(6, 7);
            assertThat(source.longs("streams/none")).isEmpty();
        }
    }

    @Test
    void attributesComeBack() {
        try (ZarrSource source = ZarrSource.open(store)) {
            assertThat(source.text("/", "text")).contains("µm");
            assertThat(source.texts("/", "texts")).containsExactly("a", "");
            assertThat(source.texts("/", "none")).isEmpty();
            assertThat(source.integers("/", "wholes")).containsExactly(1, -2);
            assertThat(source.number("/", "real")).contains(0.25);
            assertThat(source.flag("/", "flag")).contains(true);
            assertThat(source.json("/", "tree").orElseThrow().path("a").asInt()).isEqualTo(1);
            assertThat(source.text("numbers/int8", "about")).contains("bytes");
        }
    }

    @Test
    void consolidatedMetadataAreThoseOfTheNodes() throws IOException {
        var all = StrictJson.read(store.resolve("zarr.json"))
                .path("consolidated_metadata")
                .path("metadata");
        try (Stream<Path> files = Files.walk(store)) {
            List<Path> nodes = files.filter(file -> file.endsWith("zarr.json")).toList();
            assertThat(all.size()).isEqualTo(nodes.size() - 1);
            for (Path node : nodes) {
                String path = store.relativize(node.getParent()).toString();
                if (!path.isEmpty()) {
                    assertThat(all.path(path)).isEqualTo(StrictJson.read(node));
                }
            }
        }
    }

    private static Map<String, byte[]> contents(Path store) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(store.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    @Test
    void theBytesDoNotDependOnThreads() throws IOException {
        Map<String, byte[]> two = contents(store);
        Map<String, byte[]> three = contents(write(folder.resolve("b.zarr"), 3));
        assertThat(three.keySet()).isEqualTo(two.keySet());
        two.forEach((name, bytes) -> assertThat(three.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void anUnfinishedStoreLeavesNothing() throws IOException {
        try (Workers workers = new Workers(1);
                ZarrWriter writer = ZarrWriter.create(folder.resolve("a.zarr"), workers)) {
            writer.root().ints("a", new int[] {1});
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void onlyAStoreIsReplaced() throws IOException {
        Path old = folder.resolve("a.zarr");
        try (Workers workers = new Workers(1)) {
            for (String name : new String[] {"old", "only"}) {
                try (ZarrWriter writer = ZarrWriter.create(old, workers)) {
                    writer.root().ints(name, new int[] {1});
                    writer.finish();
                }
            }
            try (ZarrSource source = ZarrSource.open(old)) {
                assertThat(source.children("/")).containsExactly("only");
            }
            Path other = Files.createDirectories(folder.resolve("other"));
            Files.writeString(other.resolve("thesis.txt"), "years of work");
            assertThatThrownBy(() -> ZarrWriter.create(other, workers)).isInstanceOf(UsageException.class);
            assertThat(other.resolve("thesis.txt")).exists();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void namesThatCannotBeFoldersAreRefused() {
        try (Workers workers = new Workers(1);
                ZarrWriter writer = ZarrWriter.create(folder.resolve("a.zarr"), workers)) {
            for (String name : List.of("..", ".", "zarr.json", "n".repeat(300))) {
                assertThatThrownBy(() -> writer.root().group(name)).isInstanceOf(InputException.class);
            }
            for (String name : List.of("", "a/b")) {
                assertThatThrownBy(() -> writer.root().group(name)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}

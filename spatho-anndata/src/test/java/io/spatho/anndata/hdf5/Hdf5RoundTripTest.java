package io.spatho.anndata.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes, jHDF and the source read back. */
class Hdf5RoundTripTest {

    private static final int MANY = 700_007;

    private static Workers workers;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        workers = new Workers(2);
    }

    @AfterAll
    static void stop() {
        workers.close();
    }

    private Path write(String name, Workers on, Consumer<Hdf5Group> content) {
        Path file = folder.resolve(name);
        try (Hdf5Writer writer = Hdf5Writer.create(file, on)) {
            content.accept(writer.root());
            writer.finish();
        }
        return file;
    }

    private Path write(Consumer<Hdf5Group> content) {
        return write("file.h5", workers, content);
    }

    @Test
    void numbersOfEveryTypeComeBack() {
        Path file = write(root -> {
            root.bytes("i8", new byte[] {-128, 127});
            root.unsignedBytes("u8", new byte[] {-1, 0});
            root.shorts("i16", new short[] {Short.MIN_VALUE});
            root.unsignedShorts("u16", new short[] {-1});
            root.ints("i32", new int[] {Integer.MIN_VALUE, 7});
            root.unsignedInts("u32", new int[] {-1});
            root.longs("i64", new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
            root.unsignedLongs("u64", new long[] {5, -1});
            root.floats("f32", new float[] {1.5f, Float.NaN, Float.NEGATIVE_INFINITY});
            root.doubles("f64", new double[] {Math.PI, Double.NaN, Double.MIN_VALUE});
            root.booleans("flags", new boolean[] {true, false, true});
        });
        try (Hdf5Source source = Hdf5Source.open(file)) {
            assertThat(source.ints("i8")).containsExactly(-128, 127);
            assertThat(source.ints("u8")).containsExactly(255, 0);
            assertThat(source.bytes("u8")).containsExactly(-1, 0);
            assertThat(source.longs("i16")).containsExactly(Short.MIN_VALUE);
            assertThat(source.ints("u16")).containsExactly(65_535);
            assertThat(source.ints("i32")).containsExactly(Integer.MIN_VALUE, 7);
            assertThat(source.longs("u32")).containsExactly(4_294_967_295L);
            assertThat(source.longs("i64")).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(source.doubles("u64")).containsExactly(5, 0x1p64);
            assertThat(source.floats("f32")).containsExactly(1.5f, Float.NaN, Float.NEGATIVE_INFINITY);
            assertThat(source.doubles("f64")).containsExactly(Math.PI, Double.NaN, Double.MIN_VALUE);
            assertThat(source.booleans("flags")).containsExactly(true, false, true);
            assertThat(source.strings("flags")).containsExactly("TRUE", "FALSE", "TRUE");
            assertThat(source.kind("flags")).isEqualTo(ArrayTree.Kind.BOOLEAN);
            assertThat(source.kind("u16")).isEqualTo(ArrayTree.Kind.INTEGER);
            assertThat(source.kind("f32")).isEqualTo(ArrayTree.Kind.FLOAT);
        }
        try (HdfFile independent = new HdfFile(file)) {
            assertThat((int[]) independent.getDatasetByPath("i32").getData()).containsExactly(Integer.MIN_VALUE, 7);
            assertThat((Object[]) independent.getDatasetByPath("flags").getData())
                    .containsExactly("TRUE", "FALSE", "TRUE");
        }
    }

    @Test
    void manyElementsAreCutIntoChunksAndComeBack() {
        int[] ints = IntStream.range(0, MANY).map(i -> i * 31).toArray();
        long[] longs = IntStream.range(0, MANY).mapToLong(i -> i * 1_000_003L).toArray();
        float[] floats = new float[MANY];
        boolean[] flags = new boolean[MANY];
        for (int i = 0; i < MANY; i++) {
            floats[i] = i % 7;
            flags[i] = i % 3 == 0;
        }
        Path file = write(root -> {
            root.ints("ints", ints);
            root.longs("longs", longs);
            root.floats("floats", floats);
            root.booleans("flags", flags);
            root.ints("matrix", ints, MANY / 7, 7);
            root.ints("wide", ints, 7, MANY / 7);
        });
        for (Workers on : new Workers[] {null, workers}) {
            try (Hdf5Source source = Hdf5Source.open(file, on)) {
                assertThat(source.ints("ints")).isEqualTo(ints);
                assertThat(source.longs("longs")).isEqualTo(longs);
                assertThat(source.floats("floats")).isEqualTo(floats);
                assertThat(source.booleans("flags")).isEqualTo(flags);
                assertThat(source.ints("matrix")).isEqualTo(ints);
                assertThat(source.shape("matrix")).containsExactly(MANY / 7, 7);
                assertThat(source.ints("wide")).isEqualTo(ints);
            }
        }
        try (HdfFile independent = new HdfFile(file)) {
            assertThat((long[]) independent.getDatasetByPath("longs").getData()).isEqualTo(longs);
            assertThat((int[]) independent.getDatasetByPath("matrix").getDataFlat())
                    .isEqualTo(ints);
        }
    }

    @Test
    void stringsKeepEveryCharacter() {
        String[] values = {"", "a", "µm² – 細胞 \uD83E\uDDEC", " spaces ", "x".repeat(100_000), "", "tab\tnew\nline"};
        String[] many = IntStream.range(0, 70_000).mapToObj(i -> "cell-" + i).toArray(String[]::new);
        Path file = write(root -> {
            root.strings("values", values);
            root.strings("many", many);
            root.fixedStrings("fixed", new String[] {"ACGT-1", "", "A"}, 6);
            root.scalar("one", "größe");
        });
        try (Hdf5Source source = Hdf5Source.open(file, workers)) {
            assertThat(source.strings("values")).containsExactly(values);
            assertThat(source.strings("many")).containsExactly(many);
            assertThat(source.strings("fixed")).containsExactly("ACGT-1", "", "A");
            assertThat(source.string("one")).isEqualTo("größe");
            assertThat(source.shape("one")).isEmpty();
        }
        try (HdfFile independent = new HdfFile(file)) {
            assertThat((String[]) independent.getDatasetByPath("values").getData())
                    .containsExactly(values);
        }
    }

    @Test
    void nothingAndEmptyArraysAreToldApart() {
        Path file = write(root -> {
            root.nothing("nothing");
            root.floats("empty", new float[0]);
            root.strings("no names", new String[0]);
            root.doubles("flat", new double[0], 0, 5);
            root.longStream("stream");
        });
        try (Hdf5Source source = Hdf5Source.open(file)) {
            assertThat(source.isNothing("nothing")).isTrue();
            assertThat(source.isNothing("empty")).isFalse();
            assertThat(source.floats("empty")).isEmpty();
            assertThat(source.floats("nothing")).isEmpty();
            assertThat(source.strings("no names")).isEmpty();
            assertThat(source.doubles("flat")).isEmpty();
            assertThat(source.shape("flat")).containsExactly(0, 5);
            assertThat(source.longs("stream")).isEmpty();
        }
    }

    @Test
    void attributesComeBack() {
        String[] names = IntStream.range(0, 4_000).mapToObj(i -> "column " + i).toArray(String[]::new);
        Path file = write(root -> {
            root.attribute("text", "héllo");
            root.attribute("empty", "");
            root.attribute("names", names);
            root.attribute("no names", new String[0]);
            root.attribute("int", 5);
            root.attribute("long", 1L << 40);
            root.attribute("double", 2.5);
            root.attribute("flag", true);
            root.attribute("shape", new long[] {3, 4});
            root.attribute("ints", new int[] {7});
            root.floats("data", new float[1]).attribute("on a dataset", false);
        });
        try (Hdf5Source source = Hdf5Source.open(file)) {
            assertThat(source.text("/", "text")).contains("héllo");
            assertThat(source.text("/", "empty")).contains("");
            assertThat(source.text("/", "absent")).isEmpty();
            assertThat(source.texts("/", "names")).containsExactly(names);
            assertThat(source.texts("/", "no names")).isEmpty();
            assertThat(source.integers("/", "int")).containsExactly(5);
            assertThat(source.integers("/", "long")).containsExactly(1L << 40);
            assertThat(source.number("/", "double")).contains(2.5);
            assertThat(source.flag("/", "flag")).contains(true);
            assertThat(source.integers("/", "shape")).containsExactly(3, 4);
            assertThat(source.flag("data", "on a dataset")).contains(false);
            assertThat(source.attributes("/")).contains("no names").hasSize(10);
        }
    }

    @Test
    void aGroupHoldsHundredsOfNamesAndASecondNameIsTheSameObject() {
        Path file = write(root -> {
            Hdf5Group group = root.group("group");
            for (int i = 0; i < 600; i++) {
                group.ints("dataset " + i, new int[] {i}).attribute("number", i);
                group.attribute("attribute " + i, i);
            }
            root.link("again", group);
        });
        try (Hdf5Source source = Hdf5Source.open(file)) {
            assertThat(source.children("group")).hasSize(600).startsWith("dataset 0", "dataset 1");
            assertThat(source.ints("again/dataset 599")).containsExactly(599);
            assertThat(source.integers("group", "attribute 599")).containsExactly(599);
            assertThat(source.identity("again")).isEqualTo(source.identity("group"));
            assertThat(source.isGroup("group")).isTrue();
            assertThat(source.isDataset("group")).isFalse();
            assertThat(source.exists("group/none")).isFalse();
        }
    }

    @Test
    void aStreamHasTheSameBytesHoweverItIsFed() throws IOException {
        float[] values = new float[20_000_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 0x9E3779B9) >>> 28;
        }
        Path whole = write("whole.h5", workers, root -> root.floatStream("data").append(values, 0, values.length));
        Path pieces = write("pieces.h5", workers, root -> {
            Hdf5Stream stream = root.floatStream("data");
            for (int from = 0; from < values.length; from += 123_457) {
                stream.append(values, from, Math.min(values.length, from + 123_457));
            }
            assertThat(stream.count()).isEqualTo(values.length);
        });
        assertThat(Files.mismatch(whole, pieces)).isEqualTo(-1);
        try (Hdf5Source source = Hdf5Source.open(pieces, workers)) {
            assertThat(source.floats("data")).isEqualTo(values);
        }
    }

    @Test
    void bytesDoNotDependOnTheNumberOfThreads() throws IOException {
        double[] values = IntStream.range(0, MANY).mapToDouble(Math::sqrt).toArray();
        String[] names =
                IntStream.range(0, 50_000).mapToObj(i -> "name " + i % 13).toArray(String[]::new);
        Consumer<Hdf5Group> content = root -> {
            root.attribute("names", names.clone().length);
            root.doubles("values", values);
            root.strings("names", names);
        };
        try (Workers one = new Workers(1);
                Workers seven = new Workers(7)) {
            Path first = write("one.h5", one, content);
            Path second = write("seven.h5", seven, content);
            assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        }
    }

    @Test
    void anUnfinishedFileLeavesNothingBehind() throws IOException {
        Path file = folder.resolve("never.h5");
        try (Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.root().ints("data", new int[100]);
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesThatHdf5CannotHoldAreRefused() {
        assertThatThrownBy(() -> write(root -> root.group("a/b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(root -> root.group("a").group(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(root -> {
                    root.group("a");
                    root.group("a");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(root -> root.fixedStrings("f", new String[] {"é"}, 4)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

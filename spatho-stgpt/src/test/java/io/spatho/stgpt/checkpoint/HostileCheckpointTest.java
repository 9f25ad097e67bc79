package io.spatho.stgpt.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.spatho.core.error.InputException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints that try to run code, to exhaust memory or to leave their file. */
final class HostileCheckpointTest {

    private static final long MOST_BYTES = 256L << 20;

    @TempDir
    private Path folder;

    private void assertRefused(ZipBytes zip, CharSequence... words) {
        Path file = zip.write(folder.resolve("model.pt"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> CheckpointReader.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.pt")
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(words.length == 0 ? new CharSequence[] {"model.pt"} : words));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of(
                        "REDUCE",
                        PickleBytes.protocol(2)
                                .global("posix", "system")
                                .text("true")
                                .raw(0x85)
                                .ascii("R."),
                        "posix.system"),
                Arguments.of(
                        "os",
                        PickleBytes.protocol(2)
                                .global("os", "system")
                                .text("true")
                                .raw(0x85)
                                .ascii("R."),
                        "os.system"),
                Arguments.of(
                        "eval",
                        PickleBytes.protocol(2)
                                .global("builtins", "eval")
                                .text("1")
                                .raw(0x85)
                                .ascii("R."),
                        "builtins.eval"),
                Arguments.of(
                        "py2 eval",
                        PickleBytes.protocol(2).global("__builtin__", "eval").ascii("."),
                        "__builtin__.eval"),
                Arguments.of(
                        "getattr",
                        PickleBytes.protocol(2).global("builtins", "getattr").ascii("."),
                        "builtins.getattr"),
                Arguments.of(
                        "STACK_GLOBAL",
                        PickleBytes.protocol(4)
                                .text("subprocess")
                                .text("Popen")
                                .raw(0x93)
                                .ascii("."),
                        "subprocess.Popen"),
                Arguments.of(
                        "STACK_GLOBAL of numbers", PickleBytes.protocol(4).raw('K', 1, 'K', 2, 0x93, '.'), "global"),
                Arguments.of("INST", PickleBytes.protocol(2).ascii("(ios\nsystem\n."), "INST"),
                Arguments.of(
                        "OBJ",
                        PickleBytes.protocol(2)
                                .ascii("(")
                                .global("collections", "OrderedDict")
                                .ascii("o."),
                        "OBJ"),
                Arguments.of(
                        "NEWOBJ",
                        PickleBytes.protocol(2)
                                .global("collections", "OrderedDict")
                                .raw(')', 0x81, '.'),
                        "NEWOBJ"),
                Arguments.of(
                        "NEWOBJ_EX",
                        PickleBytes.protocol(4)
                                .global("collections", "OrderedDict")
                                .raw(')', '}', 0x92, '.'),
                        "NEWOBJ_EX"),
                Arguments.of("EXT1", PickleBytes.protocol(2).raw(0x82, 1, '.'), "EXT"),
                Arguments.of("EXT2", PickleBytes.protocol(2).raw(0x83, 1, 1, '.'), "EXT"),
                Arguments.of("EXT4", PickleBytes.protocol(2).raw(0x84, 1, 1, 1, 1, '.'), "EXT"),
                Arguments.of(
                        "module",
                        PickleBytes.protocol(2)
                                .global("torch.nn.modules.linear", "Linear")
                                .ascii("."),
                        "torch.nn.modules.linear.Linear"),
                Arguments.of(
                        "other torch name",
                        PickleBytes.protocol(2).global("torch", "load").ascii("."),
                        "torch.load"),
                Arguments.of(
                        "dotted name",
                        PickleBytes.protocol(4)
                                .text("torch")
                                .text("serialization.os.system")
                                .raw(0x93, '.'),
                        "torch.serialization.os.system"),
                Arguments.of(
                        "dotted module",
                        PickleBytes.protocol(2)
                                .global("collections.OrderedDict", "__init__.__globals__")
                                .ascii("."),
                        "__globals__"),
                Arguments.of(
                        "numpy",
                        PickleBytes.protocol(2)
                                .global("numpy.core.multiarray", "scalar")
                                .ascii("."),
                        "numpy.core.multiarray.scalar"),
                Arguments.of(
                        "call a dtype",
                        PickleBytes.protocol(2).global("torch", "float32").ascii(")R."),
                        "torch.float32"),
                Arguments.of(
                        "call a storage",
                        PickleBytes.protocol(2).global("torch", "FloatStorage").ascii(")R."),
                        "torch.FloatStorage"),
                Arguments.of("call a value", PickleBytes.protocol(2).text("x").ascii(")R."), "call"),
                Arguments.of(
                        "BUILD a dict",
                        PickleBytes.protocol(2).ascii("}}").text("a").ascii("Nsb."),
                        "BUILD"),
                Arguments.of(
                        "BUILD attributes",
                        PickleBytes.protocol(2)
                                .global("collections", "OrderedDict")
                                .ascii(")R}")
                                .text("__class__")
                                .ascii("Nsb."),
                        "BUILD"),
                Arguments.of(
                        "BUILD a global",
                        PickleBytes.protocol(2).global("torch", "Size").ascii("}b."),
                        "BUILD"),
                Arguments.of(
                        "a name as value",
                        PickleBytes.protocol(2)
                                .ascii("}")
                                .text("f")
                                .global("collections", "OrderedDict")
                                .ascii("s."),
                        "collections.OrderedDict"),
                Arguments.of("textual PERSID", PickleBytes.protocol(2).ascii("Pstorage\n."), "PERSID"),
                Arguments.of("protocol 0 number", PickleBytes.protocol(2).ascii("I1\n."), "0x49"),
                Arguments.of("bytes", PickleBytes.protocol(3).raw('C', 1, 65, '.'), "0x43"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void programsAreRefusedByName(String kind, PickleBytes pickle, String named) {
        assertRefused(ZipBytes.torch(pickle.bytes()), named);
    }

    static Stream<Arguments> malformed() {
        long most = Long.MAX_VALUE;
        long[] one = {1};
        return Stream.of(
                Arguments.of("protocol", PickleBytes.protocol(77).ascii("N.")),
                Arguments.of("empty stack", PickleBytes.protocol(2).ascii(".")),
                Arguments.of("two results", PickleBytes.protocol(2).ascii("NN.")),
                Arguments.of("mark as result", PickleBytes.protocol(2).ascii("(.")),
                Arguments.of("no mark", PickleBytes.protocol(2).ascii("Nt.")),
                Arguments.of("odd items", PickleBytes.protocol(2).ascii("}(Nu.")),
                Arguments.of("append to dict", PickleBytes.protocol(2).ascii("}Na.")),
                Arguments.of("pop through a mark", PickleBytes.protocol(2).raw('N', '(', 0x85, '.')),
                Arguments.of("list as key", PickleBytes.protocol(2).ascii("}]Ns.")),
                Arguments.of("itself as key", PickleBytes.protocol(2).ascii("}q\u0000h\u0000Ns.")),
                Arguments.of("huge LONG1", PickleBytes.protocol(2).raw(0x8a, 255)),
                Arguments.of("huge LONG4", PickleBytes.protocol(2).raw(0x8b).int32(Integer.MAX_VALUE)),
                Arguments.of("negative LONG4", PickleBytes.protocol(2).raw(0x8b).int32(-5)),
                Arguments.of("huge text", PickleBytes.protocol(2).raw('X').int32(-1)),
                Arguments.of("huge text 8", PickleBytes.protocol(4).raw(0x8d).int64(most)),
                Arguments.of("negative text", PickleBytes.protocol(2).raw('T').int32(-1)),
                Arguments.of(
                        "bad UTF-8", PickleBytes.protocol(2).raw('X').int32(2).raw(0xc3, 0x28, '.')),
                Arguments.of(
                        "huge frame",
                        PickleBytes.protocol(4).raw(0x95).int64(most).ascii("N.")),
                Arguments.of(
                        "memo far away",
                        PickleBytes.protocol(2).ascii("Nr").int32(-2).ascii(".")),
                Arguments.of("memo unknown", PickleBytes.protocol(2).raw('h', 9, '.')),
                Arguments.of("memo hole", PickleBytes.protocol(2).raw('N', 'q', 1, 'h', 0, '.')),
                Arguments.of("memo of a mark", PickleBytes.protocol(2).raw('(', 'q', 0, '.')),
                Arguments.of(
                        "root is text", PickleBytes.protocol(2).text("hello").ascii(".")),
                Arguments.of(
                        "persistent text",
                        PickleBytes.protocol(2).text("storage").ascii("Q.")),
                Arguments.of(
                        "persistent module",
                        PickleBytes.protocol(2)
                                .raw('(')
                                .text("module")
                                .global("torch", "FloatStorage")
                                .text("0")
                                .text("cpu")
                                .integer(1)
                                .ascii("tQ.")),
                Arguments.of(
                        "negative storage",
                        PickleBytes.protocol(2).storage("FloatStorage", "0", -1).ascii(".")),
                Arguments.of(
                        "storage path",
                        PickleBytes.protocol(2)
                                .storage("FloatStorage", "../x", 1)
                                .ascii(".")),
                Arguments.of(
                        "bare storage",
                        PickleBytes.protocol(2)
                                .ascii("}")
                                .text("s")
                                .storage("FloatStorage", "0", 1)
                                .ascii("s.")),
                Arguments.of("absent storage", dict(p -> p.tensor("FloatStorage", "5", 1, 0, one, one))),
                Arguments.of("other size", dict(p -> p.tensor("FloatStorage", "0", 2, 0, one, one))),
                Arguments.of("other type", dict(p -> p.tensor("DoubleStorage", "0", 1, 0, one, one))),
                Arguments.of("overflowing size", dict(p -> p.tensor("FloatStorage", "0", most, 0, one, one))),
                Arguments.of("offset", dict(p -> p.tensor("FloatStorage", "0", 1, 1, one, one))),
                Arguments.of("negative offset", dict(p -> p.tensor("FloatStorage", "0", 1, -1, one, one))),
                Arguments.of("offset overflow", dict(p -> p.tensor("FloatStorage", "0", 1, most, one, one))),
                Arguments.of("extent", dict(p -> p.tensor("FloatStorage", "0", 1, 0, new long[] {2}, one))),
                Arguments.of("negative extent", dict(p -> p.tensor("FloatStorage", "0", 1, 0, new long[] {-1}, one))),
                Arguments.of(
                        "product overflow",
                        dict(p -> p.tensor(
                                "FloatStorage", "0", 1, 0, new long[] {1L << 32, 1L << 32}, new long[] {0, 0}))),
                Arguments.of(
                        "stride overflow",
                        dict(p -> p.tensor("FloatStorage", "0", 1, 0, new long[] {3}, new long[] {most}))),
                Arguments.of("negative stride", dict(p -> p.tensor("FloatStorage", "0", 1, 0, one, new long[] {-1}))),
                Arguments.of("stride count", dict(p -> p.tensor("FloatStorage", "0", 1, 0, one, new long[] {1, 1}))),
                Arguments.of(
                        "expanded bomb",
                        dict(p -> p.tensor("FloatStorage", "0", 1, 0, new long[] {1 << 30}, new long[] {0}))),
                Arguments.of("tensor without arguments", dict(p -> p.global("torch._utils", "_rebuild_tensor_v2")
                        .ascii(")R"))),
                Arguments.of("parameter of text", dict(p -> p.global("torch._utils", "_rebuild_parameter")
                        .ascii("(")
                        .text("x")
                        .raw(0x88)
                        .ascii("}tR"))),
                Arguments.of(
                        "size of text",
                        dict(p -> p.global("torch", "Size").text("x").raw(0x85, 'R'))),
                Arguments.of("ordered dict of text", dict(p -> p.global("collections", "OrderedDict")
                        .text("x")
                        .raw(0x85, 'R'))));
    }

    private static PickleBytes dict(UnaryOperator<PickleBytes> value) {
        return value.apply(PickleBytes.stateDict().text("x")).endDict();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void malformedPicklesAreRefused(String kind, PickleBytes pickle) {
        assertRefused(ZipBytes.torch(pickle.bytes()).storage("0", new byte[4]));
    }

    @Test
    void aListInsideItselfIsRefused() {
        assertRefused(
                ZipBytes.torch(
                        PickleBytes.protocol(2).ascii("]q\u0000h\u0000a.").bytes()),
                "nests");
    }

    @Test
    void listsThatDoubleAtEachLevelAreRefused() {
        PickleBytes laughs =
                PickleBytes.protocol(2).ascii("}").text("x").ascii("(]").raw('q', 0);
        for (int level = 1; level < 90; level++) {
            laughs.ascii("]").raw('q', level, '(', 'h', level - 1, 'h', level - 1, 'e');
        }
        assertRefused(ZipBytes.torch(laughs.ascii("ts.").bytes()), "nests");
    }

    @Test
    void millionsOfContainersAreRefused() {
        byte[] lists = new byte[3 << 20];
        java.util.Arrays.fill(lists, (byte) '}');
        lists[0] = (byte) 0x80;
        lists[1] = 2;
        assertRefused(ZipBytes.torch(lists), "instructions");
    }

    @Test
    void aLongNameForManyTensorsIsRefused() {
        PickleBytes pickle = PickleBytes.stateDict().text("n".repeat(100_000)).ascii("](");
        pickle.tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1}).raw('q', 0);
        for (int i = 0; i < 100_000; i++) {
            pickle.raw('h', 0);
        }
        assertRefused(ZipBytes.torch(pickle.ascii("e").endDict().bytes()).storage("0", new byte[4]), "too long");
    }

    @Test
    void manyViewsOfOneStorageAreBounded() {
        int numbers = 1 << 20;
        PickleBytes pickle = PickleBytes.stateDict();
        for (int i = 0; i < 200; i++) {
            pickle.text("t" + i).tensor("ByteStorage", "0", numbers, 0, new long[] {numbers}, new long[] {1});
        }
        assertRefused(ZipBytes.torch(pickle.endDict().bytes()).storage("0", new byte[numbers]), "far larger");
    }

    static Stream<Arguments> archives() {
        byte[] none = PickleBytes.protocol(2).ascii("}.").bytes();
        byte[] four = new byte[4];
        int crc = ZipBytes.crc(none);
        return Stream.of(
                Arguments.of("traversal", ZipBytes.torch(none).entry("archive/../../x", four), "archive/../../x"),
                Arguments.of("absolute", ZipBytes.torch(none).entry("/etc/x", four), "/etc/x"),
                Arguments.of("drive", ZipBytes.torch(none).entry("C:x", four), "C:x"),
                Arguments.of("backslash", ZipBytes.torch(none).entry("archive\\x", four), "archive"),
                Arguments.of("NUL", ZipBytes.torch(none).entry("archive/x\u0000y", four), "archive/x"),
                Arguments.of("duplicate", ZipBytes.torch(none).entry("archive/data.pkl", none), "twice"),
                Arguments.of("case collision", ZipBytes.torch(none).entry("archive/DATA.PKL", none), "twice"),
                Arguments.of(
                        "bomb", ZipBytes.torch(none).deflated("archive/data/0", four, Integer.MAX_VALUE), "compressed"),
                Arguments.of(
                        "overlap",
                        ZipBytes.torch(none).listed("archive/data.pkL2", none.length, none.length, crc, 0, 0, 0),
                        "contradicts"),
                Arguments.of(
                        "leaves the file",
                        ZipBytes.torch(none).listed("archive/z", 1 << 30, 1 << 30, 0, 0, 0, 0),
                        "archive/z"),
                Arguments.of("link", ZipBytes.torch(none).listed("archive/z", 4, 4, 0, 0, 0, 0xA1FF), "archive/z"),
                Arguments.of("second root", ZipBytes.torch(none).entry("other/data.pkl", none), "root"),
                Arguments.of("no pickle", new ZipBytes().entry("archive/readme", four), "data.pkl"),
                Arguments.of("program", ZipBytes.torch(none).entry("archive/code/__torch__.py", four), "TorchScript"),
                Arguments.of("constants", ZipBytes.torch(none).entry("archive/constants.pkl", none), "TorchScript"),
                Arguments.of(
                        "big-endian",
                        new ZipBytes()
                                .entry("archive/data.pkl", none)
                                .entry("archive/byteorder", "big".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                        "byte order"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void brokenArchivesAreRefused(String kind, ZipBytes zip, String named) {
        assertRefused(zip, named);
    }
}

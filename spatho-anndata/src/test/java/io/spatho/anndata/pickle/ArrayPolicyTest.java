package io.spatho.anndata.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import io.spatho.core.error.InputException;
import io.spatho.core.limit.Limit;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays and objects of every protocol, and pickles that try to run code or to exhaust memory. */
final class ArrayPolicyTest {

    private static final Set<String> CLASSES = Set.of("shop.Thing");
    private static final long MOST_BYTES = 64L << 20;

    private static Object read(byte[] bytes) {
        return ArrayPolicy.read(
                new PickleSource(bytes, 0, "made.pkl", new PickleSource.Advice("Write it again.", "Write data only.")),
                CLASSES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void arraysOfEveryProtocolAreRead(int protocol) {
        double[] numbers = {1, -2.5, 3e300, 4, 5, Double.MIN_VALUE};
        PickleScript script = PickleScript.protocol(protocol).dict();
        script.text("rows").numbers(numbers, false, 2, 3).raw('s');
        script.text("columns").numbers(numbers, true, 2, 3).raw('s');
        script.text("wide").texts(List.of("B cells", "γδ T\\\n", "𝛼"), false).raw('s');
        script.text("objects").texts(List.of("G1", "γδ\\"), true).raw('s');
        script.text("thing")
                .object("shop", "Thing")
                .dict()
                .text("n")
                .whole(-7)
                .ascii("sb")
                .raw('s');

        Dict read = (Dict) read(script.end());

        for (String order : List.of("rows", "columns")) {
            NumpyArray array = (NumpyArray) read.entries().get(order);
            assertThat(array.shape()).containsExactly(2, 3);
            assertThat(array.numbers()).containsExactly(numbers);
        }
        assertThat(((NumpyArray) read.entries().get("wide")).texts()).containsExactly("B cells", "γδ T\\\n", "𝛼");
        assertThat(((NumpyArray) read.entries().get("objects")).texts()).containsExactly("G1", "γδ\\");
        DataObject thing = (DataObject) read.entries().get("thing");
        assertThat(thing.simpleType()).isEqualTo("Thing");
        assertThat(thing.attribute("n")).isEqualTo(-7L);
    }

    @Test
    void scalarsAndSmallTypesAreRead() {
        PickleScript script = PickleScript.protocol(4).raw('(');
        script.global("numpy.core.multiarray", "scalar").raw('(').type("i8", "<");
        script.raw('C', 8, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff).ascii("tR");
        script.global("numpy.core.multiarray", "scalar")
                .raw('(')
                .type("f4", ">")
                .raw('C', 4, 0x3f, 0xc0, 0, 0);
        script.ascii("tR").global("numpy.core.multiarray", "scalar").raw('(').type("b1", "|");
        script.raw('C', 1, 1).ascii("tRt");

        assertThat(((PickleValue.Tuple) read(script.end())).items()).containsExactly(-2L, 1.5, true);
    }

    static Stream<Arguments> hostile() {
        PickleScript bytes = PickleScript.protocol(3);
        return Stream.of(
                Arguments.of(
                        "os.system",
                        PickleScript.protocol(0).global("os", "system").ascii("(Vtrue\ntR"),
                        "os.system"),
                Arguments.of(
                        "newobj",
                        PickleScript.protocol(2).global("subprocess", "Popen").raw(')', 0x81),
                        "subprocess.Popen"),
                Arguments.of(
                        "array class called",
                        PickleScript.protocol(2).global("numpy", "ndarray").ascii(")R"),
                        "a call"),
                Arguments.of(
                        "new dtype",
                        PickleScript.protocol(2).global("numpy", "dtype").raw(')', 0x81),
                        "numpy.dtype"),
                Arguments.of(
                        "reconstructor of an array",
                        PickleScript.protocol(0)
                                .global("copy_reg", "_reconstructor")
                                .ascii("(")
                                .global("numpy", "ndarray")
                                .global("__builtin__", "object")
                                .ascii("NtR"),
                        "numpy.ndarray"),
                Arguments.of("state of a list", PickleScript.protocol(2).ascii("]}b"), "a state"),
                Arguments.of("persistent id", PickleScript.protocol(2).ascii("NQ"), "persistent"),
                Arguments.of("out of band", PickleScript.protocol(5).raw(0x97), "0x97"),
                Arguments.of("frozen set", PickleScript.protocol(4).raw('(', 0x91), "0x91"),
                Arguments.of("short bytes", bytes.raw('B').int32(1 << 30), "too early"),
                Arguments.of("structured type", structured(), "element type"),
                Arguments.of("huge type", PickleScript.protocol(2).type("U999999", "<"), "element type"),
                Arguments.of("text of nothing", PickleScript.protocol(2).type("U0", "<"), "element type"),
                Arguments.of("no order", PickleScript.protocol(2).type("f8", "?"), "element type"),
                Arguments.of(
                        "another charset",
                        PickleScript.protocol(2)
                                .global("_codecs", "encode")
                                .ascii("(")
                                .text("x")
                                .text("rot13")
                                .ascii("tR"),
                        "latin1"),
                Arguments.of("misspelt number", PickleScript.protocol(0).ascii("I1e9\n"), "misspelt"),
                Arguments.of(
                        "endless number", PickleScript.protocol(0).ascii("L" + "9".repeat(100) + "\n"), "too long"),
                Arguments.of("broken escape", PickleScript.protocol(0).ascii("V\\u12\n"), "escape"),
                Arguments.of("far memo", PickleScript.protocol(0).ascii("Np999999999\n"), "impossible"),
                Arguments.of("negative memo", PickleScript.protocol(0).ascii("Np-1\n"), "impossible"));
    }

    private static PickleScript structured() {
        return PickleScript.protocol(2)
                .global("numpy", "dtype")
                .raw('(')
                .text("V8")
                .truth(false)
                .truth(true)
                .ascii("tR");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostilePicklesAreRefused(String kind, PickleScript script, String named) {
        assertRefused(script.end(), named);
    }

    private static void assertRefused(byte[] bytes, String named) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("made.pkl")
                .hasMessageContaining(named);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void anArrayThatClaimsMoreThanItStoresIsRefused() {
        PickleScript script = PickleScript.protocol(2)
                .global("numpy.core.multiarray", "_reconstruct")
                .raw('(');
        script.global("numpy", "ndarray")
                .ascii("(")
                .whole(0)
                .ascii("t")
                .bytes(new byte[] {'b'})
                .ascii("tR(");
        script.whole(1)
                .ascii("(")
                .whole(1 << 20)
                .whole(1 << 20)
                .ascii("t")
                .type("f8", "<")
                .truth(false);
        assertRefused(script.bytes(new byte[16]).ascii("tb").end(), "another size");
    }

    @Test
    void tuplesThatNestWithoutEndAreRefusedEarly() {
        PickleScript deep = PickleScript.protocol(2).raw(')');
        for (int i = 0; i < 100_000; i++) {
            deep.raw(0x85);
        }
        assertRefused(deep.end(), "nested too deep");
        PickleScript fine = PickleScript.protocol(2).raw(')');
        for (int i = 1; i < Limit.CHECKPOINT_DEPTH.intValue(); i++) {
            fine.raw(0x85);
        }
        assertThat(((Tuple) read(fine.end())).depth()).isEqualTo(Limit.CHECKPOINT_DEPTH.intValue());
    }

    @Test
    void oneBigStateForManyObjectsIsNotCopied() {
        PickleScript script = PickleScript.protocol(2).dict().raw('(');
        for (int i = 0; i < 20_000; i++) {
            script.text("k" + i).whole(i);
        }
        script.raw('u', 'q', 0, '0').global("shop", "Thing").raw('q', 1, '0', '(');
        for (int i = 0; i < 50_000; i++) {
            script.raw('h', 1, ')', 0x81, 'h', 0, 'b');
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        read(script.raw('t').end());
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void aPickleCutAnywhereIsRefused() {
        byte[] whole = PickleScript.protocol(4)
                .dict()
                .text("a")
                .numbers(new double[] {1, 2}, false, 2)
                .raw('s')
                .end();
        for (int end = 0; end < whole.length; end++) {
            byte[] cut = Arrays.copyOf(whole, end);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(InputException.class);
        }
    }

    @Test
    void everyChangedByteIsReadOrRefused() {
        byte[] whole = PickleScript.protocol(3)
                .dict()
                .text("a")
                .texts(List.of("x", "yz"), false)
                .raw('s')
                .end();
        for (int at = 0; at < whole.length; at++) {
            for (int value : new int[] {0, 1, '.', '(', 0x7f, 0x80, 0xff}) {
                byte[] changed = whole.clone();
                changed[at] = (byte) value;
                try {
                    if (read(changed) instanceof Dict dict && dict.entries().get("a") instanceof NumpyArray array) {
                        array.texts();
                    }
                } catch (InputException e) {
                    assertThat(e.getMessage()).contains("made.pkl");
                }
            }
        }
    }
}

package io.spatho.anndata.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes pickles of any protocol instruction by instruction, as CPython and NumPy write them, honest and hostile ones. */
public final class PickleScript {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int protocol;

    private PickleScript(int protocol) {
        this.protocol = protocol;
    }

    /** An open pickle. */
    public static PickleScript protocol(int version) {
        PickleScript script = new PickleScript(version);
        return version < 2 ? script : script.raw(0x80, version);
    }

    public PickleScript raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    public PickleScript ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PickleScript int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    public PickleScript int64(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    public PickleScript text(String text) {
        if (protocol == 0) {
            StringBuilder line = new StringBuilder("V");
            text.codePoints()
                    .forEach(c -> line.append(
                            c == '\\' || c == '\n' || c == '\r' || c == 0 || c == 0x1a || c > 255
                                    ? String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c)
                                    : Character.toString(c)));
            return ascii(line + "\n");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        raw('X').int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public PickleScript whole(long value) {
        return protocol == 0 ? ascii("I" + value + "\n") : raw('J').int32((int) value);
    }

    public PickleScript truth(boolean value) {
        return protocol < 2 ? ascii(value ? "I01\n" : "I00\n") : raw(value ? 0x88 : 0x89);
    }

    public PickleScript global(String module, String name) {
        return protocol < 4
                ? ascii("c" + module + "\n" + name + "\n")
                : text(module).text(name).raw(0x93);
    }

    /** Bytes: as they are since protocol 3, before by way of a text. */
    public PickleScript bytes(byte[] bytes) {
        if (protocol >= 3) {
            raw('B').int32(bytes.length);
            out.writeBytes(bytes);
            return this;
        }
        return global("_codecs", "encode")
                .raw('(')
                .text(new String(bytes, StandardCharsets.ISO_8859_1))
                .text("latin1")
                .ascii("tR");
    }

    /** An element type and its byte order. */
    public PickleScript type(String name, String order) {
        return global("numpy", "dtype")
                .raw('(')
                .text(name)
                .truth(false)
                .truth(true)
                .ascii("tR(")
                .whole(3)
                .text(order)
                .ascii("NNN")
                .whole(-1)
                .whole(-1)
                .whole(0)
                .ascii("tb");
    }

    private PickleScript shape(int... shape) {
        raw('(');
        for (int extent : shape) {
            whole(extent);
        }
        return raw('t');
    }

    /** An array of numbers; {@code byColumn} stores it column after column. */
    public PickleScript numbers(double[] rowMajor, boolean byColumn, int... shape) {
        double[] stored = rowMajor.clone();
        if (byColumn) {
            for (int i = 0; i < shape[0]; i++) {
                for (int j = 0; j < shape[1]; j++) {
                    stored[j * shape[0] + i] = rowMajor[i * shape[1] + j];
                }
            }
        }
        ByteBuffer buffer = ByteBuffer.allocate(8 * stored.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : stored) {
            buffer.putDouble(value);
        }
        if (protocol == 5) {
            // NumPy hands its buffer over whole since protocol 5.
            global("numpy._core.numeric", "_frombuffer").raw('(', 0x96).int64(buffer.capacity());
            out.writeBytes(buffer.array());
            return type("f8", "<").shape(shape).text(byColumn ? "F" : "C").ascii("tR");
        }
        reconstruct().whole(1).shape(shape).type("f8", "<").truth(byColumn);
        return bytes(buffer.array()).ascii("tb");
    }

    private PickleScript reconstruct() {
        return global(protocol == 3 ? "numpy.core.multiarray" : "numpy._core.multiarray", "_reconstruct")
                .raw('(')
                .global("numpy", "ndarray")
                .shape(0)
                .bytes(new byte[] {'b'})
                .ascii("tR(");
    }

    /** An array of texts: of Python strings, or of fixed width. */
    public PickleScript texts(List<String> texts, boolean asObjects) {
        reconstruct().whole(1).shape(texts.size());
        if (asObjects) {
            type("O8", "|").truth(false).ascii(protocol == 0 ? "(l" : "]");
            for (String text : texts) {
                text(text).raw('a');
            }
            return ascii("tb");
        }
        int width = texts.stream()
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .max()
                .orElse(1);
        ByteBuffer buffer = ByteBuffer.allocate(4 * width * texts.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < texts.size(); i++) {
            buffer.position(4 * width * i);
            texts.get(i).codePoints().forEach(buffer::putInt);
        }
        return type("U" + width, "<").truth(false).bytes(buffer.array()).ascii("tb");
    }

    /** An object without state; its dictionary and {@code b} follow. */
    public PickleScript object(String module, String name) {
        return protocol < 2
                ? global("copy_reg", "_reconstructor")
                        .raw('(')
                        .global(module, name)
                        .global("__builtin__", "object")
                        .ascii("NtR")
                : global(module, name).raw(')', 0x81);
    }

    /** An empty dictionary, which {@code s} fills. */
    public PickleScript dict() {
        return ascii(protocol == 0 ? "(d" : "}");
    }

    public byte[] end() {
        raw('.');
        return out.toByteArray();
    }
}

package io.spatho.stgpt.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, honest and hostile ones. */
final class PickleBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static PickleBytes protocol(int version) {
        return new PickleBytes().raw(0x80, version);
    }

    /** A state dict that is open: tensors follow, then {@link #endDict}. */
    static PickleBytes stateDict() {
        return protocol(2).global("collections", "OrderedDict").ascii(")R(");
    }

    PickleBytes endDict() {
        return ascii("u.");
    }

    PickleBytes raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    PickleBytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleBytes int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    PickleBytes int64(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    PickleBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        raw('X').int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    PickleBytes integer(long value) {
        return raw(0x8a, 8).int64(value);
    }

    PickleBytes global(String module, String name) {
        return ascii("c" + module + "\n" + name + "\n");
    }

    PickleBytes tuple(long... values) {
        raw('(');
        for (long value : values) {
            integer(value);
        }
        return raw('t');
    }

    PickleBytes storage(String type, String key, long numbers) {
        raw('(').text("storage").global("torch", type).text(key).text("cpu").integer(numbers);
        return ascii("tQ");
    }

    /** {@code _rebuild_tensor_v2} on the storage named. */
    PickleBytes tensor(String type, String key, long numbers, long first, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").raw('(').storage(type, key, numbers);
        integer(first).tuple(shape).tuple(strides).raw(0x89);
        return global("collections", "OrderedDict").ascii(")RtR");
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}

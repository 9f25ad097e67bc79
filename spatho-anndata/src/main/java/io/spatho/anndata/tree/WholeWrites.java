package io.spatho.anndata.tree;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes numbers through the calls of {@link TreeGroup} that take whole Java arrays. */
final class WholeWrites {

    private WholeWrites() {}

    static InputException unsupported(String name, String what) {
        return new InputException(Problem.of(what + " cannot be written to this kind of file")
                .at(name)
                .fix("Write an h5ad file instead, or take the element out"));
    }

    static TreeObject numbers(TreeGroup group, String name, Numbers values) {
        long[] shape = values.shape();
        byte[] bytes = values.read(0, Math.toIntExact(values.count()));
        int n = bytes.length / values.type().bytes();
        if (shape.length == 0) {
            return scalar(group, name, values);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (values.type()) {
            case INT8 -> group.bytes(name, bytes, shape);
            case UINT8 -> group.unsignedBytes(name, bytes, shape);
            case INT16 -> group.shorts(name, shorts(in, n), shape);
            case UINT16 -> group.unsignedShorts(name, shorts(in, n), shape);
            case INT32 -> group.ints(name, ints(in, n), shape);
            case UINT32 -> group.unsignedInts(name, ints(in, n), shape);
            case INT64 -> group.longs(name, longs(in, n), shape);
            case UINT64 -> group.unsignedLongs(name, longs(in, n), shape);
            case FLOAT16, FLOAT32 -> group.floats(name, values.floats(), shape);
            case FLOAT64 -> group.doubles(name, values.doubles(), shape);
            case BOOLEAN -> group.booleans(name, values.booleans(), shape);
        };
    }

    private static TreeObject scalar(TreeGroup group, String name, Numbers values) {
        return switch (values.type()) {
            case BOOLEAN -> group.scalar(name, values.booleans()[0]);
            case FLOAT16, FLOAT32, FLOAT64 -> group.scalar(name, values.doubles()[0]);
            case INT8, INT16, INT32, UINT8, UINT16 -> group.scalar(name, values.ints()[0]);
            case INT64, UINT32, UINT64 -> group.scalar(name, values.longs()[0]);
        };
    }

    private static short[] shorts(ByteBuffer in, int n) {
        short[] values = new short[n];
        in.asShortBuffer().get(values);
        return values;
    }

    private static int[] ints(ByteBuffer in, int n) {
        int[] values = new int[n];
        in.asIntBuffer().get(values);
        return values;
    }

    private static long[] longs(ByteBuffer in, int n) {
        long[] values = new long[n];
        in.asLongBuffer().get(values);
        return Arrays.copyOf(values, n);
    }
}

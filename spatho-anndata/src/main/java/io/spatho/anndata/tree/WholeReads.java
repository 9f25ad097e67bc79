package io.spatho.anndata.tree;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Numbers of a tree that can only read whole arrays: held, and without a difference between signed and unsigned. */
final class WholeReads {

    private WholeReads() {}

    static Optional<NumberType> type(ArrayTree tree, String path) {
        int size = tree.elementSize(path);
        return switch (tree.kind(path)) {
            case BOOLEAN -> Optional.of(NumberType.BOOLEAN);
            case FLOAT -> Optional.of(size == 8 ? NumberType.FLOAT64 : NumberType.FLOAT32);
            case INTEGER -> Optional.of(NumberType.INT64);
            case TEXT, COMPOUND, OTHER -> Optional.empty();
        };
    }

    static Numbers numbers(ArrayTree tree, String path) {
        NumberType type = tree.numberType(path)
                .orElseThrow(() -> new InputException(
                        Problem.of("the array holds no numbers").at(tree.file() + ":" + path)));
        long[] shape = tree.shape(path);
        double[] reals = type.isFloating() ? tree.doubles(path) : new double[0];
        long[] integers = type == NumberType.INT64 ? tree.longs(path) : new long[0];
        boolean[] truths = type == NumberType.BOOLEAN ? tree.booleans(path) : new boolean[0];
        int count = reals.length + integers.length + truths.length;
        byte[] bytes = new byte[Math.multiplyExact(count, type.bytes())];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (type) {
                case FLOAT64 -> out.putDouble(reals[i]);
                case FLOAT32 -> out.putFloat((float) reals[i]);
                case BOOLEAN -> out.put((byte) (truths[i] ? 1 : 0));
                default -> out.putLong(integers[i]);
            }
        }
        return Numbers.of(type, bytes, shape);
    }
}

package io.spatho.anndata.tree;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers or booleans of one type and any shape, read some at a time, so that they can be copied without being held.
 *
 * <p>Values come as little-endian bytes in the type they are stored in. Not for use by several threads at once; numbers of a file
 * can be read only while it is open.
 */
public interface Numbers {

    /** How many elements are read at a time by those who read all. */
    int PIECE = 1 << 20;

    /** How each number is stored. */
    NumberType type();

    /** The extents; none for a scalar. */
    long[] shape();

    /** The bytes of {@code count} elements from the {@code first} on, row after row. */
    byte[] read(long first, int count);

    /** The number of elements. */
    default long count() {
        long count = 1;
        for (long extent : shape()) {
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }

    /** Hands out all elements in order, in pieces that do not depend on how they are stored. */
    default void forEach(Piece consumer) {
        long count = count();
        for (long first = 0; first < count; first += PIECE) {
            int n = (int) Math.min(PIECE, count - first);
            consumer.take(first, n, ByteBuffer.wrap(read(first, n)).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /** Some consecutive elements. */
    @FunctionalInterface
    interface Piece {
        /** Takes {@code count} elements from the {@code first} on, as little-endian bytes. */
        void take(long first, int count, ByteBuffer bytes);
    }

    /** All elements as int64; fails with {@link IllegalStateException} for one that does not fit. */
    default long[] longs() {
        long[] values = new long[requireHeld()];
        NumberType type = type();
        forEach((first, n, bytes) -> {
            for (int i = 0; i < n; i++) {
                values[(int) first + i] = NumberBytes.integer(type, bytes, i);
            }
        });
        return values;
    }

    /** All elements as int32; fails with {@link IllegalStateException} for one that does not fit. */
    default int[] ints() {
        int[] values = new int[requireHeld()];
        NumberType type = type();
        forEach((first, n, bytes) -> {
            for (int i = 0; i < n; i++) {
                long value = NumberBytes.integer(type, bytes, i);
                if (value != (int) value) {
                    throw new IllegalStateException(value + " does not fit 32 bits");
                }
                values[(int) first + i] = (int) value;
            }
        });
        return values;
    }

    /** All elements as float64, rounded where an integer has more than 53 bits. */
    default double[] doubles() {
        double[] values = new double[requireHeld()];
        NumberType type = type();
        forEach((first, n, bytes) -> {
            for (int i = 0; i < n; i++) {
                values[(int) first + i] = NumberBytes.real(type, bytes, i);
            }
        });
        return values;
    }

    /** All elements as float32, rounded. */
    default float[] floats() {
        float[] values = new float[requireHeld()];
        NumberType type = type();
        forEach((first, n, bytes) -> {
            for (int i = 0; i < n; i++) {
                values[(int) first + i] = (float) NumberBytes.real(type, bytes, i);
            }
        });
        return values;
    }

    /** All elements as booleans, of which 0 is false. */
    default boolean[] booleans() {
        boolean[] values = new boolean[requireHeld()];
        NumberType type = type();
        forEach((first, n, bytes) -> {
            for (int i = 0; i < n; i++) {
                values[(int) first + i] = NumberBytes.real(type, bytes, i) != 0;
            }
        });
        return values;
    }

    private int requireHeld() {
        long count = count();
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("the dataset has " + count + " elements, more than an array can hold");
        }
        return (int) count;
    }

    /** Numbers that are held in memory. */
    static Numbers of(NumberType type, byte[] bytes, long... shape) {
        return new Held(type, bytes, shape.clone());
    }

    /** Float64 that are held in memory; without a shape they have one dimension. */
    static Numbers of(double[] values, long... shape) {
        byte[] bytes = new byte[Math.multiplyExact(8, values.length)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return of(NumberType.FLOAT64, bytes, shape.length == 0 ? new long[] {values.length} : shape);
    }

    /**
     * Numbers in memory.
     *
     * @param type how each is stored
     * @param bytes all of them
     * @param shape the extents
     */
    record Held(NumberType type, byte[] bytes, long[] shape) implements Numbers {
        public Held {
            long count = 1;
            for (long extent : shape) {
                count = Math.multiplyExact(count, extent);
            }
            if (count * type.bytes() != bytes.length) {
                throw new IllegalArgumentException(bytes.length + " bytes do not fill " + Arrays.toString(shape));
            }
        }

        @Override
        public byte[] read(long first, int count) {
            int from = Math.toIntExact(first * type.bytes());
            return Arrays.copyOfRange(bytes, from, from + count * type.bytes());
        }
    }
}

package io.spatho.anndata.tree;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How numbers stand in bytes, and how runs of them become Java arrays.
 *
 * <p>Each method reads {@code n} numbers from byte {@code at} of {@code raw} into {@code values} from {@code to} on. Conversions are
 * checked where they can lose: an integer that does not fit or a fraction where integers are asked for is an {@link
 * IllegalStateException}.
 *
 * @param type what the numbers are
 * @param order their byte order
 */
public record NumberDecoder(NumberType type, ByteOrder order) {

    /** Bytes per number. */
    public int size() {
        return type.bytes();
    }

    private ByteBuffer from(byte[] raw, int at) {
        return ByteBuffer.wrap(raw).order(order).position(at);
    }

    private ByteBuffer wrap(byte[] raw) {
        return ByteBuffer.wrap(raw).order(order);
    }

    /** Numbers as int64. */
    public void longs(byte[] raw, int at, int n, long[] values, int to) {
        if (type == NumberType.INT64) {
            from(raw, at).asLongBuffer().get(values, to, n);
            return;
        }
        ByteBuffer bytes = wrap(raw);
        for (int i = 0; i < n; i++) {
            values[to + i] = NumberBytes.integerAt(type, bytes, at + i * size());
        }
    }

    /** Numbers as int32. */
    public void ints(byte[] raw, int at, int n, int[] values, int to) {
        ByteBuffer bytes = wrap(raw);
        switch (type) {
            case INT32 -> from(raw, at).asIntBuffer().get(values, to, n);
            case INT64 -> {
                for (int i = 0; i < n; i++) {
                    values[to + i] = fitting(bytes.getLong(at + i * Long.BYTES));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    values[to + i] = fitting(NumberBytes.integerAt(type, bytes, at + i * size()));
                }
            }
        }
    }

    private static int fitting(long value) {
        if (value != (int) value) {
            throw new IllegalStateException(value + " does not fit 32 bits");
        }
        return (int) value;
    }

    /** Numbers as float32, rounded. */
    public void floats(byte[] raw, int at, int n, float[] values, int to) {
        ByteBuffer bytes = wrap(raw);
        switch (type) {
            case FLOAT32 -> from(raw, at).asFloatBuffer().get(values, to, n);
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    values[to + i] = bytes.getInt(at + i * Integer.BYTES);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    values[to + i] = (float) NumberBytes.realAt(type, bytes, at + i * size());
                }
            }
        }
    }

    /** Numbers as float64, rounded. */
    public void doubles(byte[] raw, int at, int n, double[] values, int to) {
        ByteBuffer bytes = wrap(raw);
        for (int i = 0; i < n; i++) {
            values[to + i] = NumberBytes.realAt(type, bytes, at + i * size());
        }
    }

    /** Whether integers differ from 0. */
    public void booleans(byte[] raw, int at, int n, boolean[] values, int to) {
        ByteBuffer bytes = wrap(raw);
        for (int i = 0; i < n; i++) {
            values[to + i] = NumberBytes.integerAt(type, bytes, at + i * size()) != 0;
        }
    }
}

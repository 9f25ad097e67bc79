package io.spatho.anndata.tree;

import java.nio.ByteBuffer;

/** Single numbers out of little-endian bytes. */
public final class NumberBytes {

    private static final int HALF_EXPONENT = 0x1f;

    private NumberBytes() {}

    /** The element at a position as float64. */
    public static double real(NumberType type, ByteBuffer bytes, int position) {
        return switch (type) {
            case FLOAT64 -> bytes.getDouble(8 * position);
            case FLOAT32 -> bytes.getFloat(4 * position);
            case FLOAT16 -> half(bytes.getShort(2 * position));
            case UINT64 -> {
                long bits = bytes.getLong(8 * position);
                yield bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
            }
            default -> integer(type, bytes, position);
        };
    }

    /** The element at a position as an integer; fails with {@link IllegalStateException} when it is none or does not fit. */
    public static long integer(NumberType type, ByteBuffer bytes, int position) {
        return switch (type) {
            case INT8 -> bytes.get(position);
            case UINT8, BOOLEAN -> bytes.get(position) & 0xffL;
            case INT16 -> bytes.getShort(2 * position);
            case UINT16 -> bytes.getShort(2 * position) & 0xffffL;
            case INT32 -> bytes.getInt(4 * position);
            case UINT32 -> bytes.getInt(4 * position) & 0xffffffffL;
            case INT64 -> bytes.getLong(8 * position);
            case UINT64 -> {
                long value = bytes.getLong(8 * position);
                if (value < 0) {
                    throw new IllegalStateException("an unsigned number exceeds 2^63: " + Long.toUnsignedString(value));
                }
                yield value;
            }
            default -> {
                double value = real(type, bytes, position);
                if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
                    throw new IllegalStateException("expected integers, found " + value);
                }
                yield (long) value;
            }
        };
    }

    /** IEEE 754 half precision. */
    static float half(short bits) {
        int exponent = (bits >> 10) & HALF_EXPONENT;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == HALF_EXPONENT) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}

package io.spatho.anndata.tree;

import java.nio.ByteBuffer;

/** Single numbers out of bytes, in the order of their buffer. */
public final class NumberBytes {

    private static final int HALF_EXPONENT = 0x1f;

    private NumberBytes() {}

    /** The element at a position as float64. */
    public static double real(NumberType type, ByteBuffer bytes, int position) {
        return realAt(type, bytes, position * type.bytes());
    }

    /** The element at a position as an integer; fails with {@link IllegalStateException} when it is none or does not fit. */
    public static long integer(NumberType type, ByteBuffer bytes, int position) {
        return integerAt(type, bytes, position * type.bytes());
    }

    /** The number that begins at a byte, as float64. */
    static double realAt(NumberType type, ByteBuffer bytes, int at) {
        return switch (type) {
            case FLOAT64 -> bytes.getDouble(at);
            case FLOAT32 -> bytes.getFloat(at);
            case FLOAT16 -> half(bytes.getShort(at));
            case UINT64 -> {
                long bits = bytes.getLong(at);
                yield bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
            }
            default -> integerAt(type, bytes, at);
        };
    }

    /** The number that begins at a byte, as an integer. */
    static long integerAt(NumberType type, ByteBuffer bytes, int at) {
        return switch (type) {
            case INT8 -> bytes.get(at);
            case UINT8, BOOLEAN -> bytes.get(at) & 0xffL;
            case INT16 -> bytes.getShort(at);
            case UINT16 -> bytes.getShort(at) & 0xffffL;
            case INT32 -> bytes.getInt(at);
            case UINT32 -> bytes.getInt(at) & 0xffffffffL;
            case INT64 -> bytes.getLong(at);
            case UINT64 -> {
                long value = bytes.getLong(at);
                if (value < 0) {
                    throw new IllegalStateException("an unsigned number exceeds 2^63: " + Long.toUnsignedString(value));
                }
                yield value;
            }
            default -> {
                double value = realAt(type, bytes, at);
                if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
                    throw new IllegalStateException("expected integers, found " + value);
                }
                yield (long) value;
            }
        };
    }

    /** IEEE 754 half precision; a NaN keeps its bits. */
    static float half(short bits) {
        int exponent = (bits >> 10) & HALF_EXPONENT;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == HALF_EXPONENT) {
            magnitude = Float.intBitsToFloat(0x7f800000 | (fraction << 13));
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}

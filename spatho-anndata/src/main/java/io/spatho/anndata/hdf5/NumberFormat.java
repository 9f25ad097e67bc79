package io.spatho.anndata.hdf5;

import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.spatho.anndata.tree.NumberType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How numbers stand in a file.
 *
 * @param kind signed, unsigned or floating point
 * @param size bytes per number
 * @param order byte order
 */
record NumberFormat(Kind kind, int size, ByteOrder order) {

    private static final Set<String> TRUTH = Set.of("FALSE", "TRUE");

    enum Kind {
        SIGNED,
        UNSIGNED,
        FLOATING
    }

    /** The format of a numeric type; enumerations count as their numbers. */
    static NumberFormat of(DataType type) {
        if (type instanceof EnumDataType enumeration) {
            return of(enumeration.getBaseType());
        }
        if (type instanceof FixedPoint integer
                && integer.getBitOffset() == 0
                && integer.getBitPrecision() == 8 * integer.getSize()
                && isPowerOfTwo(integer.getSize(), 1)) {
            return new NumberFormat(
                    integer.isSigned() ? Kind.SIGNED : Kind.UNSIGNED, integer.getSize(), integer.getByteOrder());
        }
        if (type instanceof FloatingPoint floating && isPowerOfTwo(floating.getSize(), 2)) {
            return new NumberFormat(Kind.FLOATING, floating.getSize(), floating.getByteOrder());
        }
        if (type instanceof BitField && type.getSize() == 1) {
            return new NumberFormat(Kind.UNSIGNED, 1, ByteOrder.LITTLE_ENDIAN);
        }
        throw new IllegalStateException(
                "expected numbers, found " + type.getClass().getSimpleName() + " of " + type.getSize() + " bytes");
    }

    /** The type of single numbers or booleans; empty for anything else. */
    static Optional<NumberType> numberType(DataType type) {
        if (type instanceof BitField && type.getSize() == 1) {
            return Optional.of(NumberType.BOOLEAN);
        }
        if (type instanceof EnumDataType enumeration && enumeration.getSize() == 1 && isTruth(enumeration)) {
            return Optional.of(NumberType.BOOLEAN);
        }
        boolean number = type instanceof EnumDataType || isNumeric(type);
        return number ? Optional.of(of(type).numberType()) : Optional.empty();
    }

    /** Whether an enumeration is how h5py writes booleans; others count as their numbers. */
    private static boolean isTruth(EnumDataType type) {
        return type.getEnumMapping().size() <= 2
                && type.getEnumMapping().values().stream()
                        .allMatch(name -> TRUTH.contains(name.toUpperCase(Locale.ROOT)));
    }

    private NumberType numberType() {
        return switch (kind) {
            case SIGNED ->
                switch (size) {
                    case 1 -> NumberType.INT8;
                    case 2 -> NumberType.INT16;
                    case 4 -> NumberType.INT32;
                    default -> NumberType.INT64;
                };
            case UNSIGNED ->
                switch (size) {
                    case 1 -> NumberType.UINT8;
                    case 2 -> NumberType.UINT16;
                    case 4 -> NumberType.UINT32;
                    default -> NumberType.UINT64;
                };
            case FLOATING ->
                switch (size) {
                    case 2 -> NumberType.FLOAT16;
                    case 4 -> NumberType.FLOAT32;
                    default -> NumberType.FLOAT64;
                };
        };
    }

    static boolean isNumeric(DataType type) {
        return type instanceof FixedPoint || type instanceof FloatingPoint;
    }

    private static boolean isPowerOfTwo(int size, int smallest) {
        return size >= smallest && size <= 8 && Integer.bitCount(size) == 1;
    }

    boolean is(Kind wanted, int bytes) {
        return kind == wanted && size == bytes;
    }

    ByteBuffer wrap(byte[] raw) {
        return ByteBuffer.wrap(raw).order(order);
    }

    double real(ByteBuffer raw, int at) {
        if (kind == Kind.FLOATING) {
            return switch (size) {
                case 8 -> raw.getDouble(at);
                case 4 -> raw.getFloat(at);
                default -> FloatingPoint.toFloat(raw.getShort(at));
            };
        }
        if (kind == Kind.UNSIGNED && size == 8 && raw.getLong(at) < 0) {
            return ((raw.getLong(at) >>> 1) | (raw.getLong(at) & 1)) * 2.0;
        }
        return integer(raw, at);
    }

    /** The number at a byte as an integer; fails when it is not one or does not fit 64 bits. */
    long integer(ByteBuffer raw, int at) {
        if (kind == Kind.FLOATING) {
            double value = real(raw, at);
            if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
                throw new IllegalStateException("expected integers, found " + value);
            }
            return (long) value;
        }
        boolean signed = kind == Kind.SIGNED;
        return switch (size) {
            case 1 -> signed ? raw.get(at) : raw.get(at) & 0xffL;
            case 2 -> signed ? raw.getShort(at) : raw.getShort(at) & 0xffffL;
            case 4 -> signed ? raw.getInt(at) : raw.getInt(at) & 0xffffffffL;
            default -> signed ? raw.getLong(at) : requirePositive(raw.getLong(at));
        };
    }

    private static long requirePositive(long value) {
        if (value < 0) {
            throw new IllegalStateException("an unsigned number exceeds 2^63: " + Long.toUnsignedString(value));
        }
        return value;
    }
}

package io.spatho.anndata.hdf5;

import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberDecoder;
import io.spatho.anndata.tree.NumberType;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the types of HDF5 are as numbers. */
final class NumberFormat {

    private static final Set<String> TRUTH = Set.of("FALSE", "TRUE");

    private NumberFormat() {}

    /** The format of a numeric type; enumerations count as their numbers. */
    static NumberDecoder of(DataType type) {
        if (type instanceof EnumDataType enumeration) {
            return of(enumeration.getBaseType());
        }
        if (type instanceof FixedPoint integer
                && integer.getBitOffset() == 0
                && integer.getBitPrecision() == 8 * integer.getSize()
                && isPowerOfTwo(integer.getSize(), 1)) {
            return decoder(integer.isSigned() ? "INT" : "UINT", integer.getSize(), integer.getByteOrder());
        }
        if (type instanceof FloatingPoint floating && isPowerOfTwo(floating.getSize(), 2)) {
            return decoder("FLOAT", floating.getSize(), floating.getByteOrder());
        }
        if (type instanceof BitField && type.getSize() == 1) {
            return new NumberDecoder(NumberType.UINT8, ByteOrder.LITTLE_ENDIAN);
        }
        throw new IllegalStateException(
                "expected numbers, found " + type.getClass().getSimpleName() + " of " + type.getSize() + " bytes");
    }

    private static NumberDecoder decoder(String family, int size, ByteOrder order) {
        return new NumberDecoder(NumberType.valueOf(family + 8 * size), order);
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
        return number ? Optional.of(of(type).type()) : Optional.empty();
    }

    /** Whether an enumeration is how h5py writes booleans; others count as their numbers. */
    private static boolean isTruth(EnumDataType type) {
        return type.getEnumMapping().size() <= 2
                && type.getEnumMapping().values().stream()
                        .allMatch(name -> TRUTH.contains(name.toUpperCase(Locale.ROOT)));
    }

    /** What the elements of a type are. */
    static ArrayTree.Kind kind(DataType type) {
        if (StringArrays.isText(type)) {
            return ArrayTree.Kind.TEXT;
        }
        if (type instanceof EnumDataType || type instanceof BitField) {
            return ArrayTree.Kind.BOOLEAN;
        }
        if (type instanceof CompoundDataType) {
            return ArrayTree.Kind.COMPOUND;
        }
        if (type instanceof FloatingPoint) {
            return ArrayTree.Kind.FLOAT;
        }
        return isNumeric(type) ? ArrayTree.Kind.INTEGER : ArrayTree.Kind.OTHER;
    }

    static boolean isNumeric(DataType type) {
        return type instanceof FixedPoint || type instanceof FloatingPoint;
    }

    private static boolean isPowerOfTwo(int size, int smallest) {
        return size >= smallest && size <= 8 && Integer.bitCount(size) == 1;
    }
}

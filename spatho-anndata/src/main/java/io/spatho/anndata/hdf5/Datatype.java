package io.spatho.anndata.hdf5;

import java.nio.charset.StandardCharsets;

/**
 * The type of the elements of a dataset or attribute.
 *
 * @param size bytes per element
 * @param message the datatype message
 */
record Datatype(int size, byte[] message) {

    static final Datatype INT8 = integer(1, true);
    static final Datatype INT16 = integer(2, true);
    static final Datatype INT32 = integer(4, true);
    static final Datatype INT64 = integer(8, true);
    static final Datatype UINT8 = integer(1, false);
    static final Datatype UINT16 = integer(2, false);
    static final Datatype UINT32 = integer(4, false);
    static final Datatype UINT64 = integer(8, false);
    static final Datatype FLOAT16 = floating(2, 15, 10, 5, 10, 15);
    static final Datatype FLOAT32 = floating(4, 31, 23, 8, 23, 127);
    static final Datatype FLOAT64 = floating(8, 63, 52, 11, 52, 1023);
    static final Datatype BOOLEAN = booleans();
    static final Datatype TEXT = text();

    private static final int FIXED_POINT = 0x10;
    private static final int FLOATING_POINT = 0x11;
    private static final int STRING = 0x13;
    private static final int ENUMERATION = 0x38;
    private static final int VARIABLE_LENGTH = 0x19;
    private static final int SIGNED = 8;
    private static final int IMPLIED_LEADING_BIT = 0x20;
    private static final int NULL_PADDED = 1;
    private static final int OF_STRINGS = 1;
    private static final int UTF8 = 1;

    /** Fixed-length ASCII strings, padded with null bytes. */
    static Datatype ascii(int width) {
        byte[] message =
                new LittleEndian().u8(STRING).u8(NULL_PADDED).u16(0).u32(width).toBytes();
        return new Datatype(width, message);
    }

    private static Datatype integer(int size, boolean signed) {
        byte[] message = new LittleEndian()
                .u8(FIXED_POINT)
                .u8(signed ? SIGNED : 0)
                .u16(0)
                .u32(size)
                .u16(0)
                .u16(8 * size)
                .toBytes();
        return new Datatype(size, message);
    }

    private static Datatype floating(
            int size, int signBit, int exponentAt, int exponentBits, int mantissaBits, int exponentBias) {
        byte[] message = new LittleEndian()
                .u8(FLOATING_POINT)
                .u8(IMPLIED_LEADING_BIT)
                .u8(signBit)
                .u8(0)
                .u32(size)
                .u16(0)
                .u16(8 * size)
                .u8(exponentAt)
                .u8(exponentBits)
                .u8(0)
                .u8(mantissaBits)
                .u32(exponentBias)
                .toBytes();
        return new Datatype(size, message);
    }

    /** What h5py writes and recognises for numpy's bool: an enumeration over int8. */
    private static Datatype booleans() {
        byte[] message = new LittleEndian()
                .u8(ENUMERATION)
                .u16(2)
                .u8(0)
                .u32(1)
                .put(INT8.message)
                .put("FALSE\0TRUE\0".getBytes(StandardCharsets.US_ASCII))
                .u8(0)
                .u8(1)
                .toBytes();
        return new Datatype(1, message);
    }

    /** Variable-length UTF-8: a length, the address of a heap collection and an index in it. */
    private static Datatype text() {
        byte[] message = new LittleEndian()
                .u8(VARIABLE_LENGTH)
                .u8(OF_STRINGS)
                .u8(UTF8)
                .u8(0)
                .u32(16)
                .put(UINT8.message)
                .toBytes();
        return new Datatype(16, message);
    }
}

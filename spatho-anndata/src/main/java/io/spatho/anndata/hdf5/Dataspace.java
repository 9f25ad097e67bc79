package io.spatho.anndata.hdf5;

/** The shape message of a dataset or attribute: nothing, one value, or an array. */
final class Dataspace {

    private static final int VERSION = 2;
    private static final int SCALAR = 0;
    private static final int SIMPLE = 1;
    private static final int NULL = 2;
    private static final int WITH_LARGEST_SIZES = 1;
    private static final long UNLIMITED = -1L;

    private Dataspace() {}

    static byte[] nothing() {
        return new LittleEndian().u8(VERSION).u8(0).u8(0).u8(NULL).toBytes();
    }

    static byte[] scalar() {
        return new LittleEndian().u8(VERSION).u8(0).u8(0).u8(SCALAR).toBytes();
    }

    static byte[] array(long... shape) {
        LittleEndian message =
                new LittleEndian().u8(VERSION).u8(shape.length).u8(0).u8(SIMPLE);
        for (long extent : shape) {
            message.u64(extent);
        }
        return message.toBytes();
    }

    /** An array of one dimension that others may extend. */
    static byte[] extensible(long count) {
        return new LittleEndian()
                .u8(VERSION)
                .u8(1)
                .u8(WITH_LARGEST_SIZES)
                .u8(SIMPLE)
                .u64(count)
                .u64(UNLIMITED)
                .toBytes();
    }

    /** The number of elements of a shape. */
    static long count(long... shape) {
        long count = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("a dimension cannot have " + extent + " elements");
            }
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }
}

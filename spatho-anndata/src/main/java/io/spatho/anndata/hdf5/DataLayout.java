package io.spatho.anndata.hdf5;

/** The messages that say where a dataset's elements are. */
final class DataLayout {

    private static final int VERSION = 3;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;

    private DataLayout() {}

    static byte[] contiguous(long address, long bytes) {
        return new LittleEndian()
                .u8(VERSION)
                .u8(CONTIGUOUS)
                .u64(address)
                .u64(bytes)
                .toBytes();
    }

    static byte[] chunked(long tree, long rowsPerChunk, long[] shape, int elementSize) {
        LittleEndian message = new LittleEndian()
                .u8(VERSION)
                .u8(CHUNKED)
                .u8(shape.length + 1)
                .u64(tree)
                .u32(rowsPerChunk);
        for (int i = 1; i < shape.length; i++) {
            message.u32(shape[i]);
        }
        return message.u32(elementSize).toBytes();
    }

    /** The fill value message: zeros, written when storage is made; storage is made late. */
    static byte[] fillValue() {
        return new LittleEndian().u8(3).u8(0x0a).toBytes();
    }
}

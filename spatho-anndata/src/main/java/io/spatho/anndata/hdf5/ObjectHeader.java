package io.spatho.anndata.hdf5;

import java.nio.charset.StandardCharsets;

/** The messages of one group or dataset, as a version 2 object header in a single piece with a checksum. */
final class ObjectHeader {

    static final int DATASPACE = 0x01;
    static final int LINK_INFO = 0x02;
    static final int DATATYPE = 0x03;
    static final int FILL_VALUE = 0x05;
    static final int LINK = 0x06;
    static final int LAYOUT = 0x08;
    static final int GROUP_INFO = 0x0a;
    static final int FILTERS = 0x0b;
    static final int LARGEST_MESSAGE = 65_535;

    private static final int REFERENCE_COUNT = 0x16;
    private static final int SIZE_IN_FOUR_BYTES = 2;
    private static final byte[] SIGNATURE = "OHDR".getBytes(StandardCharsets.US_ASCII);

    private final LittleEndian messages = new LittleEndian();

    void message(int type, byte[] content) {
        messages.u8(type).u16(content.length).u8(0).put(content);
    }

    /** Says how many names an object has, when there is more than one. */
    void referenceCount(int links) {
        if (links > 1) {
            message(REFERENCE_COUNT, new LittleEndian().u8(0).u32(links).toBytes());
        }
    }

    byte[] toBytes() {
        return new LittleEndian()
                .put(SIGNATURE)
                .u8(2)
                .u8(SIZE_IN_FOUR_BYTES)
                .u32(messages.size())
                .put(messages.toBytes())
                .checksum()
                .toBytes();
    }
}

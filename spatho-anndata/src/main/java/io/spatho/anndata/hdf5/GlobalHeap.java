package io.spatho.anndata.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The part of a file that holds variable-length strings, in collections of up to 65,535 objects.
 *
 * <p>Collections start at the smallest size that the HDF5 library accepts and double up to 64 KiB, so that small files stay
 * small and long columns need few collections.
 */
final class GlobalHeap {

    private static final byte[] SIGNATURE = "GCOL".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 16;
    private static final int OBJECT_HEADER = 16;
    private static final int SMALLEST = 4096;
    private static final int LARGEST = 1 << 16;
    private static final int MOST_OBJECTS = 65_535;

    private final FileSpace space;
    private ByteBuffer collection;
    private long address;
    private int objects;
    private int nextSize = SMALLEST;

    GlobalHeap(FileSpace space) {
        this.space = space;
    }

    /** Stores strings and returns their references, {@link Datatype#TEXT}'s 16 bytes each. */
    byte[] references(String[] values, int from, int to) {
        ByteBuffer references =
                ByteBuffer.allocate(Math.multiplyExact(16, to - from)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < to; i++) {
            if (values[i] == null) {
                throw new IllegalArgumentException("an HDF5 string cannot be missing");
            }
            put(references, values[i].getBytes(StandardCharsets.UTF_8));
        }
        return references.array();
    }

    private void put(ByteBuffer reference, byte[] text) {
        if (text.length == 0) {
            reference.putInt(0).putLong(0).putInt(0);
            return;
        }
        int needed = Math.addExact(OBJECT_HEADER, padded(text.length));
        if (collection == null || collection.remaining() < needed || objects == MOST_OBJECTS) {
            open(needed);
        }
        objects++;
        collection.putShort((short) objects).putShort((short) 0).putInt(0).putLong(text.length);
        collection.put(text).position(collection.position() + padded(text.length) - text.length);
        reference.putInt(text.length).putLong(address).putInt(objects);
    }

    private void open(int needed) {
        flush();
        int size = Math.max(nextSize, Math.addExact(HEADER, needed));
        nextSize = Math.min(2 * nextSize, LARGEST);
        collection = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        collection.put(SIGNATURE).putInt(1).putLong(size);
        address = space.reserve(size);
        objects = 0;
    }

    /** Writes the collection that is still open. */
    void flush() {
        if (collection == null) {
            return;
        }
        int free = collection.remaining();
        if (free >= OBJECT_HEADER) {
            collection.putLong(0).putLong(free);
        }
        space.write(address, collection.clear());
        collection = null;
    }

    private static int padded(int length) {
        return Math.addExact(length, 7) & ~7;
    }
}

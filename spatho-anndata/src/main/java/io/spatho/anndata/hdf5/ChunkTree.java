package io.spatho.anndata.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads a version 1 B-tree of chunks; levels must fall by one at each step, so that no tree can be endless. */
final class ChunkTree {

    private static final int SIGNATURE = 0x45455254;
    private static final int OF_CHUNKS = 1;
    private static final int DEEPEST = 8;

    private final GuardedStorage storage;
    private final int rank;
    private final long mostChunks;
    private final List<Chunk> chunks = new ArrayList<>();

    /**
     * A stored chunk.
     *
     * @param offset its first element in each dimension
     * @param address where it is
     * @param size bytes in the file
     * @param skipped bit i set: filter i was not applied
     */
    record Chunk(long[] offset, long address, int size, int skipped) {}

    private ChunkTree(GuardedStorage storage, int rank, long mostChunks) {
        this.storage = storage;
        this.rank = rank;
        this.mostChunks = mostChunks;
    }

    static List<Chunk> read(GuardedStorage storage, long root, int rank, long mostChunks) {
        ChunkTree tree = new ChunkTree(storage, rank, mostChunks);
        if (root != LittleEndian.UNDEFINED) {
            tree.visit(root, -1);
        }
        return tree.chunks;
    }

    private void visit(long address, int expectedLevel) {
        int offsetBytes = storage.getSizeOfOffsets();
        int headerBytes = 8 + 2 * offsetBytes;
        ByteBuffer header = storage.readBufferFromAddress(address, headerBytes);
        int signature = header.getInt();
        int type = header.get();
        int level = Byte.toUnsignedInt(header.get());
        int entries = Short.toUnsignedInt(header.getShort());
        if (signature != SIGNATURE || type != OF_CHUNKS || level > DEEPEST) {
            throw new IllegalStateException("there is no chunk index at offset " + address);
        }
        if (expectedLevel >= 0 && level != expectedLevel) {
            throw new IllegalStateException("the chunk index has level " + level + " below " + (expectedLevel + 1));
        }
        int keyBytes = 8 + 8 * (rank + 1);
        ByteBuffer body = storage.readBufferFromAddress(address + headerBytes, entries * (keyBytes + offsetBytes));
        for (int entry = 0; entry < entries; entry++) {
            int at = entry * (keyBytes + offsetBytes);
            long child = address(body, at + keyBytes, offsetBytes);
            if (level > 0) {
                visit(child, level - 1);
            } else {
                add(body, at, child);
            }
        }
    }

    private void add(ByteBuffer body, int at, long address) {
        long[] offset = new long[rank];
        for (int i = 0; i < rank; i++) {
            offset[i] = body.getLong(at + 8 + 8 * i);
        }
        int size = body.getInt(at);
        storage.requireInside(address, size);
        if (chunks.size() == mostChunks) {
            throw new IllegalStateException("the chunk index has more than the " + mostChunks + " chunks of its shape");
        }
        chunks.add(new Chunk(offset, address, size, body.getInt(at + 4)));
    }

    private static long address(ByteBuffer body, int at, int bytes) {
        body.order(ByteOrder.LITTLE_ENDIAN);
        return bytes == 8 ? body.getLong(at) : Integer.toUnsignedLong(body.getInt(at));
    }
}

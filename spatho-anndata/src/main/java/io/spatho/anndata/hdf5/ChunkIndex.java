package io.spatho.anndata.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the chunks of a dataset are, written as a version 1 B-tree when the last chunk is known.
 *
 * <p>Chunks split the first dimension only and arrive in order, so a node's keys are the rows at which its children start.
 */
final class ChunkIndex {

    private static final byte[] SIGNATURE = "TREE".getBytes(StandardCharsets.US_ASCII);
    private static final int OF_CHUNKS = 1;
    private static final int MOST_CHILDREN = 64;

    private final int rank;
    private final long rowsPerChunk;
    private final List<Entry> chunks = new ArrayList<>();

    private record Entry(long row, int size, long address) {}

    ChunkIndex(int rank, long rowsPerChunk) {
        this.rank = rank;
        this.rowsPerChunk = rowsPerChunk;
    }

    void add(int size, long address) {
        chunks.add(new Entry(chunks.size() * rowsPerChunk, size, address));
    }

    int size() {
        return chunks.size();
    }

    /** Writes the tree and returns the address of its root. */
    long write(FileSpace space) {
        List<Entry> level = chunks;
        int height = 0;
        do {
            level = writeLevel(space, level, height++);
        } while (level.size() > 1);
        return level.get(0).address;
    }

    private List<Entry> writeLevel(FileSpace space, List<Entry> children, int height) {
        int nodes = (children.size() + MOST_CHILDREN - 1) / MOST_CHILDREN;
        int nodeSize = 24 + (MOST_CHILDREN + 1) * keySize() + MOST_CHILDREN * 8;
        long first = space.reserve((long) nodes * nodeSize);
        List<Entry> parents = new ArrayList<>(nodes);
        for (int node = 0; node < nodes; node++) {
            int from = node * MOST_CHILDREN;
            int to = Math.min(children.size(), from + MOST_CHILDREN);
            LittleEndian bytes =
                    new LittleEndian().put(SIGNATURE).u8(OF_CHUNKS).u8(height).u16(to - from);
            bytes.u64(node == 0 ? LittleEndian.UNDEFINED : first + (node - 1L) * nodeSize);
            bytes.u64(node == nodes - 1 ? LittleEndian.UNDEFINED : first + (node + 1L) * nodeSize);
            for (Entry child : children.subList(from, to)) {
                key(bytes, child.size, child.row);
                bytes.u64(child.address);
            }
            key(bytes, 0, to < children.size() ? children.get(to).row : chunks.size() * rowsPerChunk);
            bytes.zeros(nodeSize - bytes.size());
            long address = first + (long) node * nodeSize;
            space.write(address, ByteBuffer.wrap(bytes.toBytes()));
            parents.add(new Entry(children.get(from).row, children.get(from).size, address));
        }
        return parents;
    }

    private int keySize() {
        return 8 + 8 * (rank + 1);
    }

    private void key(LittleEndian bytes, int chunkBytes, long row) {
        bytes.u32(chunkBytes).u32(0).u64(row).zeros(8 * rank);
    }
}

package io.spatho.anndata.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.dataset.NoParent;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The elements of a dataset as bytes, read by chunk or block, on several threads where there are workers. */
final class StoredArray {

    private static final int NULL_SPACE = 2;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int CHUNKS_PER_TASK = 8;
    private static final long FEWEST_CHUNKS = 4096;
    private static final long BYTES_PER_CHUNK = 8;
    private static final long UNWRITTEN_LIMIT = 16L << 20;

    private final GuardedStorage storage;
    private final ObjectHeader header;
    private final String path;
    private final DataType type;
    private final long[] shape;
    private final boolean absent;
    private final long count;

    StoredArray(GuardedStorage storage, ObjectHeader header, String path) {
        this.storage = storage;
        this.header = header;
        this.path = path;
        this.type = header.getMessageOfType(DataTypeMessage.class).getDataType();
        DataSpaceMessage space = header.getMessageOfType(DataSpaceMessage.class);
        this.absent = space.getDataSpace().getType() == NULL_SPACE;
        this.shape = space.getDataSpace().getDimensionsAsLong();
        this.count = absent ? 0 : Dataspace.count(shape);
    }

    DataType type() {
        return type;
    }

    long[] shape() {
        return shape.clone();
    }

    /** Whether the dataset has no dataspace at all: anndata's null. */
    boolean absent() {
        return absent;
    }

    /** The number of elements, when that many fit a Java array and can be in this file. */
    int count() {
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("the dataset has " + count + " elements, more than an array can hold");
        }
        int size = type.getSize();
        if (size <= 0) {
            throw new IllegalStateException("the dataset's elements have " + size + " bytes");
        }
        long bytes = Math.multiplyExact(count, (long) size);
        long possible = Math.max(UNWRITTEN_LIMIT, Math.multiplyExact(storage.size(), (long) ratio()));
        if (bytes > possible) {
            throw new IllegalStateException("the dataset declares " + bytes + " bytes, more than the file of "
                    + storage.size() + " bytes can hold");
        }
        return (int) count;
    }

    private int ratio() {
        return filters().isEmpty() ? 1 : 1100;
    }

    /** jHDF's view of the dataset, for the few types that are read through it. */
    Dataset dataset() {
        return DatasetLoader.createDataset(storage, header, path, NoParent.INSTANCE);
    }

    private List<FilterInfo> filters() {
        if (!header.hasMessageOfType(FilterPipelineMessage.class)) {
            return List.of();
        }
        return header.getMessageOfType(FilterPipelineMessage.class).getFilters();
    }

    /** Hands out all elements; elements that were never written are not handed out. */
    void read(Workers workers, Pieces pieces) {
        int elements = count();
        if (elements == 0) {
            return;
        }
        if (header.hasMessageOfType(CompactDataLayoutMessage.class)) {
            byte[] raw = new byte[Math.multiplyExact(elements, type.getSize())];
            header.getMessageOfType(CompactDataLayoutMessage.class)
                    .getDataBuffer()
                    .get(raw);
            pieces.put(raw, 0, elements, 0);
        } else if (header.hasMessageOfType(ContiguousDataLayoutMessage.class)) {
            long address =
                    header.getMessageOfType(ContiguousDataLayoutMessage.class).getAddress();
            readContiguous(workers, address, elements, pieces);
        } else {
            readChunks(workers, pieces);
        }
    }

    private void readContiguous(Workers workers, long address, int elements, Pieces pieces) {
        if (address == LittleEndian.UNDEFINED) {
            return;
        }
        int size = type.getSize();
        storage.requireInside(address, (long) elements * size);
        int block = Math.max(1, BLOCK_BYTES / size);
        each(workers, (int) (((long) elements + block - 1) / block), number -> {
            int from = number * block;
            int n = Math.min(block, elements - from);
            pieces.put(storage.read(address + (long) from * size, (long) n * size), 0, n, from);
        });
    }

    private void readChunks(Workers workers, Pieces pieces) {
        Dataset dataset = dataset();
        if (!(dataset instanceof ChunkedDataset chunked)) {
            throw new IllegalStateException("the dataset's layout is not supported");
        }
        ChunkGrid grid = new ChunkGrid(shape, chunked.getChunkDimensions(), type.getSize());
        ChunkDecoder decoder = new ChunkDecoder(filters(), type.getSize(), grid.chunkBytes());
        List<ChunkTree.Chunk> chunks = chunks(grid, chunked);
        int tasks = (chunks.size() + CHUNKS_PER_TASK - 1) / CHUNKS_PER_TASK;
        each(workers, tasks, task -> {
            int end = Math.min(chunks.size(), (task + 1) * CHUNKS_PER_TASK);
            for (ChunkTree.Chunk chunk : chunks.subList(task * CHUNKS_PER_TASK, end)) {
                decode(chunk, decoder, chunked).ifPresent(raw -> grid.runs(chunk.offset(), raw, pieces));
            }
        });
    }

    /** The elements of a chunk; none when the library's index has no such chunk. */
    private Optional<byte[]> decode(ChunkTree.Chunk chunk, ChunkDecoder decoder, ChunkedDataset chunked) {
        boolean ours = decoder.canDecode(chunk.skipped());
        if (ours && chunk.address() != LittleEndian.UNDEFINED) {
            return Optional.of(decoder.decode(storage.read(chunk.address(), chunk.size()), chunk.skipped()));
        }
        int[] offset = asInts(chunk.offset());
        try {
            return Optional.of(
                    ours
                            ? decoder.decode(bytes(chunked.getRawChunkBuffer(offset)), 0)
                            : decoder.requireSize(chunked.getDecompressedChunk(offset)));
        } catch (HdfException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("No chunk")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** The chunks that exist, each once. */
    private List<ChunkTree.Chunk> chunks(ChunkGrid grid, ChunkedDataset chunked) {
        if (!header.hasMessageOfType(ChunkedDataLayoutMessage.class)) {
            return indexedByLibrary(grid, chunked);
        }
        long root = header.getMessageOfType(ChunkedDataLayoutMessage.class).getBTreeAddress();
        List<ChunkTree.Chunk> chunks = ChunkTree.read(storage, root, shape.length, grid.chunks());
        BitSet seen = new BitSet();
        for (ChunkTree.Chunk chunk : chunks) {
            int number = Math.toIntExact(grid.number(chunk.offset()));
            if (seen.get(number)) {
                throw new IllegalStateException("the chunk index names one chunk twice");
            }
            seen.set(number);
        }
        return chunks;
    }

    /** The newer chunk indexes are left to jHDF, which finds chunks by offset; here every place on the grid is tried. */
    private List<ChunkTree.Chunk> indexedByLibrary(ChunkGrid grid, ChunkedDataset chunked) {
        long most = Math.max(FEWEST_CHUNKS, storage.size() / BYTES_PER_CHUNK);
        if (grid.chunks() > most) {
            throw new IllegalStateException(
                    "the dataset declares " + grid.chunks() + " chunks in a file of " + storage.size() + " bytes");
        }
        if (chunked.isEmpty()) {
            return List.of();
        }
        List<ChunkTree.Chunk> chunks = new ArrayList<>();
        for (int number = 0; number < grid.chunks(); number++) {
            chunks.add(new ChunkTree.Chunk(grid.offset(number), LittleEndian.UNDEFINED, 0, 0));
        }
        return chunks;
    }

    private static int[] asInts(long[] offset) {
        int[] ints = new int[offset.length];
        for (int i = 0; i < offset.length; i++) {
            ints[i] = Math.toIntExact(offset[i]);
        }
        return ints;
    }

    private static void each(Workers workers, int tasks, IntConsumer work) {
        if (workers == null || tasks == 1) {
            for (int task = 0; task < tasks; task++) {
                work.accept(task);
            }
            return;
        }
        workers.map(tasks, task -> {
            work.accept(task);
            return Boolean.TRUE;
        });
    }
}

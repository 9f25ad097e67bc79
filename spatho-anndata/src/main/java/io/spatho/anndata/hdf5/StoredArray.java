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
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The elements of a dataset as bytes, read by chunk or block, on several threads where there are workers; the index is kept. */
final class StoredArray {

    private static final int NULL_SPACE = 2;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int TASK_BYTES = 1 << 20;
    private static final long FEWEST_CHUNKS = 4096;
    private static final long BYTES_PER_CHUNK = 8;

    private final GuardedStorage storage;
    private final ObjectHeader header;
    private final String path;
    private final DataType type;
    private final long[] shape;
    private final boolean absent;
    private final long count;
    private ChunkedDataset chunked;
    private ChunkGrid grid;
    private ChunkDecoder decoder;
    private List<ChunkTree.Chunk> chunks;

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
        requirePossible();
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("the dataset has " + count + " elements, more than an array can hold");
        }
        return (int) count;
    }

    /** Fails when the declared elements cannot be in this file. */
    void requirePossible() {
        int size = type.getSize();
        if (size <= 0) {
            throw new IllegalStateException("the dataset's elements have " + size + " bytes");
        }
        long bytes = Math.multiplyExact(count, (long) size);
        long possible = Math.max(Limit.UNWRITTEN_BYTES.value(), Math.multiplyExact(storage.size(), ratio()));
        if (bytes > possible) {
            throw new IllegalStateException("the dataset declares " + bytes + " bytes, more than the file of "
                    + storage.size() + " bytes can hold");
        }
    }

    /** The rows that are stored together; reading that many at a time decodes nothing twice. */
    int rowsTogether() {
        if (dataset() instanceof ChunkedDataset chunked) {
            return Math.max(1, chunked.getChunkDimensions()[0]);
        }
        return 1;
    }

    private long ratio() {
        return filters().isEmpty() ? 1 : Limit.COMPRESSION_RATIO.value();
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
        read(workers, 0, count(), pieces);
    }

    /** Hands out the elements from {@code from} to {@code to}; positions count from {@code from}. */
    void read(Workers workers, long from, long to, Pieces pieces) {
        if (from == to) {
            return;
        }
        if (header.hasMessageOfType(CompactDataLayoutMessage.class)) {
            int size = type.getSize();
            byte[] raw = new byte[Math.multiplyExact(count(), size)];
            header.getMessageOfType(CompactDataLayoutMessage.class)
                    .getDataBuffer()
                    .get(raw);
            pieces.put(raw, (int) from * size, (int) (to - from), 0);
        } else if (header.hasMessageOfType(ContiguousDataLayoutMessage.class)) {
            long address =
                    header.getMessageOfType(ContiguousDataLayoutMessage.class).getAddress();
            readContiguous(workers, address, from, to, pieces);
        } else {
            readChunks(workers, from, to, pieces);
        }
    }

    private void readContiguous(Workers workers, long address, long from, long to, Pieces pieces) {
        if (address == LittleEndian.UNDEFINED) {
            return;
        }
        int size = type.getSize();
        storage.requireInside(address, Math.multiplyExact(count, (long) size));
        int block = Math.max(1, BLOCK_BYTES / size);
        each(workers, Math.toIntExact((to - from + block - 1) / block), number -> {
            long start = from + (long) number * block;
            int n = (int) Math.min(block, to - start);
            pieces.put(storage.read(address + start * size, (long) n * size), 0, n, (int) (start - from));
        });
    }

    private void readChunks(Workers workers, long from, long to, Pieces pieces) {
        if (chunked == null) {
            chunked = chunkedDataset();
            grid = new ChunkGrid(shape, chunked.getChunkDimensions(), type.getSize());
            decoder = new ChunkDecoder(filters(), type.getSize(), grid.chunkBytes());
            decoder.requireKnown();
            chunks = chunks();
        }
        List<ChunkTree.Chunk> wanted = chunks;
        if (from > 0 || to < count) {
            wanted = chunks.stream()
                    .filter(chunk -> {
                        long[] span = grid.span(chunk.offset());
                        return span[0] < to && span[1] > from;
                    })
                    .toList();
        }
        List<ChunkTree.Chunk> selected = wanted;
        int perTask = Math.max(1, TASK_BYTES / grid.chunkBytes());
        int tasks = (selected.size() + perTask - 1) / perTask;
        each(workers, tasks, task -> {
            int end = Math.min(selected.size(), (task + 1) * perTask);
            for (ChunkTree.Chunk chunk : selected.subList(task * perTask, end)) {
                decode(chunk, raw -> handOut(chunk, raw, from, to, pieces));
            }
        });
    }

    private void handOut(ChunkTree.Chunk chunk, byte[] raw, long from, long to, Pieces pieces) {
        grid.runs(chunk.offset(), (firstByte, n, position) -> {
            long start = Math.max(position, from);
            long end = Math.min(position + n, to);
            if (start < end) {
                int skipped = (int) (start - position);
                pieces.put(raw, firstByte + skipped * type.getSize(), (int) (end - start), (int) (start - from));
            }
        });
    }

    private ChunkedDataset chunkedDataset() {
        if (dataset() instanceof ChunkedDataset dataset) {
            return dataset;
        }
        throw new IllegalStateException("the dataset's layout is not supported");
    }

    /** Hands out the elements of a chunk; does nothing when the library's index has no such chunk. */
    private void decode(ChunkTree.Chunk chunk, Consumer<byte[]> taker) {
        boolean ours = decoder.canDecode(chunk.skipped());
        if (ours && chunk.address() != LittleEndian.UNDEFINED) {
            decoder.decode(storage.read(chunk.address(), chunk.size()), chunk.skipped(), taker);
            return;
        }
        int[] offset = asInts(chunk.offset());
        byte[] stored;
        try {
            stored = bytes(
                    ours ? chunked.getRawChunkBuffer(offset) : ByteBuffer.wrap(chunked.getDecompressedChunk(offset)));
        } catch (HdfException e) {
            if (isUnwritten(e.getMessage())) {
                return;
            }
            throw e;
        }
        if (ours) {
            decoder.decode(stored, 0, taker);
        } else {
            taker.accept(decoder.requireSize(stored));
        }
    }

    /** How jHDF says that an index has no chunk at an offset, or has it without an address. */
    private static boolean isUnwritten(String message) {
        return message != null && (message.startsWith("No chunk") || message.endsWith("at address -1"));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** The chunks that exist, each once. */
    private List<ChunkTree.Chunk> chunks() {
        if (!header.hasMessageOfType(ChunkedDataLayoutMessage.class)) {
            return indexedByLibrary();
        }
        long root = header.getMessageOfType(ChunkedDataLayoutMessage.class).getBTreeAddress();
        List<ChunkTree.Chunk> found = ChunkTree.read(storage, root, shape.length, grid.chunks());
        BitSet seen = new BitSet();
        for (ChunkTree.Chunk chunk : found) {
            int number = Math.toIntExact(grid.number(chunk.offset()));
            if (seen.get(number)) {
                throw new IllegalStateException("the chunk index names one chunk twice");
            }
            seen.set(number);
        }
        return found;
    }

    /** The newer chunk indexes are left to jHDF, which finds chunks by offset; here every place on the grid is tried. */
    private List<ChunkTree.Chunk> indexedByLibrary() {
        long most = Math.max(FEWEST_CHUNKS, storage.size() / BYTES_PER_CHUNK);
        if (grid.chunks() > most) {
            throw new IllegalStateException(
                    "the dataset declares " + grid.chunks() + " chunks in a file of " + storage.size() + " bytes");
        }
        if (chunked.isEmpty()) {
            return List.of();
        }
        List<ChunkTree.Chunk> places = new ArrayList<>();
        for (int number = 0; number < grid.chunks(); number++) {
            places.add(new ChunkTree.Chunk(grid.offset(number), LittleEndian.UNDEFINED, 0, 0));
        }
        return places;
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

package io.spatho.anndata.hdf5;

import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import io.spatho.anndata.zarr.Blosc;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Undoes the filters of a chunk without ever making more bytes than the chunk declares. */
final class ChunkDecoder {

    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int LZF = 32_000;
    private static final int LZ4 = 32_004;
    private static final int BITSHUFFLE = 32_008;
    private static final int ZSTD = 32_015;
    private static final int BLOSC = 32_001;
    private static final Set<Integer> OURS = Set.of(DEFLATE, SHUFFLE, FLETCHER32, LZF, LZ4, ZSTD, BLOSC);

    /** Registered filters that nobody here undoes, by name. */
    private static final Map<Integer, String> KNOWN = Map.of(
            4, "szip",
            5, "n-bit",
            6, "scale-offset",
            307, "bzip2",
            32_013, "zfp",
            32_017, "SZ",
            32_019, "jpeg",
            32_026, "blosc2");

    private final List<FilterInfo> filters;
    private final int elementSize;
    private final int chunkBytes;
    private final Queue<ChunkBuffers> buffers = new ConcurrentLinkedQueue<>();

    ChunkDecoder(List<FilterInfo> filters, int elementSize, int chunkBytes) {
        this.filters = List.copyOf(filters);
        this.elementSize = elementSize;
        this.chunkBytes = chunkBytes;
    }

    /** Whether every filter that was applied is one that this class undoes. */
    boolean canDecode(int skipped) {
        for (int i = 0; i < filters.size(); i++) {
            if (applied(i, skipped) && !OURS.contains(filters.get(i).getId())) {
                return false;
            }
        }
        return true;
    }

    /** Fails with the names of filters that neither this class nor the library undoes. */
    void requireKnown() {
        for (FilterInfo filter : filters) {
            int id = filter.getId();
            if (!OURS.contains(id) && id != BITSHUFFLE) {
                String name = KNOWN.getOrDefault(id, filter.getName());
                throw new IllegalStateException("Unsupported compression filter: "
                        + (name == null || name.isEmpty() ? "unknown" : name) + " (HDF5 filter " + id + ")");
            }
        }
    }

    private static boolean applied(int filter, int skipped) {
        return ((skipped >>> filter) & 1) == 0;
    }

    /** Hands out the bytes of a chunk, which are only good until the taker returns. For any number of threads at once. */
    void decode(byte[] stored, int skipped, Consumer<byte[]> taker) {
        ChunkBuffers free = buffers.poll();
        ChunkBuffers used = free == null ? new ChunkBuffers(chunkBytes, elementSize) : free;
        try {
            byte[] bytes = stored;
            for (int i = filters.size() - 1; i >= 0; i--) {
                if (applied(i, skipped)) {
                    bytes = undo(filters.get(i).getId(), bytes, bytesBefore(i, skipped), used);
                }
            }
            taker.accept(requireSize(bytes));
        } finally {
            buffers.add(used);
        }
    }

    byte[] requireSize(byte[] bytes) {
        if (bytes.length != chunkBytes) {
            throw new IllegalStateException("a chunk has " + bytes.length + " bytes instead of " + chunkBytes);
        }
        return bytes;
    }

    /** How many bytes went into a filter when the chunk was written. */
    private int bytesBefore(int filter, int skipped) {
        int bytes = chunkBytes;
        for (int i = 0; i < filter; i++) {
            if (applied(i, skipped) && filters.get(i).getId() == FLETCHER32) {
                bytes += CHECKSUM_BYTES;
            }
        }
        return bytes;
    }

    private static byte[] undo(int filter, byte[] bytes, int expected, ChunkBuffers buffers) {
        return switch (filter) {
            case DEFLATE -> buffers.inflate(bytes, expected);
            case SHUFFLE -> buffers.unshuffle(bytes);
            case LZF -> Unpacking.lzf(bytes, expected);
            case LZ4 -> Unpacking.lz4(bytes, expected);
            case BLOSC -> Blosc.expand(bytes, expected);
            case ZSTD -> Unpacking.zstd(bytes, expected);
            case FLETCHER32 -> Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECKSUM_BYTES));
            default -> throw new IllegalStateException("filter " + filter + " is not supported");
        };
    }
}

package io.spatho.anndata.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the stored bytes of chunks, alone or in shards. Safe for use by several threads at once. */
final class ChunkSource {

    private static final int MOST_INDEXES = 64;
    private static final long NOT_WRITTEN = -1;

    private final ByteStore store;
    private final String path;
    private final ArrayLayout layout;
    private final Map<String, ByteBuffer> indexes = new ConcurrentHashMap<>();

    ChunkSource(ByteStore store, String path, ArrayLayout layout) {
        this.store = store;
        this.path = path;
        this.layout = layout;
    }

    /** The bytes of a chunk; empty when it was never written. */
    Optional<byte[]> stored(long[] chunk) {
        try {
            return layout.shards().isPresent() ? sharded(chunk, layout.shards().get()) : alone(chunk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes a chunk, or the shard that it is in, takes in the store. */
    long size(long[] chunk) {
        long[] key = layout.shards().isPresent() ? layout.shards().get().shard(chunk) : chunk;
        try {
            return find(key).map(StoredBytes::size).orElse(0L);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<StoredBytes> find(long[] key) throws IOException {
        return store.find(ByteStore.join(path, layout.keys().name(key)));
    }

    private Optional<byte[]> alone(long[] chunk) throws IOException {
        Optional<StoredBytes> found = find(chunk);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(found.get().all(largest()));
    }

    /** A chunk may be a little larger than its elements when it does not compress. */
    private int largest() {
        int elements = layout.type().size() == 0 ? ArrayLayout.LARGEST_CHUNK : layout.chunkBytes();
        return elements + elements / 8 + (1 << 16);
    }

    private Optional<byte[]> sharded(long[] chunk, Shards shards) throws IOException {
        String key = layout.keys().name(shards.shard(chunk));
        Optional<StoredBytes> shard = store.find(ByteStore.join(path, key));
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer index = index(key, shard.get(), shards);
        int at = 16 * shards.number(chunk);
        long offset = index.getLong(at);
        long length = index.getLong(at + 8);
        if (offset == NOT_WRITTEN && length == NOT_WRITTEN) {
            return Optional.empty();
        }
        if (offset < 0
                || length < 0
                || length > largest()
                || offset > shard.get().size() - length) {
            throw new IllegalStateException("a shard's index names " + length + " bytes at " + offset
                    + " in a shard of " + shard.get().size());
        }
        return Optional.of(shard.get().read(offset, (int) length));
    }

    private ByteBuffer index(String key, StoredBytes shard, Shards shards) throws IOException {
        ByteBuffer known = indexes.get(key);
        if (known != null) {
            return known;
        }
        int length = shards.indexBytes();
        if (length > shard.size()) {
            throw new IllegalStateException("a shard of " + shard.size() + " bytes is too short for its index");
        }
        byte[] stored = shard.read(shards.indexAtStart() ? 0 : shard.size() - length, length);
        byte[] bytes = shards.checksummed() ? Expansions.crc32c(stored, length) : stored;
        ByteBuffer index = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (indexes.size() >= MOST_INDEXES) {
            indexes.clear();
        }
        indexes.put(key, index);
        return index;
    }
}

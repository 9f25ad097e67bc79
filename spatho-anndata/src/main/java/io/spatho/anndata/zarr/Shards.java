package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;
import java.util.List;

/**
 * How chunks are gathered into shards.
 *
 * @param perShard chunks per shard in each dimension
 * @param indexAtStart whether a shard begins with its index and does not end with it
 * @param checksummed whether the index is followed by its CRC-32C
 */
record Shards(int[] perShard, boolean indexAtStart, boolean checksummed) {

    private static final int BYTES_PER_CHUNK = 16;

    int chunks() {
        long chunks = 1;
        for (int n : perShard) {
            chunks = Math.multiplyExact(chunks, (long) n);
            if (chunks > Limit.SHARD_CHUNKS.value()) {
                throw new IllegalStateException("a shard has more than " + Limit.SHARD_CHUNKS.value() + " chunks");
            }
        }
        return (int) chunks;
    }

    int indexBytes() {
        return chunks() * BYTES_PER_CHUNK + (checksummed ? 4 : 0);
    }

    /** The shard of a chunk. */
    long[] shard(long[] chunk) {
        long[] shard = new long[chunk.length];
        for (int i = 0; i < chunk.length; i++) {
            shard[i] = chunk[i] / perShard[i];
        }
        return shard;
    }

    /** The number of a chunk within its shard. */
    int number(long[] chunk) {
        int number = 0;
        for (int i = 0; i < chunk.length; i++) {
            number = number * perShard[i] + (int) (chunk[i] % perShard[i]);
        }
        return number;
    }

    /** The names of the codecs that an index may have. */
    static Shards of(int[] perShard, String location, List<String> codecs) {
        boolean checksummed = codecs.contains("crc32c");
        if (!codecs.subList(0, Math.min(1, codecs.size())).equals(List.of("bytes"))
                || codecs.size() > (checksummed ? 2 : 1)) {
            throw new IllegalStateException("a shard's index in the codecs " + codecs + " is not supported");
        }
        return new Shards(perShard, location.equals("start"), checksummed);
    }
}

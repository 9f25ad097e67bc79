package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;
import java.util.List;
import java.util.Optional;

/**
 * What the metadata of an array say, checked.
 *
 * @param type its elements; of records, {@code OTHER} with their size
 * @param fields the fields of records; none otherwise
 * @param shape its extents; none for a scalar
 * @param chunk the extents of a chunk
 * @param order the order in which the dimensions are stored; none when it is the usual one
 * @param fill the bytes of an element that was never written; none when they are zero
 * @param fillText the string that was never written
 * @param expansions what is undone, one after another, to read a chunk
 * @param keys how chunks are named
 * @param shards how chunks are gathered, if they are
 */
record ArrayLayout(
        ElementType type,
        List<Field> fields,
        long[] shape,
        int[] chunk,
        int[] order,
        byte[] fill,
        String fillText,
        List<Expansion> expansions,
        ChunkKeys keys,
        Optional<Shards> shards) {

    static final int LARGEST_CHUNK = Limit.CHUNK_BYTES.intValue();
    static final int MOST_DIMENSIONS = 32;

    /**
     * A field of a record.
     *
     * @param name its name
     * @param type its elements
     * @param offset its first byte within the record
     */
    record Field(String name, ElementType type, int offset) {}

    ArrayLayout {
        if (shape.length != chunk.length) {
            throw new IllegalStateException(
                    "the array has " + shape.length + " dimensions and its chunks " + chunk.length);
        }
        if (shape.length > MOST_DIMENSIONS) {
            throw new IllegalStateException("the array has " + shape.length + " dimensions");
        }
        long bytes = Math.max(1, type.size());
        for (int i = 0; i < chunk.length; i++) {
            if (shape[i] < 0 || chunk[i] < 1) {
                throw new IllegalStateException(
                        "the array has a dimension of " + shape[i] + " in chunks of " + chunk[i]);
            }
            bytes *= chunk[i];
            if (bytes > LARGEST_CHUNK) {
                throw new IllegalStateException("a chunk declares more than " + LARGEST_CHUNK + " bytes");
            }
        }
    }

    /** The number of elements. */
    long count() {
        long count = 1;
        for (long extent : shape) {
            count = extent == 0 || count == 0 ? 0 : Math.multiplyExact(count, extent);
        }
        return count;
    }

    /** Elements per chunk. */
    int chunkElements() {
        int elements = 1;
        for (int extent : chunk) {
            elements *= extent;
        }
        return elements;
    }

    /** Bytes per decoded chunk. */
    int chunkBytes() {
        return chunkElements() * type.size();
    }
}

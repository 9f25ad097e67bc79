package io.spatho.anndata.zarr;

/**
 * How chunks are named.
 *
 * @param prefix what stands before the numbers
 * @param separator what stands between them
 * @param whole the name of the only chunk of an array without dimensions
 */
record ChunkKeys(String prefix, char separator, String whole) {

    static ChunkKeys version2(char separator) {
        return new ChunkKeys("", separator, "0");
    }

    static ChunkKeys version3(char separator) {
        return new ChunkKeys("c" + separator, separator, "c");
    }

    String name(long[] chunk) {
        if (chunk.length == 0) {
            return whole;
        }
        StringBuilder name = new StringBuilder(prefix);
        for (int i = 0; i < chunk.length; i++) {
            if (i > 0) {
                name.append(separator);
            }
            name.append(chunk[i]);
        }
        return name.toString();
    }
}

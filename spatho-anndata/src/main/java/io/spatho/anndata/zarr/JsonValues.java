package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads extents out of metadata. */
final class JsonValues {

    private JsonValues() {}

    static long[] extents(JsonNode node, String name) {
        if (!node.isArray() || node.size() > ArrayLayout.MOST_DIMENSIONS) {
            throw new IllegalStateException("the " + name + " is not a list of extents");
        }
        long[] extents = new long[node.size()];
        for (int i = 0; i < extents.length; i++) {
            if (!node.get(i).isIntegralNumber() || !node.get(i).canConvertToLong()) {
                throw new IllegalStateException("the " + name + " has an extent that is no integer");
            }
            extents[i] = node.get(i).asLong();
        }
        return extents;
    }

    static int[] chunk(JsonNode node) {
        long[] extents = extents(node, "chunk shape");
        int[] chunk = new int[extents.length];
        for (int i = 0; i < chunk.length; i++) {
            if (extents[i] < 0 || extents[i] > Integer.MAX_VALUE) {
                throw new IllegalStateException("a chunk has an extent of " + extents[i]);
            }
            // Arrays without elements have chunks without extent in some stores.
            chunk[i] = (int) Math.max(1, extents[i]);
        }
        return chunk;
    }
}

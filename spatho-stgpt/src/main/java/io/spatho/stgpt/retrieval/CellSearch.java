package io.spatho.stgpt.retrieval;

/** Finds the reference cells whose vectors have the largest inner products with a query. */
public interface CellSearch {

    /**
     * What was found, best first; equal similarities are ordered by cell.
     *
     * @param cells positions in the index
     * @param similarities inner products
     */
    record Found(int[] cells, float[] similarities) {}

    /**
     * The best k cells, or all when there are fewer.
     *
     * @param query a vector of the index's width
     */
    Found nearest(float[] query, int k);

    /** The search in an index: approximate by a small-world graph, or exact. */
    static CellSearch of(ReferenceIndex index, boolean approximate, long seed) {
        return approximate ? new SmallWorldCells(index.vectors(), seed) : new ExactCells(index.vectors());
    }

    /** The name of a search in documents and options. */
    static String name(boolean approximate) {
        return approximate ? "hnsw" : "exact";
    }
}

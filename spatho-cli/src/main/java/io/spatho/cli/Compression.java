package io.spatho.cli;

/** How an h5ad file that {@code convert} writes is compressed; anndata, h5py and spatho read all three. */
enum Compression {
    /** Not at all: the largest file, for work that reads it again and again. */
    NONE(0),
    /** Shuffle and fast deflate, the same bytes on every machine. */
    FAST(1),
    /** Shuffle and the deflate level that h5py takes for gzip by itself. */
    SMALL(4);

    private final int level;

    Compression(int level) {
        this.level = level;
    }

    /** The deflate level. */
    int level() {
        return level;
    }
}

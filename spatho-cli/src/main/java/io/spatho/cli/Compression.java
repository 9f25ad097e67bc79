package io.spatho.cli;

/** How an h5ad file that {@code convert} writes is compressed; anndata, h5py and spatho read both. */
enum Compression {
    /** Not at all: the largest file, for work that reads it again and again. */
    NONE(0),
    /** Shuffle and deflate, the same bytes on every machine; higher levels gain a few percent for many times the work. */
    GZIP(1);

    private final int level;

    Compression(int level) {
        this.level = level;
    }

    /** The deflate level. */
    int level() {
        return level;
    }
}

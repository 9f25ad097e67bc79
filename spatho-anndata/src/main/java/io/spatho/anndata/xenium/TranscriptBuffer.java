package io.spatho.anndata.xenium;

import io.spatho.core.dataset.MoleculeBatch;

/** Some rows of a transcript file before molecules below a quality are taken out. */
record TranscriptBuffer(
        long[] ids,
        int[] observations,
        int[] features,
        float[] x,
        float[] y,
        float[] z,
        float[] qualities,
        boolean[] inNucleus) {

    TranscriptBuffer(int capacity) {
        this(
                new long[capacity],
                new int[capacity],
                new int[capacity],
                new float[capacity],
                new float[capacity],
                new float[capacity],
                new float[capacity],
                new boolean[capacity]);
    }

    int capacity() {
        return ids.length;
    }

    /** Copies a row over another. */
    void move(int from, int to) {
        ids[to] = ids[from];
        observations[to] = observations[from];
        features[to] = features[from];
        x[to] = x[from];
        y[to] = y[from];
        z[to] = z[from];
        qualities[to] = qualities[from];
        inNucleus[to] = inNucleus[from];
    }

    /** The molecules of at least a quality, moved together; one without a quality stays. */
    MoleculeBatch keep(int size, double leastQuality) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!(qualities[i] < leastQuality)) {
                move(i, kept++);
            }
        }
        return new MoleculeBatch(kept, ids, observations, features, x, y, z, qualities, inNucleus);
    }
}

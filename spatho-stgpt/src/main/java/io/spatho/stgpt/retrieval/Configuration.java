package io.spatho.stgpt.retrieval;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network sees and has.
 *
 * @param name the name in files and options
 * @param pooling what of a tile's surroundings it sees
 * @param everyScale whether it sees every field of view, or the first one only
 * @param composition whether it predicts cell types on the way
 * @param retrieval whether it looks reference cells up
 * @param variational whether its generator has a latent variable
 */
record Configuration(
        String name, Pooling pooling, boolean everyScale, boolean composition, boolean retrieval, boolean variational) {

    /** The mean of the baselines' predictions. */
    static final String ENSEMBLE = "ensemble";

    /** How the tiles around a tile are brought in. */
    enum Pooling {
        /** Not at all. */
        NONE,
        /** The mean of the neighbours beside the tile, as a convolution of fixed shape sees it. */
        LOCAL,
        /** A learnt weighting of the tile and its neighbours. */
        ATTENTION
    }

    /** The model itself. */
    static Configuration retrieval(boolean variational) {
        return new Configuration("retrieval", Pooling.NONE, true, true, true, variational);
    }

    /** The same without reference cells. */
    static Configuration plain(boolean variational) {
        return new Configuration("no_retrieval", Pooling.NONE, true, true, false, variational);
    }

    /** Networks from pictures straight to genes. */
    static List<Configuration> baselines() {
        return List.of(
                new Configuration("features_mlp", Pooling.NONE, false, false, false, false),
                new Configuration("local_pooling", Pooling.LOCAL, false, false, false, false),
                new Configuration("attention_pooling", Pooling.ATTENTION, false, false, false, false),
                new Configuration("multi_scale", Pooling.NONE, true, false, false, false));
    }

    /** The model, the same without reference cells, and the baselines if they are wanted. */
    static List<Configuration> all(boolean variational, boolean baselines) {
        List<Configuration> all = new ArrayList<>(List.of(retrieval(variational), plain(variational)));
        if (baselines) {
            all.addAll(baselines());
        }
        return all;
    }
}

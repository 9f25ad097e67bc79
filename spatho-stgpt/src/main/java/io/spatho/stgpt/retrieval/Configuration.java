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
 * @param cells which reference cells it looks up
 * @param variational whether its generator has a latent variable
 */
record Configuration(
        String name, Pooling pooling, boolean everyScale, boolean composition, Cells cells, boolean variational) {

    /** The mean of the baselines' predictions. */
    static final String ENSEMBLE = "ensemble";

    /** The model, the same without reference cells, and its control come first. */
    static final int OWN = 3;

    /** How the tiles around a tile are brought in. */
    enum Pooling {
        /** Not at all. */
        NONE,
        /** A convolution with a weight for the tile and for each of six directions around it. */
        CONVOLUTION,
        /** A learnt weighting of the tile and its neighbours. */
        ATTENTION,
        /** Not at all; the tile's own pixels are seen instead of its features. */
        PIXELS
    }

    /** Which reference cells are looked up. */
    enum Cells {
        /** None. */
        NONE,
        /** Those of the reference. */
        REFERENCE,
        /** Cells that have exchanged their expression: all that looking up does to a network, apart from what the cells say. */
        SHUFFLED
    }

    /** Whether it looks cells up. */
    boolean retrieval() {
        return cells != Cells.NONE;
    }

    /** The model itself. */
    static Configuration retrieval(boolean variational) {
        return new Configuration("retrieval", Pooling.NONE, true, true, Cells.REFERENCE, variational);
    }

    /** The same without reference cells. */
    static Configuration plain(boolean variational) {
        return new Configuration("no_retrieval", Pooling.NONE, true, true, Cells.NONE, variational);
    }

    /** The same with reference cells that say nothing. */
    static Configuration control(boolean variational) {
        return new Configuration("shuffled_reference", Pooling.NONE, true, true, Cells.SHUFFLED, variational);
    }

    /** Networks from pictures straight to genes. */
    private static List<Configuration> baselines() {
        return List.of(
                baseline("features_mlp", Pooling.NONE, false),
                baseline("convolution", Pooling.CONVOLUTION, false),
                baseline("attention_pooling", Pooling.ATTENTION, false),
                baseline("multi_scale", Pooling.NONE, true));
    }

    /** Whether it sees pixels and no features. */
    boolean ofPixels() {
        return pooling == Pooling.PIXELS;
    }

    private static Configuration baseline(String name, Pooling pooling, boolean everyScale) {
        return new Configuration(name, pooling, everyScale, false, Cells.NONE, false);
    }

    /** The model, the same without reference cells, its control, and the baselines if they are wanted; one of pixels if there are any. */
    static List<Configuration> all(boolean variational, boolean baselines, boolean pixels) {
        List<Configuration> all =
                new ArrayList<>(List.of(retrieval(variational), plain(variational), control(variational)));
        if (baselines) {
            all.addAll(baselines());
        }
        if (baselines && pixels) {
            all.add(baseline("pixel_convolution", Pooling.PIXELS, false));
        }
        return all;
    }
}

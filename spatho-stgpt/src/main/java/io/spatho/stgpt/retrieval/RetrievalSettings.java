package io.spatho.stgpt.retrieval;

/**
 * How the networks are made and trained.
 *
 * @param width of hidden vectors
 * @param cells reference cells looked up for a tile
 * @param latent width of the latent variable of the variational generator
 * @param steps most steps
 * @param batch tiles in a step
 * @param learningRate the highest
 * @param compositionWeight weight of the cross entropy of the composition
 * @param queryWeight weight of one minus the cosine of query and the tile's own vector
 * @param divergenceWeight weight of the divergence of posterior from prior
 * @param level share of values that intervals are to hold
 * @param seed of first weights, batches and draws
 */
public record RetrievalSettings(
        int width,
        int cells,
        int latent,
        int steps,
        int batch,
        double learningRate,
        double compositionWeight,
        double queryWeight,
        double divergenceWeight,
        double level,
        long seed) {

    private static final int MOST = 1 << 16;

    public RetrievalSettings {
        boolean sizes = isSize(width) && isSize(cells) && isSize(latent) && isSize(batch) && steps > 0;
        if (!sizes || !(learningRate > 0) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("width " + width + ", cells " + cells + ", latent " + latent + ", batch "
                    + batch + ", steps " + steps + ", rate " + learningRate + ", level " + level);
        }
    }

    private static boolean isSize(int value) {
        return value > 0 && value <= MOST;
    }

    /** Width 64, 16 cells, 400 steps of 64 tiles, intervals of 90 %. */
    public static RetrievalSettings standard(long seed) {
        return new RetrievalSettings(64, 16, 8, 400, 64, 3e-3, 0.5, 0.5, 0.01, 0.9, seed);
    }

    /** The same with another number of steps and of cells looked up. */
    public RetrievalSettings with(int otherSteps, int otherCells) {
        return new RetrievalSettings(
                width,
                otherCells,
                latent,
                otherSteps,
                batch,
                learningRate,
                compositionWeight,
                queryWeight,
                divergenceWeight,
                level,
                seed);
    }
}

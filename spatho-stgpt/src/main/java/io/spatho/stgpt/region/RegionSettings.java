package io.spatho.stgpt.region;

/**
 * The size and the training of the region model.
 *
 * @param width width of the network and of the embeddings
 * @param heads attention heads; divides the width
 * @param layers transformer layers
 * @param hidden width of the feed-forward parts
 * @param mostGenes genes of the panel that are used, those of highest variance
 * @param longest most expressed genes of a cell that become tokens, those of highest value
 * @param maskedShare share of a cell's tokens whose value is hidden in training
 * @param batch cells in a step
 * @param epochs passes over the training cells
 * @param mostSteps steps at which training ends even if the passes are not complete
 * @param learningRate peak of the schedule
 * @param heldOutShare share of the cells that is held out, in spatial blocks
 * @param seed seed of the initial weights, the order, the masks and the blocks
 */
public record RegionSettings(
        int width,
        int heads,
        int layers,
        int hidden,
        int mostGenes,
        int longest,
        double maskedShare,
        int batch,
        int epochs,
        int mostSteps,
        double learningRate,
        double heldOutShare,
        long seed) {

    public RegionSettings {
        boolean network = width >= 1 && heads >= 1 && width % heads == 0 && layers >= 1 && hidden >= 1;
        boolean tokens = mostGenes >= 2 && longest >= 2 && maskedShare > 0 && maskedShare < 1;
        boolean training = batch >= 1 && epochs >= 1 && mostSteps >= 1 && learningRate > 0;
        if (!network || !tokens || !training || !(heldOutShare > 0 && heldOutShare < 0.5)) {
            throw new IllegalArgumentException("impossible settings of the region model: width " + width + ", heads "
                    + heads + ", layers " + layers + ", genes " + mostGenes + ", longest " + longest);
        }
    }

    /** The settings of {@code spatho run}. */
    public static RegionSettings standard(long seed) {
        return new RegionSettings(64, 4, 2, 128, 1000, 128, 0.2, 256, 8, 600, 2e-3, 0.1, seed);
    }

    /** The same model trained for other times. */
    public RegionSettings withTraining(int passes, int most) {
        return new RegionSettings(
                width,
                heads,
                layers,
                hidden,
                mostGenes,
                longest,
                maskedShare,
                batch,
                passes,
                most,
                learningRate,
                heldOutShare,
                seed);
    }

    /** The number of training steps for so many training cells. */
    public int steps(int trainingCells) {
        long passes = ((long) trainingCells * epochs + batch - 1) / batch;
        return (int) Math.max(1, Math.min(mostSteps, passes));
    }
}

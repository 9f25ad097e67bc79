package io.spatho.stgpt.finetune;

/**
 * How much each loss counts; 0 leaves it out.
 *
 * @param value squared error of hidden values by the expression decoder (experts in scGPT-spatial)
 * @param state squared error of hidden values by the product of gene query and cell state (MVC)
 * @param neighbourhood squared error of a cell's values by the product of gene query and its neighbours' mean state
 * @param batch cross entropy of batch labels behind a gradient reversal
 */
public record LossWeights(double value, double state, double neighbourhood, double batch) {

    public LossWeights {
        double[] all = {value, state, neighbourhood, batch};
        double sum = 0;
        for (double weight : all) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("a loss weighs " + weight);
            }
            sum += weight;
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("all losses are left out");
        }
    }

    /** Values, states and neighbourhoods count alike; batches do not. */
    public static LossWeights standard() {
        return new LossWeights(1, 1, 1, 0);
    }
}

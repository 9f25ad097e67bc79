package io.spatho.stgpt.engine;

/**
 * The settings of AdamW.
 *
 * @param learningRate step length
 * @param firstDecay decay of the running mean of gradients (β₁)
 * @param secondDecay decay of the running mean of their squares (β₂)
 * @param epsilon added to the root of the second
 * @param weightDecay share of each weight taken off per unit of learning rate
 */
public record AdamWSettings(
        double learningRate, double firstDecay, double secondDecay, double epsilon, double weightDecay) {

    public AdamWSettings {
        boolean decays = firstDecay >= 0 && firstDecay < 1 && secondDecay >= 0 && secondDecay < 1;
        if (!(learningRate >= 0) || !decays || !(epsilon >= 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("AdamW with learning rate " + learningRate + ", decays " + firstDecay
                    + " and " + secondDecay + ", epsilon " + epsilon + ", weight decay " + weightDecay);
        }
    }

    /** PyTorch's defaults (0.9, 0.999, 1e-8, 0.01) at a learning rate. */
    public static AdamWSettings at(double learningRate) {
        return new AdamWSettings(learningRate, 0.9, 0.999, 1e-8, 0.01);
    }

    /** The same settings at another learning rate, for schedules. */
    public AdamWSettings withLearningRate(double rate) {
        return new AdamWSettings(rate, firstDecay, secondDecay, epsilon, weightDecay);
    }
}

package io.spatho.core.embedding;

import io.spatho.core.matrix.DenseMatrix;

/**
 * Groups of observations as one vector each, in two ways, both scaled to length one: the weighted mean, and a mean in which
 * observations that point where the group points count more.
 *
 * <p>The attention of an observation is {@code w exp(c / T) / Σ w exp(c / T)}, with {@code w} the weight given, {@code c} the cosine of
 * its vector with the weighted mean and {@code T} = {@value #TEMPERATURE}: the mean is the query, the observations are keys and
 * values; no weight of it is trained. Float64, in the order given. Cost: members x dimensions.
 */
public final class AttentionPooling {

    /** The temperature: smaller, and fewer observations count. */
    public static final double TEMPERATURE = 0.2;

    /** The two ways in words, for a manifest. */
    public static final String METHOD =
            "mean: weights as given; attention: weights times exp(cosine with the mean / 0.2);"
                    + " both scaled to unit length";

    private AttentionPooling() {}

    /**
     * A pooled group.
     *
     * @param mean the weighted mean, NaN when there is none
     * @param attention the mean by attention
     * @param meanWeights the share of each member in the first; 0 for members without a vector
     * @param attentionWeights the share of each member in the second
     */
    public record Pooled(double[] mean, double[] attention, double[] meanWeights, double[] attentionWeights) {

        /** How many observations the attention effectively rests on: {@code 1 / Σ share²}. */
        public double effectiveMembers() {
            double squares = 0;
            for (double share : attentionWeights) {
                squares += share * share;
            }
            return squares > 0 ? 1 / squares : 0;
        }
    }

    /** Pools the members named, with weights that need not sum to 1. */
    public static Pooled pool(DenseMatrix vectors, int[] members, double[] weights) {
        double[] shares = new double[members.length];
        double[] mean = new double[vectors.columns()];
        for (int i = 0; i < members.length; i++) {
            shares[i] = weights[i] > 0 && Vectors.defined(vectors, members[i]) ? weights[i] : 0;
            if (shares[i] > 0) {
                Vectors.add(mean, vectors, members[i], shares[i]);
            }
        }
        Vectors.normalise(mean);
        double[] attentive = new double[members.length];
        double[] attention = new double[vectors.columns()];
        for (int i = 0; i < members.length; i++) {
            double cosine = shares[i] > 0 ? Vectors.cosine(vectors, members[i], mean) : Double.NaN;
            attentive[i] = Double.isNaN(cosine) ? 0 : shares[i] * Math.exp(cosine / TEMPERATURE);
            if (attentive[i] > 0) {
                Vectors.add(attention, vectors, members[i], attentive[i]);
            }
        }
        Vectors.normalise(attention);
        toShares(shares);
        toShares(attentive);
        return new Pooled(mean, attention, shares, attentive);
    }

    private static void toShares(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int i = 0; i < weights.length && sum > 0; i++) {
            weights[i] /= sum;
        }
    }
}

package io.spatho.stgpt.discordance;

import io.spatho.core.matrix.DenseMatrix;
import java.util.List;

/**
 * What the model says of spots.
 *
 * @param divergence of posterior from prior, in nats
 * @param gain log probability of the counts under the posterior's means less that under the prior's, in nats
 * @param expected mean gain with other pictures of the same slide and molecular class
 * @param score gain above that in deviations
 * @param pValues that the gain is as high with such a picture
 * @param adjusted after Benjamini and Hochberg
 * @param rates share of false ones among the spots with so high a gain ({@code ReflectedRate})
 * @param discordant whether both its rate and its p-value are at most the level
 * @param latent means of the posterior, spots x dimensions
 * @param gains the part of each gene in the gain, spots x genes
 * @param grouping the domains and how they were found
 * @param pseudotime from 0 at the root to 1; NaN where no path leads
 * @param root the spot from which it counts
 * @param regions spots of each discordant region
 * @param activeDimensions latent dimensions in use
 */
public record DiscordanceScores(
        double[] divergence,
        double[] gain,
        double[] expected,
        double[] score,
        double[] pValues,
        double[] adjusted,
        double[] rates,
        boolean[] discordant,
        DenseMatrix latent,
        DenseMatrix gains,
        LatentDomains grouping,
        double[] pseudotime,
        int root,
        List<int[]> regions,
        int activeDimensions) {

    /** The domain of each spot, from 0, the largest first. */
    public int[] domains() {
        return grouping.labels();
    }

    /** Mean adjusted Rand index of the domains with those of four other seeds. */
    public double stability() {
        return grouping.stability();
    }

    /** How many spots are discordant. */
    public int count() {
        int count = 0;
        for (boolean spot : discordant) {
            count += spot ? 1 : 0;
        }
        return count;
    }
}

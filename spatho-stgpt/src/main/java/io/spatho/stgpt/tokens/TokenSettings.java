package io.spatho.stgpt.tokens;

/**
 * How cells become tokens.
 *
 * @param bins value bins, the one of zero included (51 in the published models)
 * @param longest most tokens of a cell, {@code <cls>} included (1200 in the published models)
 * @param clsValue the value given to {@code <cls>} (-2 in the published models)
 * @param choice which genes stay when a cell has more
 * @param ties which bin a value gets that equals several edges
 * @param seed seed of the random choices
 */
public record TokenSettings(int bins, int longest, float clsValue, GeneChoice choice, Ties ties, long seed) {

    public TokenSettings {
        if (bins < 3 || longest < 2) {
            throw new IllegalArgumentException("at least 3 bins and 2 tokens: " + bins + ", " + longest);
        }
    }

    /** The published settings with deterministic ties and the reference's random choice of genes. */
    public static TokenSettings published(long seed) {
        return new TokenSettings(51, 1200, -2, GeneChoice.REFERENCE, Ties.FIXED, seed);
    }

    /** Which genes stay when a cell expresses more than fit. */
    public enum GeneChoice {
        /** A uniform choice without replacement, as in the reference, but keyed by seed and cell id. */
        REFERENCE,
        /** The genes of highest value; of equal ones, those that come first in the panel. */
        TOP_EXPRESSED
    }

    /** Which bin a value gets that equals several edges. */
    public enum Ties {
        /** Always the one that the reference gives for u = 0. */
        FIXED,
        /** A uniform one of them, as in the reference, but keyed by seed, cell id and gene id. */
        SEEDED
    }
}

package io.spatho.stgpt.tokens;

/**
 * The tokens of one cell: gene ids with {@code <cls>} first, and the value of each.
 *
 * @param genes vocabulary ids; the first is that of {@code <cls>}
 * @param values the binned expression of each gene; the first is the padding value
 */
public record TokenSequence(int[] genes, float[] values) {

    public TokenSequence {
        if (genes.length != values.length) {
            throw new IllegalArgumentException(genes.length + " genes but " + values.length + " values");
        }
    }

    /** The number of tokens, {@code <cls>} included. */
    public int length() {
        return genes.length;
    }
}

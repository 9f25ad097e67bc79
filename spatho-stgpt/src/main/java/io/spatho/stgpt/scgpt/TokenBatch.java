package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.tokens.TokenSequence;
import java.util.Arrays;
import java.util.List;

/**
 * Cells of one call into the network, padded to the longest.
 *
 * @param rows number of cells
 * @param width tokens of the longest cell
 * @param genes rows x width vocabulary ids
 * @param values rows x width values
 * @param lengths tokens of each cell before padding, at least 1
 * @param labels the batch label of each cell, or empty for a network without batch labels
 */
public record TokenBatch(int rows, int width, long[] genes, float[] values, long[] lengths, long[] labels) {

    public TokenBatch {
        if (genes.length != Math.multiplyExact(rows, width)
                || values.length != genes.length
                || lengths.length != rows
                || (labels.length != 0 && labels.length != rows)) {
            throw new IllegalArgumentException(rows + " x " + width + " tokens in arrays of " + genes.length + ", "
                    + values.length + " and " + lengths.length);
        }
        for (long length : lengths) {
            if (length < 1 || length > width) {
                throw new IllegalArgumentException("a cell of " + length + " tokens in a batch " + width + " wide");
            }
        }
    }

    /**
     * Puts sequences into one batch.
     *
     * @throws IllegalArgumentException if a sequence is empty or names a token that the vocabulary does not have
     */
    public static TokenBatch of(List<TokenSequence> cells, ScgptConfig config) {
        int width = cells.stream().mapToInt(TokenSequence::length).max().orElse(0);
        long[] genes = new long[Math.multiplyExact(cells.size(), width)];
        float[] values = new float[genes.length];
        long[] lengths = new long[cells.size()];
        Arrays.fill(genes, config.padId());
        Arrays.fill(values, config.padValue());
        for (int row = 0; row < cells.size(); row++) {
            TokenSequence cell = cells.get(row);
            lengths[row] = cell.length();
            System.arraycopy(cell.values(), 0, values, row * width, cell.length());
            for (int i = 0; i < cell.length(); i++) {
                genes[row * width + i] = requireKnown(cell.genes()[i], config);
            }
        }
        return new TokenBatch(cells.size(), width, genes, values, lengths, new long[0]);
    }

    /** The same cells with a batch label for each. */
    public TokenBatch withLabels(long[] batchLabels) {
        return new TokenBatch(rows, width, genes, values, lengths, batchLabels.clone());
    }

    /** Whether any cell is shorter than the batch is wide. */
    public boolean isPadded() {
        return Arrays.stream(lengths).anyMatch(length -> length < width);
    }

    private static int requireKnown(int gene, ScgptConfig config) {
        if (gene < 0 || gene >= config.vocabulary()) {
            throw new IllegalArgumentException("token " + gene + " in a vocabulary of " + config.vocabulary());
        }
        return gene;
    }
}

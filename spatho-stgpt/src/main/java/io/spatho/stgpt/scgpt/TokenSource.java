package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.tokens.TokenSequence;
import io.spatho.stgpt.tokens.Tokenizer;

/** Cells to embed, each as its tokens, made when asked for. Implementations are asked from several threads at once. */
public interface TokenSource {

    /** The number of cells. */
    int cells();

    /** The tokens of a cell, {@code <cls>} first. */
    TokenSequence tokens(int cell);

    /** The name of a cell, for messages. */
    String name(int cell);

    /**
     * Some of the cells of a tokenizer.
     *
     * @param cellIds the name of each of the tokenizer's cells
     * @param chosen numbers of cells that have tokens ({@link Tokenizer#hasNoGene} is false)
     */
    static TokenSource of(Tokenizer tokenizer, String[] cellIds, int[] chosen) {
        return new TokenSource() {
            @Override
            public int cells() {
                return chosen.length;
            }

            @Override
            public TokenSequence tokens(int cell) {
                return tokenizer
                        .tokens(chosen[cell])
                        .orElseThrow(() -> new IllegalArgumentException("cell " + name(cell) + " has no tokens"));
            }

            @Override
            public String name(int cell) {
                return cellIds[chosen[cell]];
            }
        };
    }
}

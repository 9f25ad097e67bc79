package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.tokens.TokenSequence;
import java.util.List;

/** Cells whose tokens are at hand. */
record ListedCells(List<TokenSequence> list) implements TokenSource {

    static TokenSource of(List<TokenSequence> list) {
        return new ListedCells(list);
    }

    @Override
    public int cells() {
        return list.size();
    }

    @Override
    public TokenSequence tokens(int cell) {
        return list.get(cell);
    }

    @Override
    public String name(int cell) {
        return "cell-" + cell;
    }
}

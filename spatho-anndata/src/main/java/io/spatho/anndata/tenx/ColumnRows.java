package io.spatho.anndata.tenx;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Some columns of the rows of another matrix. */
final class ColumnRows implements RowBlocks {

    private final RowBlocks all;
    private final ColumnGroups chosen;

    /** The columns named, ascending, of so many. */
    ColumnRows(RowBlocks all, int columns, int[] chosen) {
        this.all = all;
        this.chosen = new ColumnGroups(columns, List.of(chosen));
    }

    @Override
    public long entries() {
        return all.entries();
    }

    @Override
    public <T> void forEach(Workers workers, Function<CsrMatrix, T> work, Consumer<T> results) {
        all.forEach(workers, block -> work.apply(chosen.divide(block)[0]), results);
    }
}

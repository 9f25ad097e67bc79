package io.spatho.anndata.xenium;

import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;

/** Passes counts on and keeps a number of 64 bits of each cell's, with which its transcripts can be compared later. */
public final class CountSignatures implements CountSink {

    private final CountSink next;
    private long[] genes = {};
    private long[] sums = {};
    private int row;

    /** Passes counts on to another sink. */
    public CountSignatures(CountSink next) {
        this.next = next;
    }

    @Override
    public void begin(int rows, GenePanel features) {
        genes = GeneRecount.numbers(features);
        sums = new long[rows];
        next.begin(rows, features);
    }

    @Override
    public void append(CsrMatrix rows) {
        for (int i = 0; i < rows.rows(); i++) {
            sums[row++] = GeneRecount.sum(rows, i, genes);
        }
        next.append(rows);
    }

    /** One number for each cell; none when no counts came by. */
    long[] sums() {
        return sums;
    }
}

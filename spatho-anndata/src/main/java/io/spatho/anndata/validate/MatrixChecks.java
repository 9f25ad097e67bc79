package io.spatho.anndata.validate;

import io.spatho.anndata.h5ad.Element;
import io.spatho.anndata.tree.NumberBytes;
import io.spatho.anndata.tree.Numbers;
import java.util.Arrays;

/** Checks a matrix of counts piece by piece: shape, row starts, columns, values. */
final class MatrixChecks {

    private final String place;
    private final Findings findings;
    private final boolean modality;

    private MatrixChecks(String place, Findings findings, boolean modality) {
        this.place = place;
        this.findings = findings;
        this.modality = modality;
    }

    static MatrixChecks ofCounts(String place, Findings findings) {
        return new MatrixChecks(place, findings, false);
    }

    /** Of a modality every fault of the matrix has the same code. */
    static MatrixChecks ofModality(String place, Findings findings) {
        return new MatrixChecks(place, findings, true);
    }

    private void add(Rule rule, String where, Object expected, Object found) {
        Rule code = rule == CaseRule.CASE_X_002 ? CaseRule.CASE_MOD_002 : CaseRule.CASE_MOD_003;
        if (!modality || rule.severity() == Severity.ERROR) {
            findings.add(modality ? code : rule, place + where, expected, found);
        }
    }

    void check(Element matrix, long[] shape) {
        if (!Arrays.equals(matrix.extents(), shape)) {
            add(CaseRule.CASE_X_002, "", Arrays.toString(shape), Arrays.toString(matrix.extents()));
        }
        if (matrix instanceof Element.Sparse sparse && sparse.shape().length == 2) {
            if (sparse.byColumn()) {
                add(CaseRule.CASE_X_003, "", "csr_matrix", "csc_matrix");
            }
            long[] starts = starts(sparse);
            if (starts.length > 0) {
                indices(sparse, starts);
            }
            values(sparse.data(), "/data");
        } else if (matrix instanceof Element.Dense dense) {
            add(CaseRule.CASE_X_003, "", "csr_matrix", "a dense array");
            values(dense.values(), "");
        } else {
            add(CaseRule.CASE_X_001, "", "a matrix", ObservationChecks.kind(matrix));
        }
    }

    /** The row starts; empty when they are wrong. */
    private long[] starts(Element.Sparse sparse) {
        long[] starts = sparse.starts().longs();
        long rows = sparse.shape()[sparse.byColumn() ? 1 : 0];
        long entries = sparse.indices().count();
        boolean ends = starts.length == rows + 1 && starts[0] == 0 && starts[starts.length - 1] == entries;
        for (int row = 0; ends && row < rows; row++) {
            if (starts[row + 1] < starts[row]) {
                add(CaseRule.CASE_X_004, "/indptr row " + row, "at least " + starts[row], starts[row + 1]);
                return new long[0];
            }
        }
        if (!ends) {
            String found = starts.length + " starts ending at " + (starts.length == 0 ? 0 : starts[starts.length - 1]);
            add(CaseRule.CASE_X_004, "/indptr", (rows + 1) + " starts from 0 to " + entries, found);
            return new long[0];
        }
        return starts;
    }

    private void indices(Element.Sparse sparse, long[] starts) {
        long columns = sparse.shape()[sparse.byColumn() ? 0 : 1];
        long[] state = {0, -1};
        Numbers indices = sparse.indices();
        indices.forEach((first, count, bytes) -> {
            for (int i = 0; i < count; i++) {
                while (first + i >= starts[(int) state[0] + 1]) {
                    state[0]++;
                    state[1] = -1;
                }
                long column = NumberBytes.integer(indices.type(), bytes, i);
                index(state[0], column, state[1], columns);
                state[1] = column;
            }
        });
    }

    private void index(long row, long column, long previous, long columns) {
        String where = "/indices row " + row;
        if (column < 0 || column >= columns) {
            add(CaseRule.CASE_X_005, where, "below " + columns, column);
        } else if (column == previous) {
            add(CaseRule.CASE_X_007, where, "column " + column + " once", "twice");
        } else if (column < previous) {
            add(CaseRule.CASE_X_006, where, "above " + previous, column);
        }
    }

    private void values(Numbers values, String part) {
        if (values.type().isUnsigned()) {
            return;
        }
        values.forEach((first, count, bytes) -> {
            for (int i = 0; i < count; i++) {
                double value = NumberBytes.real(values.type(), bytes, i);
                if (!(value >= 0) || value != Math.rint(value) || Double.isInfinite(value)) {
                    add(CaseRule.CASE_X_008, part + " entry " + (first + i), "a count", value);
                }
            }
        });
    }
}

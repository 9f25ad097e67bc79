package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import java.util.List;

/**
 * Finds the raw counts of another tool's file: {@code layers/counts}, {@code X} or {@code raw/X}, whichever holds non-negative
 * integers first; failing that, {@code X} with a warning.
 */
final class CountsReader {

    private final ArrayTree source;
    private final SparseReader matrices;
    private final FeatureReader features;

    /**
     * Counts and their features.
     *
     * @param matrix observations x features
     * @param panel the features
     * @param warnings what was unusual
     */
    record Counts(CsrMatrix matrix, GenePanel panel, List<String> warnings) {}

    CountsReader(ArrayTree source) {
        this.source = source;
        this.matrices = new SparseReader(source);
        this.features = new FeatureReader(source);
    }

    Counts read() {
        CsrMatrix x = null;
        for (String path : List.of("layers/counts", "X", "raw/X")) {
            if (!source.exists(path) || isNothing(path)) {
                continue;
            }
            CsrMatrix matrix = matrices.read(path);
            if (isCounts(matrix)) {
                return counts(path, matrix, List.of());
            }
            x = path.equals("X") ? matrix : x;
        }
        if (x == null) {
            throw Faults.missing(
                    source,
                    "X",
                    "the file has no matrix",
                    "Write counts to X or to layers['counts'] and save it again");
        }
        return counts(
                "X", x, List.of("X does not hold counts: there are fractions or negative values, and no layer counts"));
    }

    private boolean isNothing(String path) {
        return source.isDataset(path) && source.isNothing(path);
    }

    private Counts counts(String path, CsrMatrix matrix, List<String> warnings) {
        String var = path.equals("raw/X") && source.exists("raw/var") ? "raw/var" : "var";
        GenePanel panel = features.read(var, "");
        if (panel.size() != matrix.columns()) {
            throw Faults.broken(source, path, "matrix and " + var + " disagree", panel.size(), matrix.columns());
        }
        return new Counts(matrix, panel, warnings);
    }

    private static boolean isCounts(CsrMatrix matrix) {
        for (float value : matrix.values()) {
            if (!(value >= 0) || value != Math.rint(value)) {
                return false;
            }
        }
        return true;
    }
}

package io.spatho.stgpt.imputation;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.region.PanelDecoder;
import java.util.stream.IntStream;

/**
 * Predictions of every gene of a model from the genes that are not in its fold. Genes of fold 0 are never seen; those of another fold
 * are hidden together and seen by the others.
 */
final class FoldedPredictions {

    private final PanelDecoder decoder;
    private final int[] foldOf;
    private final int folds;
    private final Workers workers;

    FoldedPredictions(PanelDecoder decoder, int[] foldOf, Workers workers) {
        this.decoder = decoder;
        this.foldOf = foldOf;
        this.folds = IntStream.of(foldOf).max().orElse(0) + 1;
        this.workers = workers;
    }

    /** Cells x all genes of the model. */
    DenseMatrix of(CsrMatrix expression, int[] cells) {
        DenseMatrix all = DenseMatrix.zeros(cells.length, foldOf.length);
        for (int fold = 0; fold < folds; fold++) {
            int[] genes = genes(fold);
            copy(fold(expression, cells, fold, genes), genes, all);
        }
        return all;
    }

    /** Cells x the genes of one fold, in order. */
    DenseMatrix fold(CsrMatrix expression, int[] cells, int fold, int[] genes) {
        if (genes.length == 0) {
            return DenseMatrix.zeros(cells.length, 0);
        }
        boolean[] hidden = new boolean[foldOf.length];
        for (int gene = 0; gene < hidden.length; gene++) {
            hidden[gene] = foldOf[gene] == 0 || foldOf[gene] == fold;
        }
        return decoder.decode(expression, cells, genes, cell -> hidden, workers);
    }

    int[] genes(int fold) {
        return IntStream.range(0, foldOf.length)
                .filter(gene -> foldOf[gene] == fold)
                .toArray();
    }

    int folds() {
        return folds;
    }

    private static void copy(DenseMatrix part, int[] genes, DenseMatrix all) {
        for (int row = 0; row < all.rows(); row++) {
            for (int i = 0; i < genes.length; i++) {
                all.values()[row * all.columns() + genes[i]] = part.get(row, i);
            }
        }
    }
}

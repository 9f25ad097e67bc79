package io.spatho.anndata.h5ad;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Table;
import java.util.Map;

/**
 * Dissociated cells of an AnnData object, which need no positions: raw counts, the observations' columns and vectors.
 *
 * @param ids names of the cells, without repeats
 * @param counts cells x genes, raw
 * @param panel the genes
 * @param obs columns of the observations
 * @param obsm dense matrices with a row for each cell
 */
public record ReferenceCells(
        String[] ids, CsrMatrix counts, GenePanel panel, Table obs, Map<String, DenseMatrix> obsm) {

    /**
     * Reads them; counts are searched where {@link H5adReader} searches them.
     *
     * @throws io.spatho.core.error.InputException when the file holds no counts or its parts disagree
     */
    public static ReferenceCells read(ArrayTree source) {
        AnnDataFile file = AnnDataReader.read(source);
        DataFrameReader.Frame frame = new DataFrameReader(source).read("obs", file.obs());
        ForeignCase.requireUnique(source, frame.index(), "obs");
        CountsPlace place = CountsPlace.find(source, file)
                .orElseThrow(() -> Faults.missing(
                        source,
                        "X",
                        "the file holds no counts: neither X, raw nor any layer has non-negative integers only",
                        "Save the raw counts in layers['counts'] and write the file again"));
        GenePanel features = new FeatureReader(source).read(place.var(), "");
        CsrMatrix matrix = new SparseReader(source).read(place.path());
        int cells = frame.index().length;
        if (matrix.rows() != cells || matrix.columns() != features.size()) {
            throw Faults.broken(
                    source,
                    place.path(),
                    "tables and matrix disagree in length",
                    cells + " x " + features.size(),
                    matrix.rows() + " x " + matrix.columns());
        }
        FeatureSplit split = FeatureSplit.of(features, matrix);
        return new ReferenceCells(
                frame.index(),
                split.counts(),
                split.panel(),
                frame.table(),
                new ExtrasReader(source).dense(file.obsm(), cells));
    }
}

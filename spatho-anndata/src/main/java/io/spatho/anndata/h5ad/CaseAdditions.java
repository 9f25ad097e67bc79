package io.spatho.anndata.h5ad;

import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.List;
import java.util.Map;

/**
 * What makes a case of another AnnData file: columns, matrices and the contract's metadata that are put beside its own elements.
 *
 * @param metadata where the case came from
 * @param genes the genes of the counts
 * @param counts the place of the counts, such as {@code X} or {@code layers/counts}
 * @param modalities names of the file's own modalities
 * @param images pictures to keep as they came; those of {@code uns["spatial"]} stay there
 * @param obs columns to add or replace, with {@code cell_id}, {@code x_um} and {@code y_um}
 * @param obsm matrices to add or replace
 * @param obsp graphs to add or replace
 * @param unit micrometres per unit of the file's own positions
 * @param replaces whether a column or matrix of the same name may go: it came from spatho itself
 */
record CaseAdditions(
        CaseMetadata metadata,
        GenePanel genes,
        String counts,
        List<String> modalities,
        List<SlideImage> images,
        Table obs,
        Map<String, DenseMatrix> obsm,
        Map<String, CsrMatrix> obsp,
        double unit,
        boolean replaces) {

    /** The contract's own columns of a dataset, and those of {@code chosen}. */
    static Table columns(SpatialDataset dataset, List<String> chosen) {
        Table obs = Table.ofRows(dataset.size()).with("cell_id", dataset.obs().column("cell_id"));
        obs = obs.with("x_um", new Column.Doubles(dataset.xUm())).with("y_um", new Column.Doubles(dataset.yUm()));
        for (String name : chosen) {
            obs = obs.with(name, dataset.obs().column(name));
        }
        return obs;
    }
}

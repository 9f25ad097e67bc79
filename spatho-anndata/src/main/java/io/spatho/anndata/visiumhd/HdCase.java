package io.spatho.anndata.visiumhd;

import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.table.Table;
import java.util.List;
import java.util.Map;

/**
 * Observations of a run before they become a dataset.
 *
 * @param matrix counts, whose barcodes are the observations' ids
 * @param obs {@code cell_id} and what else is known of each observation
 * @param pixelRow y of each in full-resolution pixels
 * @param pixelColumn x of each in full-resolution pixels
 * @param umPerPixel micrometres per full-resolution pixel
 * @param sizeUm side of the bins, NaN for cells
 * @param base the sub-folder whose pictures and results belong to them
 * @param outlines their outlines
 * @param facts what people should know of their making
 */
record HdCase(
        FeatureBarcodeMatrix matrix,
        Table obs,
        double[] pixelRow,
        double[] pixelColumn,
        double umPerPixel,
        double sizeUm,
        String base,
        List<OutlineSource> outlines,
        Map<String, String> facts) {}

package io.spatho.stgpt.retrieval;

import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.List;
import java.util.Optional;

/**
 * What to train on.
 *
 * @param dataset the case, with counts
 * @param features of its tiles, whose ids are the observations'
 * @param pictures the pixels of these tiles, for the baseline that sees pixels
 * @param index the reference
 * @param genes names of genes; empty for the most variable ones that both have
 * @param mostGenes how many these are
 * @param annotation a column of the observations with the reference's cell types; deconvolution when absent
 * @param pathways sets of genes that are judged together
 * @param settings of the networks
 * @param variational whether generators have a latent variable
 * @param baselines whether the baselines are trained too
 * @param approximate whether the small-world graph is searched instead of every cell
 * @param device where
 */
public record RetrievalRequest(
        SpatialDataset dataset,
        TileFeatures features,
        Optional<TilePictures> pictures,
        ReferenceIndex index,
        List<String> genes,
        int mostGenes,
        Optional<String> annotation,
        Optional<MarkerPanel> pathways,
        RetrievalSettings settings,
        boolean variational,
        boolean baselines,
        boolean approximate,
        DeviceRequest device) {

    /** The smallest share of the reference's genes that the case must have measured. */
    public static final double LEAST_OVERLAP = 0.1;

    /** The fewest genes that both must have. */
    public static final int FEWEST_SHARED = 5;

    public RetrievalRequest {
        genes = List.copyOf(genes);
    }

    CellSearch search() {
        return CellSearch.of(index, approximate, settings.seed());
    }
}

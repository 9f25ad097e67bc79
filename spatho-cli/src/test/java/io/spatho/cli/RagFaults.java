package io.spatho.cli;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.table.Column;
import java.util.Arrays;

/** Cases that a model with reference cells cannot be used on. */
final class RagFaults {

    private RagFaults() {}

    /** The same case with genes that no model knows. */
    static SpatialDataset withOtherGenes(SpatialDataset dataset) {
        GenePanel panel = dataset.panel();
        GenePanel other = new GenePanel(
                panel.name(),
                panel.featureNames().stream().map(gene -> "OTHER" + gene).toList(),
                panel.featureIds(),
                panel.featureTypes());
        return SpatialDataset.builder(
                        dataset.metadata(), dataset.counts(), other, dataset.obs(), dataset.xUm(), dataset.yUm())
                .build();
    }

    /** The same case with observations of other names. */
    static SpatialDataset withOtherNames(SpatialDataset dataset) {
        String[] names =
                Arrays.stream(dataset.cellIds()).map(id -> "other-" + id).toArray(String[]::new);
        return dataset.toBuilder()
                .obs(dataset.obs().with("cell_id", new Column.Strings(names)))
                .build();
    }
}

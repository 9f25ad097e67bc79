package io.spatho.stgpt.retrieval;

import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Vectors of reference cells by a checkpoint; a cell that expresses no gene which the checkpoint knows has zeros. */
final class NetworkVectors {

    private final EmbeddingSource.FromCheckpoint source;
    private final ToolContext context;

    NetworkVectors(EmbeddingSource.FromCheckpoint source, ToolContext context) {
        this.source = source;
        this.context = context;
    }

    /** The name of the space: it holds the checkpoint's digest. */
    String space() {
        return "checkpoint "
                + source.checkpointFingerprint().map(Fingerprint::sha256).orElse("");
    }

    /** The vectors of the rows named. */
    DenseMatrix of(ReferenceCells cells, int[] rows) {
        String[] ids = Arrays.stream(rows).mapToObj(row -> cells.ids()[row]).toArray(String[]::new);
        CaseMetadata metadata = new CaseMetadata(
                Platform.H5AD, "", "reference", Double.NaN, Double.NaN, List.of(), List.of(), Map.of(), List.of());
        // A checkpoint looks at single cells, so that dissociated ones may lie anywhere.
        SpatialDataset dissociated = SpatialDataset.builder(
                        metadata,
                        cells.counts().selectRows(rows),
                        cells.panel(),
                        Table.ofRows(rows.length).with("cell_id", new Column.Strings(ids)),
                        new double[rows.length],
                        new double[rows.length])
                .build();
        DenseMatrix vectors = source.vectors(dissociated, context);
        for (int i = 0; i < vectors.values().length; i++) {
            if (Float.isNaN(vectors.values()[i])) {
                vectors.values()[i] = 0;
            }
        }
        return vectors;
    }
}

package io.spatho.stgpt.runtime;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.ToolContext;

/** The vectors of a case by a trained network, as a row of items of which a stretch of whole blocks can be computed by itself. */
interface CellWork {

    /** The work of a source that holds a trained network. */
    static CellWork of(EmbeddingSource source, SpatialDataset kept, ToolContext context) {
        if (source instanceof EmbeddingSource.FromCheckpoint checkpoint) {
            return new CheckpointVectors(kept, checkpoint, context);
        }
        if (source instanceof EmbeddingSource.FromRegionModel region) {
            return new RegionModelVectors(kept, region, context);
        }
        throw new IllegalArgumentException("no network was trained before");
    }

    /** How many vectors there are to compute. */
    int items();

    /** How many neighbours are computed together; stretches begin at multiples of it. */
    int block();

    /** Numbers of a vector. */
    int width();

    /** Whether a GPU computes. */
    boolean isOnGpu();

    /** The id of the observation behind an item. */
    String id(int item);

    /** The network. */
    ModelReference model();

    /** The vectors of the items from a multiple of {@link #block} to another, or to the end. */
    DenseMatrix vectors(int from, int to);

    /** All items' vectors as vectors of the observations. */
    EmbeddedCells finish(DenseMatrix all);

    /** Computes everything. */
    default EmbeddedCells all() {
        return finish(vectors(0, items()));
    }
}

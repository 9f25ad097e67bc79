package io.spatho.stgpt.retrieval;

import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.histology.feature.TileFeatures;

/**
 * The features of tiles, every scale side by side, standardised, with each tile's nearest tiles.
 *
 * @param features tiles x (scales x features)
 * @param scaleWidth features of one scale
 * @param neighbours {@value #NEIGHBOURS} for each tile; its own number where it has fewer
 */
record PictureInputs(DenseMatrix features, int scaleWidth, int[] neighbours) {

    static final int NEIGHBOURS = 6;

    /** Every scale side by side, as in the table. */
    static DenseMatrix joined(TileFeatures table) {
        int width = table.names().size();
        int scales = table.scales().size();
        int tiles = table.tileIds().length;
        DenseMatrix joined = DenseMatrix.zeros(tiles, Math.multiplyExact(width, scales));
        for (int scale = 0; scale < scales; scale++) {
            DenseMatrix at = table.at(table.scales().get(scale));
            for (int tile = 0; tile < tiles; tile++) {
                System.arraycopy(
                        at.values(), tile * width, joined.values(), tile * width * scales + scale * width, width);
            }
        }
        return joined;
    }

    static PictureInputs of(TileFeatures table, Moments moments, Workers workers) {
        DenseMatrix features = moments.standardised(joined(table));
        int tiles = features.rows();
        int[] neighbours = new int[Math.multiplyExact(tiles, NEIGHBOURS)];
        int known = Math.min(NEIGHBOURS, tiles - 1);
        NearestNeighbours nearest = SpatialNeighbours.nearest(table.xUm(), table.yUm(), known, workers);
        for (int tile = 0; tile < tiles; tile++) {
            for (int i = 0; i < NEIGHBOURS; i++) {
                neighbours[tile * NEIGHBOURS + i] = i < known ? nearest.neighbour(tile, i) : tile;
            }
        }
        return new PictureInputs(features, table.names().size(), neighbours);
    }

    /** The numbers of a token of a configuration. */
    int width(Configuration configuration) {
        int own = configuration.everyScale() ? features.columns() : scaleWidth;
        return configuration.pooling() == Configuration.Pooling.LOCAL ? 2 * own : own;
    }

    /** The tokens of a tile in a configuration. */
    static int tokens(Configuration configuration) {
        return configuration.pooling() == Configuration.Pooling.ATTENTION ? 1 + NEIGHBOURS : 1;
    }

    /** The inputs of tiles: tiles x tokens x width. */
    float[] rows(int[] tiles, Configuration configuration) {
        int width = width(configuration);
        int tokens = tokens(configuration);
        int own = configuration.everyScale() ? features.columns() : scaleWidth;
        float[] rows = new float[tiles.length * tokens * width];
        for (int i = 0; i < tiles.length; i++) {
            int at = i * tokens * width;
            copy(tiles[i], own, rows, at);
            for (int n = 0; n < NEIGHBOURS; n++) {
                int neighbour = neighbours[tiles[i] * NEIGHBOURS + n];
                if (tokens > 1) {
                    copy(neighbour, own, rows, at + (n + 1) * width);
                } else if (width > own) {
                    for (int f = 0; f < own; f++) {
                        rows[at + own + f] += features.get(neighbour, f) / NEIGHBOURS;
                    }
                }
            }
        }
        return rows;
    }

    private void copy(int tile, int count, float[] to, int at) {
        System.arraycopy(features.values(), tile * features.columns(), to, at, count);
    }
}

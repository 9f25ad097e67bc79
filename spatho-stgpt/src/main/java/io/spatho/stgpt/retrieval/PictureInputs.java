package io.spatho.stgpt.retrieval;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.Arrays;
import java.util.Optional;

/**
 * The features of tiles, every scale side by side, standardised, with each tile's nearest tiles, and their pixels where these are known.
 *
 * @param features tiles x (scales x features)
 * @param scaleWidth features of one scale
 * @param neighbours for each tile the nearest one in each of {@value #NEIGHBOURS} directions among its {@value #NEAREST} nearest; its own
 *     number where there is none
 * @param pictures the tiles' pixels
 */
record PictureInputs(DenseMatrix features, int scaleWidth, int[] neighbours, Optional<TilePictures> pictures) {

    static final int NEIGHBOURS = 6;

    private static final int NEAREST = 8;

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
        requireFinite(table, joined);
        return joined;
    }

    private static void requireFinite(TileFeatures table, DenseMatrix joined) {
        for (int i = 0; i < joined.values().length; i++) {
            if (!Float.isFinite(joined.values()[i])) {
                int width = table.names().size();
                int column = i % joined.columns();
                throw new InputException(Problem.of("a feature is not a finite number")
                        .at("tile " + table.tileIds()[i / joined.columns()] + ", "
                                + table.names().get(column % width) + " at "
                                + table.scales().get(column / width) + " µm")
                        .fix("Make the features again: spatho histology encode"));
            }
        }
    }

    static PictureInputs of(TileFeatures table, Moments moments, Workers workers) {
        DenseMatrix features = moments.standardised(joined(table));
        int tiles = features.rows();
        int[] neighbours = new int[Math.multiplyExact(tiles, NEIGHBOURS)];
        int known = Math.min(NEAREST, tiles - 1);
        NearestNeighbours nearest = SpatialNeighbours.nearest(table.xUm(), table.yUm(), known, workers);
        for (int tile = 0; tile < tiles; tile++) {
            Arrays.fill(neighbours, tile * NEIGHBOURS, (tile + 1) * NEIGHBOURS, tile);
            for (int i = known - 1; i >= 0; i--) {
                int other = nearest.neighbour(tile, i);
                double right = table.xUm()[other] - table.xUm()[tile];
                double down = table.yUm()[other] - table.yUm()[tile];
                neighbours[tile * NEIGHBOURS + direction(right, down)] = other;
            }
        }
        return new PictureInputs(features, table.names().size(), neighbours, Optional.empty());
    }

    PictureInputs with(Optional<TilePictures> pixels) {
        return new PictureInputs(features, scaleWidth, neighbours, pixels);
    }

    /** The sixth of the circle that a direction lies in; the first is centred on the right. */
    static int direction(double right, double down) {
        double turns = Math.atan2(down, right) / (2 * Math.PI);
        return Math.floorMod((int) Math.floor(turns * NEIGHBOURS + 0.5), NEIGHBOURS);
    }

    /** The numbers of a token of a configuration. */
    int width(Configuration configuration) {
        if (configuration.ofPixels()) {
            return pictures.orElseThrow().width();
        }
        int own = configuration.everyScale() ? features.columns() : scaleWidth;
        return configuration.pooling() == Configuration.Pooling.CONVOLUTION
                ? Math.multiplyExact(1 + NEIGHBOURS, own)
                : own;
    }

    /** The tokens of a tile in a configuration. */
    static int tokens(Configuration configuration) {
        return configuration.pooling() == Configuration.Pooling.ATTENTION ? 1 + NEIGHBOURS : 1;
    }

    /** The inputs of tiles: tiles x tokens x width. */
    float[] rows(int[] tiles, Configuration configuration) {
        if (configuration.ofPixels()) {
            return pictures.orElseThrow().rows(tiles);
        }
        int width = width(configuration);
        int tokens = tokens(configuration);
        int own = configuration.everyScale() ? features.columns() : scaleWidth;
        float[] rows = new float[tiles.length * tokens * width];
        for (int i = 0; i < tiles.length; i++) {
            int at = i * tokens * width;
            copy(tiles[i], own, rows, at);
            for (int n = 0; n < NEIGHBOURS; n++) {
                int neighbour = neighbours[tiles[i] * NEIGHBOURS + n];
                if (tokens > 1 || width > own) {
                    copy(neighbour, own, rows, at + (n + 1) * own);
                }
            }
        }
        return rows;
    }

    private void copy(int tile, int count, float[] to, int at) {
        System.arraycopy(features.values(), tile * features.columns(), to, at, count);
    }
}

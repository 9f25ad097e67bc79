package io.spatho.stgpt.retrieval;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.TissueBins;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The tiles that are predicted: all of a table, or those of the kept observations of a case.
 *
 * @param rows their rows in the table
 * @param ids their names
 * @param xUm centres
 * @param yUm centres
 * @param observations the case's observation of each; empty without a case
 */
record PredictedTiles(int[] rows, String[] ids, double[] xUm, double[] yUm, int[] observations) {

    private static final int SQUARES_ALONG = 96;

    /** Spots of a lattice lie a little closer in one direction than in the other; no square between them must stay empty. */
    private static final double PITCHES_PER_SQUARE = 1.2;

    static PredictedTiles of(TileFeatures features, Optional<MeasuredCase> measured) {
        if (measured.isEmpty()) {
            return at(features, IntStream.range(0, features.tileIds().length).toArray(), new int[0]);
        }
        int[] rows = features.rowsOf(measured.get().kept().cellIds());
        int[] observations =
                IntStream.range(0, rows.length).filter(i -> rows[i] >= 0).toArray();
        if (observations.length == 0) {
            throw new InputException(Problem.of("no observation that passed quality control has features")
                    .at("--retrieval-features")
                    .expected("tiles of some of " + rows.length + " observations", "none")
                    .fix("Make the features of all observations: spatho histology encode BUNDLE --he SLIDE -o OUT"));
        }
        return at(features, Arrays.stream(observations).map(i -> rows[i]).toArray(), observations);
    }

    private static PredictedTiles at(TileFeatures features, int[] rows, int[] observations) {
        return new PredictedTiles(
                rows,
                Arrays.stream(rows).mapToObj(row -> features.tileIds()[row]).toArray(String[]::new),
                Arrays.stream(rows).mapToDouble(row -> features.xUm()[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> features.yUm()[row]).toArray(),
                observations);
    }

    int size() {
        return ids.length;
    }

    /** The place of each tile's region among those of the case, or -1. */
    int[] regions(MeasuredCase measured) {
        return Arrays.stream(observations)
                .map(observation -> measured.regionOf()[observation])
                .toArray();
    }

    /** Squares that are wide enough for most to hold a tile. */
    TissueBins squares(Workers workers) {
        return TissueBins.over(xUm, yUm, SQUARES_ALONG, PITCHES_PER_SQUARE * pitch(workers));
    }

    /** The median distance to the nearest tile; 0 with a single tile. */
    private double pitch(Workers workers) {
        if (size() < 2) {
            return 0;
        }
        NearestNeighbours nearest = SpatialNeighbours.nearest(xUm, yUm, 1, workers);
        double[] distances = IntStream.range(0, size())
                .mapToDouble(tile -> nearest.distance(tile, 0))
                .sorted()
                .toArray();
        return distances[distances.length / 2];
    }
}

package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.TissueBins;
import io.spatho.core.table.Column;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tiles of a table are predicted beside a case. */
class PredictedTilesTest {

    private static final int SPOTS = 100;

    @TempDir
    Path temp;

    private static SpatialDataset named(SpatialDataset dataset, String[] ids) {
        return dataset.toBuilder()
                .obs(dataset.obs().with("cell_id", new Column.Strings(ids)))
                .build();
    }

    @Test
    void tilesAreThoseOfKeptObservationsWithTheirRegions() {
        MadeTissue made = new MadeTissue(1, true);
        TileFeatures features = made.features(SPOTS, temp.resolve("features.parquet"));
        assertThat(PredictedTiles.of(features, Optional.empty()).size()).isEqualTo(SPOTS);

        SpatialDataset tissue = made.tissue(SPOTS);
        String[] ids = tissue.cellIds().clone();
        String last = ids[SPOTS - 1];
        ids[SPOTS - 1] = ids[3];
        ids[3] = last;
        ids[0] = "nowhere";
        int[] regionOf = new int[SPOTS];
        regionOf[3] = 1;
        MeasuredCase measured = new MeasuredCase(named(tissue, ids), List.of("one", "two"), regionOf);
        PredictedTiles tiles = PredictedTiles.of(features, Optional.of(measured));
        assertThat(tiles.size()).isEqualTo(SPOTS - 1);
        assertThat(tiles.ids()[2]).isEqualTo(last);
        assertThat(tiles.rows()[2]).isEqualTo(SPOTS - 1);
        assertThat(tiles.xUm()[2]).isEqualTo(features.xUm()[SPOTS - 1]);
        assertThat(tiles.regions(measured)[2]).isEqualTo(1);
        try (Workers workers = new Workers(1)) {
            TissueBins squares = tiles.squares(workers);
            // Spots lie 10 micrometres apart.
            assertThat(squares.sideUm()).isEqualTo(12);
            assertThat(Arrays.stream(squares.observations()).sum()).isEqualTo(SPOTS - 1);
        }
    }

    @Test
    void aCaseWhoseKeptObservationsHaveNoFeaturesIsRefused() {
        MadeTissue made = new MadeTissue(1, true);
        TileFeatures features = made.features(SPOTS, temp.resolve("features.parquet"));
        SpatialDataset tissue = made.tissue(SPOTS);
        String[] others =
                Arrays.stream(tissue.cellIds()).map(id -> "other-" + id).toArray(String[]::new);
        MeasuredCase measured = new MeasuredCase(named(tissue, others), List.of(), new int[SPOTS]);
        assertThatThrownBy(() -> PredictedTiles.of(features, Optional.of(measured)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no observation that passed quality control has features");
    }
}

package io.spatho.stgpt.retrieval;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The tables of scores, {@code rag/genes.parquet}, {@code rag/spots.parquet} and {@code rag/pathways.parquet}, with a row for each
 * configuration and gene, observation or pathway; and maps of the held-out observations, {@code rag/maps.parquet}.
 */
final class TrainingTables {

    private final ArtifactStore store;
    private final RetrievalReport report;
    private final HeldOutPredictions predicted;
    private final String[] ids;

    TrainingTables(ArtifactStore store, RetrievalReport report, HeldOutPredictions predicted, String[] ids) {
        this.store = store;
        this.report = report;
        this.predicted = predicted;
        this.ids = ids;
    }

    void write(TileFeatures features) {
        scores("rag/genes.parquet", "gene", report.genes(), report::ofGenes);
        scores("rag/spots.parquet", "tile_id", Arrays.asList(ids), report::ofSpots);
        report.pathways()
                .ifPresent(activity -> scores(
                        "rag/pathways.parquet",
                        "pathway",
                        activity.names(),
                        values -> report.ofPathways(activity, values)));
        maps(features);
    }

    private void scores(String path, String key, List<String> names, Function<DenseMatrix, PredictionScores> scoring) {
        Table none = PredictionScores.ofSpots(DenseMatrix.zeros(0, 0), DenseMatrix.zeros(0, 0))
                .table("", key, List.of());
        store.table(path, Origin.MODEL_DERIVED, none, sink -> {
            for (int i = 0; i < predicted.names().size(); i++) {
                sink.append(scoring.apply(predicted.values().get(i))
                        .table(predicted.names().get(i), key, names));
            }
        });
    }

    /** Positions, measured and predicted values, gene after gene. */
    private Artifact maps(TileFeatures features) {
        int[] at = features.rowsOf(ids);
        int rows = Math.multiplyExact(ids.length, report.genes().size());
        String[] tiles = new String[rows];
        String[] genes = new String[rows];
        double[][] values = new double[4][rows];
        for (int i = 0; i < rows; i++) {
            int spot = i % ids.length;
            int gene = i / ids.length;
            tiles[i] = ids[spot];
            genes[i] = report.genes().get(gene);
            values[0][i] = features.xUm()[at[spot]];
            values[1][i] = features.yUm()[at[spot]];
            values[2][i] = report.measured().get(spot, gene);
            values[3][i] = predicted.model().get(spot, gene);
        }
        return store.table(
                "rag/maps.parquet",
                Origin.MODEL_DERIVED,
                Table.ofRows(rows)
                        .with("tile_id", new Column.Strings(tiles))
                        .with("gene", new Column.Strings(genes))
                        .with("x_um", new Column.Doubles(values[0]))
                        .with("y_um", new Column.Doubles(values[1]))
                        .with("measured", new Column.Doubles(values[2]))
                        .with("predicted", new Column.Doubles(values[3])));
    }
}

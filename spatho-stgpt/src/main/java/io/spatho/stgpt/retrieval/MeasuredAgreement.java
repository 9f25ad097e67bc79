package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far predictions agree with what a case measured: Pearson, Spearman, mean squared and mean absolute error along genes ({@code
 * rag/agreement.parquet}) and along observations ({@code rag/agreement_tiles.parquet}).
 *
 * <p>Measured values are {@code log(1 + count scaled to the median sum of the case's observations)}, as in the training; another case's
 * median is another one, which errors see and correlations do not.
 *
 * @param genes which the model predicts and the case measured, those that held-out tissue supports best first; none without a case
 * @param ofModel their places among the model's genes
 * @param measured tiles x genes
 */
record MeasuredAgreement(List<String> genes, int[] ofModel, DenseMatrix measured) {

    static final String GENES = "rag/agreement.parquet";
    static final String TILES = "rag/agreement_tiles.parquet";

    static MeasuredAgreement of(
            RetrievalSources sources, PredictedTiles tiles, Optional<MeasuredCase> measured, Workers workers) {
        if (measured.isEmpty()) {
            return new MeasuredAgreement(List.of(), new int[0], DenseMatrix.zeros(0, 0));
        }
        List<String> genes =
                sources.model().bestSupportedFirst(sources.shared(measured.get().kept()));
        CsrMatrix counts = measured.get().kept().counts().selectRows(tiles.observations());
        CsrMatrix logged = Normalization.toMedian(counts, workers).matrix();
        return new MeasuredAgreement(
                genes,
                genes.stream().mapToInt(sources.model().genes()::indexOf).toArray(),
                LookUp.dense(
                        LookUp.columns(logged, measured.get().kept().panel().uniqueNames(), genes)));
    }

    private DenseMatrix predicted(DenseMatrix all) {
        DenseMatrix chosen = DenseMatrix.zeros(all.rows(), ofModel.length);
        for (int row = 0; row < all.rows(); row++) {
            for (int gene = 0; gene < ofModel.length; gene++) {
                chosen.values()[row * ofModel.length + gene] = Math.max(0, all.get(row, ofModel[gene]));
            }
        }
        return chosen;
    }

    /** Writes both tables and puts the means into {@code document}. */
    List<Artifact> write(
            ArtifactStore store, RetrievalModel model, String[] ids, DenseMatrix all, ObjectNode document) {
        DenseMatrix predicted = predicted(all);
        PredictionScores ofGenes = PredictionScores.ofGenes(measured, predicted);
        PredictionScores ofTiles = PredictionScores.ofSpots(measured, predicted);
        ObjectNode node = document.putObject("measured").put("genes", genes.size());
        RetrievalReport.put(node.putObject("along_genes"), ofGenes);
        RetrievalReport.put(node.putObject("along_tiles"), ofTiles);
        double[] heldOut = IntStream.of(ofModel)
                .mapToDouble(gene -> model.heldOutPearson()[gene])
                .toArray();
        Table byGene = columns(ofGenes, "gene", genes).with("held_out_pearson", new Column.Doubles(heldOut));
        return List.of(
                store.table(GENES, Origin.MODEL_DERIVED, byGene),
                store.table(TILES, Origin.MODEL_DERIVED, columns(ofTiles, "tile_id", Arrays.asList(ids))));
    }

    private static Table columns(PredictionScores scores, String key, List<String> names) {
        return Table.ofRows(names.size())
                .with(key, new Column.Strings(names.toArray(String[]::new)))
                .with("pearson", new Column.Doubles(scores.pearson()))
                .with("spearman", new Column.Doubles(scores.spearman()))
                .with("mean_squared_error", new Column.Doubles(scores.squared()))
                .with("mean_absolute_error", new Column.Doubles(scores.absolute()));
    }
}

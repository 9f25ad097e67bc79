package io.spatho.stgpt.retrieval;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.spatial.TissueBins;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Maps in squares, {@code rag/squares.parquet}: means of the predicted values of up to {@value #MOST_GENES} genes, beside the measured
 * ones where there are any, and of the predicted shares of up to {@value #MOST_TYPES} cell types.
 */
final class PredictionSquares {

    static final String FILE = "rag/squares.parquet";

    private static final int MOST_GENES = 8;
    private static final int MOST_TYPES = 24;

    private final RetrievalModel model;
    private final TissueBins squares;
    private final int[] held;

    PredictionSquares(RetrievalModel model, TissueBins squares) {
        this.model = model;
        this.squares = squares;
        this.held = IntStream.range(0, squares.observations().length)
                .filter(square -> squares.observations()[square] > 0)
                .toArray();
    }

    /**
     * Writes the maps.
     *
     * @param found logged expression of the tiles, and composition
     * @param beside what was measured of some of the genes, if anything was
     */
    Artifact write(ArtifactStore store, RetrievalPrediction found, MeasuredAgreement beside) {
        Table table = Table.ofRows(held.length)
                .with("x_um", column(squares::xUm))
                .with("y_um", column(squares::yUm))
                .with("bin_um", column(square -> squares.sideUm()))
                .with(
                        "tiles",
                        new Column.Ints(Arrays.stream(held)
                                .map(square -> squares.observations()[square])
                                .toArray()));
        List<String> measured = beside.genes();
        List<String> ordered = measured.isEmpty() ? model.bestSupportedFirst(model.genes()) : measured;
        for (String name : ordered.subList(0, Math.min(MOST_GENES, ordered.size()))) {
            if (!measured.isEmpty()) {
                table = table.with("measured_" + name, means(beside.measured(), measured.indexOf(name)));
            }
            table = table.with(
                    "predicted_" + name, means(found.genes(), model.genes().indexOf(name)));
        }
        for (int type : types(found.composition())) {
            table = table.with("share_" + model.types().get(type), means(found.composition(), type));
        }
        return store.table(FILE, Origin.MODEL_DERIVED, table);
    }

    /** The most frequent cell types, in that order. */
    private int[] types(DenseMatrix shares) {
        double[] sums = new double[shares.columns()];
        for (int i = 0; i < shares.values().length; i++) {
            sums[i % sums.length] += shares.values()[i];
        }
        return IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(type -> -sums[type])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_TYPES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private Column means(DenseMatrix values, int of) {
        double[] means = new double[squares.observations().length];
        for (int tile = 0; tile < values.rows(); tile++) {
            int square = squares.binOf()[tile];
            means[square] += Math.max(0, values.get(tile, of)) / squares.observations()[square];
        }
        return column(square -> means[square]);
    }

    private Column column(IntToDoubleFunction value) {
        return new Column.Doubles(Arrays.stream(held).mapToDouble(value).toArray());
    }
}

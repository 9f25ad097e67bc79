package io.spatho.stgpt.expression;

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

/** Measured beside predicted expression of one case: maps in squares of the genes that held-out tissue supports best, and how far they agree. */
final class ExpressionMaps {

    /** Before the name of a gene in a column of measured values. */
    static final String MEASURED = "measured_";

    /** Before the name of a gene in a column of predicted values. */
    static final String PREDICTED = "predicted_";

    private static final int MOST_GENES = 8;
    private static final int SQUARES_ALONG = 96;
    private static final double PITCHES_PER_SQUARE = 1.2;

    private final ExpressionModel model;
    private final ExpressionMaterial measured;
    private final int[] ofModel;
    private final DenseMatrix rates;

    /** Measured counts of genes that the model predicts, and the rates of all the model's genes for the same places. */
    ExpressionMaps(ExpressionModel model, ExpressionMaterial measured, DenseMatrix rates) {
        this.model = model;
        this.measured = measured;
        this.rates = rates;
        this.ofModel =
                measured.genes().stream().mapToInt(model.genes()::indexOf).toArray();
    }

    /** The correlation of {@code log(1 + count)} and {@code log(1 + rate)} of each measured gene in this case; NaN where it is undefined. */
    double[] correlations() {
        double[] found = new double[ofModel.length];
        for (int gene = 0; gene < found.length; gene++) {
            found[gene] = WeightedCorrelation.of(logs(measured.counts(), gene), logs(rates, ofModel[gene]));
        }
        return found;
    }

    private double[] logs(DenseMatrix values, int column) {
        return IntStream.range(0, values.rows())
                .mapToDouble(row -> Math.log1p(values.get(row, column)))
                .toArray();
    }

    /** A row for each measured gene, the best supported first. */
    Artifact agreement(ArtifactStore store, String path) {
        int[] order = order();
        double[] here = correlations();
        boolean[] supported = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            supported[i] = model.support().isSupported(ofModel[order[i]]);
        }
        return store.table(
                path,
                Origin.MODEL_DERIVED,
                Table.ofRows(order.length)
                        .with(
                                "gene",
                                new Column.Strings(Arrays.stream(order)
                                        .mapToObj(measured.genes()::get)
                                        .toArray(String[]::new)))
                        .with("pearson", column(order, gene -> here[gene]))
                        .with("held_out_pearson", column(order, gene -> heldOut(ofModel[gene])))
                        .with("supported", new Column.Booleans(supported)));
    }

    private double heldOut(int gene) {
        return model.support().pearson()[gene];
    }

    private static Column column(int[] order, IntToDoubleFunction value) {
        return new Column.Doubles(Arrays.stream(order).mapToDouble(value).toArray());
    }

    /** Measured genes by what held-out tissue of the training says of them; those of which it says nothing last. */
    private int[] order() {
        return IntStream.range(0, ofModel.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                gene -> Float.isNaN((float) heldOut(ofModel[gene])) ? 2 : -heldOut(ofModel[gene]))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A row for each square that holds observations: means of {@code log(1 + value)}, measured and predicted, of up to eight genes. */
    Artifact maps(ArtifactStore store, String path) {
        PlacedFeatures places = measured.places();
        TissueBins bins = TissueBins.over(places.x(), places.y(), SQUARES_ALONG, PITCHES_PER_SQUARE * places.pitch());
        int[] held = IntStream.range(0, bins.observations().length)
                .filter(bin -> bins.observations()[bin] > 0)
                .toArray();
        Table table = Table.ofRows(held.length)
                .with("x_um", column(held, bins::xUm))
                .with("y_um", column(held, bins::yUm))
                .with("bin_um", column(held, bin -> bins.sideUm()))
                .with(
                        "observations",
                        new Column.Ints(Arrays.stream(held)
                                .map(bin -> bins.observations()[bin])
                                .toArray()));
        int[] order = order();
        List<String> names = measured.genes();
        for (int i = 0; i < Math.min(MOST_GENES, order.length); i++) {
            double[] own = means(bins, logs(measured.counts(), order[i]));
            double[] other = means(bins, logs(rates, ofModel[order[i]]));
            table = table.with(MEASURED + names.get(order[i]), column(held, bin -> own[bin]))
                    .with(PREDICTED + names.get(order[i]), column(held, bin -> other[bin]));
        }
        return store.table(path, Origin.MODEL_DERIVED, table);
    }

    private static double[] means(TissueBins bins, double[] values) {
        double[] means = new double[bins.observations().length];
        for (int row = 0; row < values.length; row++) {
            means[bins.binOf()[row]] += values[row] / bins.observations()[bins.binOf()[row]];
        }
        return means;
    }
}

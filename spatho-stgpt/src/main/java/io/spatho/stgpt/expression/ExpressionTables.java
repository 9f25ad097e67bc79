package io.spatho.stgpt.expression;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.expression.ExpressionScores.Kind;
import io.spatho.stgpt.expression.ExpressionScores.OfGene;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The tables of predictions, of support, and of how predictable each gene is. */
final class ExpressionTables {

    private static final int BATCH = 512;

    private final ArtifactStore store;
    private final PlacedFeatures places;
    private final List<String> genes;

    ExpressionTables(ArtifactStore store, PlacedFeatures places, List<String> genes) {
        this.store = store;
        this.places = places;
        this.genes = genes;
    }

    /** A row for each place and gene: value, interval, level, method, {@code imputed = true}, whether the gene is supported. */
    Artifact predictions(String path, ExpressionModel model, DenseMatrix rates) {
        return batches(path, (from, to) -> {
            double[] level = new double[(to - from) * genes.size()];
            String[] method = new String[level.length];
            boolean[] imputed = new boolean[level.length];
            boolean[] supported = new boolean[level.length];
            Arrays.fill(level, Conformal.LEVEL);
            Arrays.fill(method, Conformal.METHOD);
            Arrays.fill(imputed, true);
            IntStream.range(0, supported.length)
                    .forEach(i -> supported[i] = model.support().isSupported(i % genes.size()));
            IntToDoubleFunction rate = i -> rates.values()[from * genes.size() + i];
            return keys(from, to)
                    .with("value", column(level.length, rate))
                    .with(
                            "lower",
                            column(
                                    level.length,
                                    i -> Conformal.lower(rate.applyAsDouble(i), model.reach()[i % genes.size()])))
                    .with(
                            "upper",
                            column(
                                    level.length,
                                    i -> Conformal.upper(rate.applyAsDouble(i), model.reach()[i % genes.size()])))
                    .with("level", new Column.Doubles(level))
                    .with("method", new Column.Strings(method))
                    .with("imputed", new Column.Booleans(imputed))
                    .with("gene_supported", new Column.Booleans(supported));
        });
    }

    /** A row for each observation and gene: measured count, predictions of all three, the network's interval. */
    Artifact heldOut(String path, ExpressionMaterial material, ExpressionFolds folds, CrossValidation found) {
        return batches(path, (from, to) -> {
            int rows = (to - from) * genes.size();
            int[] fold = new int[rows];
            boolean[] imputed = new boolean[rows];
            Arrays.setAll(fold, i -> folds.foldOf()[from + i / genes.size()]);
            Arrays.fill(imputed, true);
            return keys(from, to)
                    .with("measured", part(material.counts(), from, rows))
                    .with("value", part(found.network(), from, rows))
                    .with("lower", part(found.lower(), from, rows))
                    .with("upper", part(found.upper(), from, rows))
                    .with("ridge", part(found.ridge(), from, rows))
                    .with("mean", part(found.mean(), from, rows))
                    .with("fold", new Column.Ints(fold))
                    .with("imputed", new Column.Booleans(imputed));
        });
    }

    private Column part(DenseMatrix matrix, int from, int rows) {
        return column(rows, i -> matrix.values()[from * genes.size() + i]);
    }

    private interface Maker {
        Table of(int from, int to);
    }

    private Artifact batches(String path, Maker maker) {
        return store.table(path, Origin.MODEL_DERIVED, maker.of(0, 0), sink -> {
            for (int from = 0; from < places.size(); from += BATCH) {
                sink.append(maker.of(from, Math.min(places.size(), from + BATCH)));
            }
        });
    }

    private Table keys(int from, int to) {
        int rows = (to - from) * genes.size();
        String[] ids = new String[rows];
        String[] names = new String[rows];
        Arrays.setAll(ids, i -> places.ids()[from + i / genes.size()]);
        Arrays.setAll(names, i -> genes.get(i % genes.size()));
        return Table.ofRows(rows)
                .with("tile_id", new Column.Strings(ids))
                .with("gene", new Column.Strings(names))
                .with("x_um", column(rows, i -> places.x()[from + i / genes.size()]))
                .with("y_um", column(rows, i -> places.y()[from + i / genes.size()]));
    }

    private static Column column(int rows, IntToDoubleFunction value) {
        double[] values = new double[rows];
        Arrays.setAll(values, value);
        return new Column.Doubles(values);
    }

    /** A row for each gene of a model: what its training knows. */
    Artifact support(String path, ExpressionModel model) {
        GeneSupport support = model.support();
        int[] observations = new int[genes.size()];
        int[] expressed = new int[genes.size()];
        boolean[] supported = new boolean[genes.size()];
        Arrays.fill(observations, support.observations());
        for (int gene = 0; gene < expressed.length; gene++) {
            expressed[gene] = (int) support.expressed()[gene];
            supported[gene] = support.isSupported(gene);
        }
        return store.table(
                path,
                Origin.MODEL_DERIVED,
                Table.ofRows(genes.size())
                        .with("gene", new Column.Strings(genes.toArray(String[]::new)))
                        .with("training_observations", new Column.Ints(observations))
                        .with("expressed_observations", new Column.Ints(expressed))
                        .with("mean_count", new Column.Floats(support.mean()))
                        .with("held_out_pearson", new Column.Floats(support.pearson()))
                        .with("held_out_deviance_explained", new Column.Floats(support.explained()))
                        .with("interval_reach", new Column.Floats(model.reach()))
                        .with("supported", new Column.Booleans(supported)));
    }

    /** A row for each gene: every figure of the network with interval and controls, and Pearson's of ridge regression. */
    Artifact predictability(
            String path, ExpressionMaterial material, ExpressionScores network, ExpressionScores ridge) {
        int rows = genes.size();
        Table table = Table.ofRows(rows)
                .with("gene", new Column.Strings(genes.toArray(String[]::new)))
                .with("mean_count", column(rows, gene -> mean(material, gene, false)))
                .with("expressed_share", column(rows, gene -> mean(material, gene, true)));
        for (Kind kind : Kind.values()) {
            List<OfGene> own = network.of(kind).genes();
            List<OfGene> other = ridge.of(kind).genes();
            table = table.with(kind.id(), column(rows, gene -> own.get(gene).value()))
                    .with(kind.id() + "_lower", column(rows, gene -> end(own.get(gene), false)))
                    .with(kind.id() + "_upper", column(rows, gene -> end(own.get(gene), true)))
                    .with(kind.id() + "_label_shuffle", column(rows, gene -> own.get(gene)
                            .shuffled()))
                    .with(kind.id() + "_spatial_shift", column(rows, gene -> own.get(gene)
                            .shifted()))
                    .with(kind.id() + "_ridge", column(rows, gene -> other.get(gene)
                            .value()));
        }
        boolean[] predictable = new boolean[rows];
        for (int gene = 0; gene < rows; gene++) {
            predictable[gene] = isPredictable(network.of(Kind.PEARSON).genes().get(gene));
        }
        return store.table(path, Origin.MODEL_DERIVED, table.with("predictable", new Column.Booleans(predictable)));
    }

    /** Whether the interval of a correlation lies above 0 and above both controls. */
    static boolean isPredictable(OfGene pearson) {
        double bar = Math.max(0, Math.max(orZero(pearson.shuffled()), orZero(pearson.shifted())));
        return pearson.interval().map(Uncertainty::lower).orElse(Double.NEGATIVE_INFINITY) > bar;
    }

    private static double orZero(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static double end(OfGene gene, boolean isUpper) {
        return gene.interval()
                .map(interval -> isUpper ? interval.upper() : interval.lower())
                .orElse(Double.NaN);
    }

    private static double mean(ExpressionMaterial material, int gene, boolean isShare) {
        double sum = 0;
        for (int row = 0; row < material.size(); row++) {
            float count = material.counts().get(row, gene);
            sum += isShare ? Math.signum(count) : count;
        }
        return sum / material.size();
    }
}

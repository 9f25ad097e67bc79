package io.spatho.stgpt.service;

import io.spatho.core.annotate.MarkerTable;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.ToolContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The genes that set a region apart, and how far its vector turns when each is left out.
 *
 * @param names the genes, by the strength of their difference
 * @param foldChanges log2 fold change of the region against the rest
 * @param adjusted p-values after Benjamini and Hochberg
 * @param influence one minus the cosine of the vectors with and without the gene; NaN without a network
 * @param cells observations that were embedded again
 */
record GeneInfluence(List<String> names, double[] foldChanges, double[] adjusted, double[] influence, int cells) {

    static GeneInfluence of(
            ExplainRegionTool.Request request,
            MarkerTable markers,
            int[] genes,
            int[] heaviest,
            int[] members,
            double[] weights,
            ToolContext context) {
        List<String> unique = request.subject().kept().panel().uniqueNames();
        double[] influence = new double[genes.length];
        Arrays.fill(influence, Double.NaN);
        int[] cells = Arrays.stream(heaviest).map(i -> members[i]).toArray();
        request.network().ifPresent(network -> {
            SpatialDataset some = request.subject().kept().select(cells);
            double[] whole = pooled(network.vectors(some, context), heaviest, weights);
            for (int i = 0; i < genes.length; i++) {
                SpatialDataset without = without(some, genes[i]);
                double cosine = Likeness.cosine(whole, pooled(network.vectors(without, context), heaviest, weights));
                influence[i] = Double.isNaN(cosine) ? 1 : Math.max(0, 1 - cosine);
                context.progress().advance(i + 1L, genes.length);
            }
        });
        return new GeneInfluence(
                Arrays.stream(genes).mapToObj(unique::get).toList(),
                Arrays.stream(genes)
                        .mapToDouble(gene -> markers.foldChanges()[gene])
                        .toArray(),
                Arrays.stream(genes)
                        .mapToDouble(gene -> markers.adjusted()[gene])
                        .toArray(),
                influence,
                cells.length);
    }

    private static double[] pooled(DenseMatrix vectors, int[] heaviest, double[] weights) {
        double[] sum = new double[vectors.columns()];
        for (int i = 0; i < heaviest.length; i++) {
            for (int j = 0; j < sum.length && !Float.isNaN(vectors.get(i, 0)); j++) {
                sum[j] += weights[heaviest[i]] * vectors.get(i, j);
            }
        }
        return sum;
    }

    /** The same observations as if they did not express a gene. */
    private static SpatialDataset without(SpatialDataset some, int gene) {
        CsrMatrix counts = some.counts();
        float[] values = counts.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = counts.columnIndices()[i] == gene ? 0 : values[i];
        }
        CsrMatrix silent =
                new CsrMatrix(counts.rows(), counts.columns(), counts.rowStarts(), counts.columnIndices(), values);
        return SpatialDataset.builder(some.metadata(), silent, some.panel(), some.obs(), some.xUm(), some.yUm())
                .build();
    }

    /** The gene of the largest influence, or without a network the one that differs most. */
    Optional<String> strongest() {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        int best = IntStream.range(0, names.size())
                .filter(gene -> !Double.isNaN(influence[gene]))
                .reduce((one, other) -> influence[other] > influence[one] ? other : one)
                .orElse(0);
        return Optional.of(names.get(best));
    }

    /** One row for each gene, in order of names. */
    Table table() {
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
        Collections.sort(rows, (one, other) -> names.get(one).compareTo(names.get(other)));
        return Table.ofRows(names.size())
                .with("gene", new Column.Strings(names.toArray(String[]::new)))
                .with("log2_fold_change", new Column.Doubles(foldChanges))
                .with("p_adjusted", new Column.Doubles(adjusted))
                .with("influence", new Column.Doubles(influence))
                .select(rows.stream().mapToInt(Integer::intValue).toArray());
    }
}

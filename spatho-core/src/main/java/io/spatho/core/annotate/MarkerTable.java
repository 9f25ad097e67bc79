package io.spatho.core.annotate;

import io.spatho.core.statistics.BenjaminiHochberg;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Marker gene tests, clusters x genes in every array, cluster after cluster; NaN where undefined.
 *
 * @param clusters number of clusters
 * @param genes number of genes
 * @param scores the test statistics, standard deviates of the rank sum or t; positive when the gene is higher in the cluster
 * @param pValues two-sided p-values
 * @param adjusted p-values after Benjamini and Hochberg within the cluster
 * @param foldChanges log2 fold changes of the cluster against the rest
 * @param shareIn share of the cluster's cells with a value other than 0
 * @param shareOut share of the other cells with a value other than 0
 * @param order genes of each cluster by descending score, ties by gene position, undefined last
 */
public record MarkerTable(
        int clusters,
        int genes,
        double[] scores,
        double[] pValues,
        double[] adjusted,
        double[] foldChanges,
        double[] shareIn,
        double[] shareOut,
        int[] order) {

    private static final double PSEUDO = 1e-9;

    static MarkerTable empty(int clusters, int genes) {
        int size = Math.multiplyExact(clusters, genes);
        return new MarkerTable(
                clusters,
                genes,
                new double[size],
                new double[size],
                new double[size],
                new double[size],
                new double[size],
                new double[size],
                new int[size]);
    }

    /** Adjusts the p-values of a cluster and puts its genes in order, once all of its tests are in. */
    void rank(int cluster) {
        int from = at(cluster, 0);
        double[] p = Arrays.copyOfRange(pValues, from, from + genes);
        System.arraycopy(BenjaminiHochberg.adjust(p), 0, adjusted, from, genes);
        int[] sorted = IntStream.range(0, genes)
                .boxed()
                .sorted((left, right) -> {
                    int byScore = compareScores(scores[from + right], scores[from + left]);
                    return byScore != 0 ? byScore : Integer.compare(left, right);
                })
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, from, genes);
    }

    /** Undefined scores come last in descending order, so they compare as the lowest. */
    private static int compareScores(double left, double right) {
        return Double.compare(
                Double.isNaN(left) ? Double.NEGATIVE_INFINITY : left,
                Double.isNaN(right) ? Double.NEGATIVE_INFINITY : right);
    }

    /** The log2 fold change of two means of log1p values, as scanpy defines it. */
    static double foldChange(double meanIn, double meanOut) {
        return Math.log((Math.expm1(meanIn) + PSEUDO) / (Math.expm1(meanOut) + PSEUDO)) / Math.log(2);
    }

    /** The position of a cluster's gene in the arrays. */
    public int at(int cluster, int gene) {
        return cluster * genes + gene;
    }

    /** The {@code most} genes of a cluster with the highest scores, best first. */
    public int[] best(int cluster, int most) {
        return Arrays.copyOfRange(order, at(cluster, 0), at(cluster, Math.min(most, genes)));
    }

    /**
     * The best {@code most} genes of every cluster as rows, cluster after cluster: the columns of {@code markers.parquet}, with the
     * cluster under {@code idColumn}.
     */
    public Table table(String idColumn, List<String> clusterNames, List<String> geneNames, int most) {
        int kept = Math.min(most, genes);
        int[] rows = new int[clusters * kept];
        String[] cluster = new String[rows.length];
        String[] gene = new String[rows.length];
        int[] rank = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            int number = row / kept;
            rank[row] = row % kept + 1;
            int column = order[at(number, rank[row] - 1)];
            rows[row] = at(number, column);
            cluster[row] = clusterNames.get(number);
            gene[row] = geneNames.get(column);
        }
        return Table.ofRows(rows.length)
                .with(idColumn, new Column.Strings(cluster))
                .with("rank", new Column.Ints(rank))
                .with("gene", new Column.Strings(gene))
                .with("score", new Column.Doubles(scores).select(rows))
                .with("log2_fold_change", new Column.Doubles(foldChanges).select(rows))
                .with("p_value", new Column.Doubles(pValues).select(rows))
                .with("p_adjusted", new Column.Doubles(adjusted).select(rows))
                .with("share_in", new Column.Doubles(shareIn).select(rows))
                .with("share_out", new Column.Doubles(shareOut).select(rows));
    }
}

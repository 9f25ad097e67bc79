package io.spatho.report.section;

import io.spatho.report.content.TableRows;
import io.spatho.report.text.NaturalOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Marker genes by cluster, the best first. */
final class MarkerRows {

    private final TableRows rows;
    private final Map<String, List<Integer>> byCluster = new TreeMap<>(NaturalOrder.INSTANCE);

    MarkerRows(TableRows rows) {
        this.rows = rows;
        for (int row : rows.order((a, b) -> Double.compare(rows.number(a, "rank"), rows.number(b, "rank")))) {
            byCluster
                    .computeIfAbsent(rows.text(row, "cluster_id"), cluster -> new ArrayList<>())
                    .add(row);
        }
    }

    List<String> clusters() {
        return List.copyOf(byCluster.keySet());
    }

    /** The rows of the best markers of a cluster. */
    List<Integer> best(String cluster, int count) {
        List<Integer> all = byCluster.getOrDefault(cluster, List.of());
        return all.subList(0, Math.min(count, all.size()));
    }

    /** The best markers of the clusters, each gene once. */
    List<String> genes(List<String> clusters, int each) {
        Set<String> genes = new LinkedHashSet<>();
        clusters.forEach(cluster -> best(cluster, each).forEach(row -> genes.add(rows.text(row, "gene"))));
        return List.copyOf(genes);
    }

    String gene(int row) {
        return rows.text(row, "gene");
    }

    double number(int row, String column) {
        return rows.number(row, column);
    }

    /** A column as clusters x genes; NaN where a gene is not among the markers of a cluster. */
    double[][] matrix(List<String> clusters, List<String> genes, String column) {
        double[][] values = new double[clusters.size()][genes.size()];
        for (int c = 0; c < clusters.size(); c++) {
            java.util.Arrays.fill(values[c], Double.NaN);
            for (int row : byCluster.getOrDefault(clusters.get(c), List.of())) {
                int gene = genes.indexOf(rows.text(row, "gene"));
                if (gene >= 0) {
                    values[c][gene] = rows.number(row, column);
                }
            }
        }
        return values;
    }
}

package io.spatho.core.analysis;

import io.spatho.core.annotate.MajorityVote;
import io.spatho.core.statistics.WilsonInterval;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * What a classifier's accepted labels say of one cluster.
 *
 * @param cluster number of the cluster
 * @param cells cells of the cluster
 * @param immune cells of it that look immune
 * @param accepted cells of it with an accepted label
 * @param label the label that most of these have
 * @param carrying cells with this label
 * @param share its share of the accepted labels
 * @param probability mean probability of that label over the cells that have it
 */
record ImmuneCluster(
        int cluster,
        int cells,
        int immune,
        int accepted,
        String label,
        int carrying,
        double share,
        double probability) {

    /** One entry for each cluster that has an accepted label, in order. */
    static List<ImmuneCluster> of(ImmuneLabels labels, int[] clusterOf, int clusters, double minimumShare) {
        int[] cellClusters = new int[labels.typeOf().length];
        int[] sizes = new int[clusters];
        int[] immune = new int[clusters];
        for (int cluster : clusterOf) {
            if (cluster >= 0) {
                sizes[cluster]++;
            }
        }
        for (int i = 0; i < cellClusters.length; i++) {
            cellClusters[i] = clusterOf[labels.candidates().cells()[i]];
            if (cellClusters[i] >= 0) {
                immune[cellClusters[i]]++;
            }
        }
        List<String> classes = labels.prediction().classes();
        List<MajorityVote.Outcome> plain = MajorityVote.of(labels.typeOf(), classes, cellClusters, clusters, 0);
        List<ImmuneCluster> found = new ArrayList<>();
        for (int cluster = 0; cluster < clusters; cluster++) {
            MajorityVote.Outcome outcome = plain.get(cluster);
            if (outcome.votes() == 0) {
                continue;
            }
            int type = classes.indexOf(outcome.label());
            int carrying = 0;
            double probability = 0;
            for (int i = 0; i < cellClusters.length; i++) {
                if (cellClusters[i] == cluster && labels.typeOf()[i] == type) {
                    carrying++;
                    probability += labels.prediction().probability(i, type);
                }
            }
            found.add(new ImmuneCluster(
                    cluster,
                    sizes[cluster],
                    immune[cluster],
                    outcome.votes(),
                    outcome.share() < minimumShare ? MajorityVote.HETEROGENEOUS : outcome.label(),
                    carrying,
                    outcome.share(),
                    probability / carrying));
        }
        return found;
    }

    /** Wilson's interval of the share. */
    WilsonInterval interval() {
        return WilsonInterval.of(carrying, accepted);
    }

    /** One row per entry: the columns of {@code immune_clusters.parquet}. */
    static Table table(List<ImmuneCluster> rows, List<String> clusterIds) {
        return Table.ofRows(rows.size())
                .with(
                        "cluster_id",
                        new Column.Strings(rows.stream()
                                .map(row -> clusterIds.get(row.cluster))
                                .toArray(String[]::new)))
                .with(
                        "label",
                        new Column.Strings(
                                rows.stream().map(ImmuneCluster::label).toArray(String[]::new)))
                .with("probability", doubles(rows, ImmuneCluster::probability))
                .with("share", doubles(rows, ImmuneCluster::share))
                .with("share_lower", doubles(rows, row -> row.interval().lower()))
                .with("share_upper", doubles(rows, row -> row.interval().upper()))
                .with("n_cells", ints(rows, ImmuneCluster::cells))
                .with("n_immune", ints(rows, ImmuneCluster::immune))
                .with("n_accepted", ints(rows, ImmuneCluster::accepted));
    }

    private static Column.Doubles doubles(List<ImmuneCluster> rows, ToDoubleFunction<ImmuneCluster> value) {
        return new Column.Doubles(rows.stream().mapToDouble(value).toArray());
    }

    private static Column.Ints ints(List<ImmuneCluster> rows, ToIntFunction<ImmuneCluster> value) {
        return new Column.Ints(rows.stream().mapToInt(value).toArray());
    }
}

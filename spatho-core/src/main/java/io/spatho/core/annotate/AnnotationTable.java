package io.spatho.core.annotate;

import io.spatho.core.annotate.ClusterLabel.Score;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Cluster labels as rows: the columns of {@code annotation.parquet}. */
public final class AnnotationTable {

    private AnnotationTable() {}

    /** One row per cluster, in the order given; {@code clusterNames} is indexed by cluster number, {@code panel} named them. */
    public static Table of(List<ClusterLabel> labels, List<String> clusterNames, MarkerPanel panel) {
        return of(labels, clusterNames)
                .with("parent", strings(labels, label -> panel.parent(label.label())))
                .with("best_panel", strings(labels, label -> label.best()
                        .map(Score::compartment)
                        .orElse("")))
                .with("best_panel_probability", doubles(labels, ClusterLabel::bestProbability))
                .with(
                        "panel_genes_measured",
                        new Column.Ints(labels.stream()
                                .mapToInt(
                                        label -> label.best().map(Score::genes).orElse(0))
                                .toArray()))
                .with(
                        "panel_genes",
                        new Column.Ints(labels.stream()
                                .mapToInt(label -> label.best()
                                        .map(score -> size(panel, score))
                                        .orElse(0))
                                .toArray()));
    }

    private static int size(MarkerPanel panel, Score score) {
        return panel.compartments().stream()
                .filter(compartment -> compartment.name().equals(score.compartment()))
                .mapToInt(compartment -> compartment.genes().size())
                .sum();
    }

    static Table of(List<ClusterLabel> labels, List<String> clusterNames) {
        return Table.ofRows(labels.size())
                .with("cluster_id", strings(labels, label -> clusterNames.get(label.cluster())))
                .with("label", strings(labels, ClusterLabel::label))
                .with("confidence", doubles(labels, ClusterLabel::confidence))
                .with("score", doubles(labels, AnnotationTable::bestScore))
                .with("runner_up", strings(labels, ClusterLabel::runnerUp))
                .with(
                        "n_cells",
                        new Column.Ints(
                                labels.stream().mapToInt(ClusterLabel::cells).toArray()))
                .with("evidence_genes", strings(labels, AnnotationTable::genes))
                .with("note", strings(labels, label -> label.status().id()))
                .with("margin", doubles(labels, ClusterLabel::margin))
                .with("p_score", doubles(labels, ClusterLabel::pScore))
                .with("p_margin", doubles(labels, ClusterLabel::pMargin))
                .with("support", doubles(labels, ClusterLabel::support));
    }

    /** The highest score of a compartment; NaN when none could be scored. */
    private static double bestScore(ClusterLabel label) {
        return label.scores().stream()
                .mapToDouble(ClusterLabel.Score::score)
                .filter(score -> !Double.isNaN(score))
                .max()
                .orElse(Double.NaN);
    }

    private static String genes(ClusterLabel label) {
        return String.join(
                ",",
                label.evidence().stream().map(ClusterLabel.EvidenceGene::name).toList());
    }

    private static Column.Strings strings(List<ClusterLabel> labels, Function<ClusterLabel, String> value) {
        return new Column.Strings(labels.stream().map(value).toArray(String[]::new));
    }

    private static Column.Doubles doubles(List<ClusterLabel> labels, ToDoubleFunction<ClusterLabel> value) {
        return new Column.Doubles(labels.stream().mapToDouble(value).toArray());
    }
}

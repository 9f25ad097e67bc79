package io.spatho.report.section;

import io.spatho.report.chart.DotPlot;
import io.spatho.report.chart.Key;
import io.spatho.report.color.Palette;
import io.spatho.report.content.Cells;
import io.spatho.report.content.Labels;
import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.DataTable;
import io.spatho.report.html.Html;
import io.spatho.report.map.TissueMap;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters of observations with similar expression, what they are called and the genes that mark them. */
final class ClustersSection implements Section {

    private static final String CLUSTERS = "analysis/clusters.parquet";
    private static final String MARKERS = "analysis/markers.parquet";
    private static final String ANNOTATION = "analysis/annotation.parquet";
    private static final String IMMUNE = "analysis/immune_clusters.parquet";
    private static final int LISTED = 5;
    private static final int DRAWN_CLUSTERS = 24;
    private static final int DRAWN_GENES = 48;

    @Override
    public String id() {
        return "clusters";
    }

    @Override
    public String title() {
        return "Clusters and marker genes";
    }

    @Override
    public Html body(ReportData data) {
        Optional<Cells> cells = data.cells();
        if (cells.isEmpty()) {
            return Blocks.absent(data, "Clusters", CLUSTERS);
        }
        Optional<MarkerRows> markers = data.rows(MARKERS).map(MarkerRows::new);
        Html body = Html.group(Blocks.paragraph("A cluster is a group of " + data.observationWord(true)
                + " with similar expression. Its name comes from known marker genes and is a proposal; the confidence is the "
                + "probability that it is right, calibrated on made data. Marker genes are those expressed more in the cluster than outside; log2 fold "
                + "change 1 means twice as much, 2 four times."));
        body.add(table(data, cells.get(), markers));
        data.rows(IMMUNE).ifPresent(rows -> body.add(immune(data, rows)));
        body.add(
                markers.map(rows -> dotPlot(data, rows)).orElseGet(() -> Blocks.absent(data, "Marker genes", MARKERS)));
        return body.add(map(data, cells.get()));
    }

    private static Html table(ReportData data, Cells cells, Optional<MarkerRows> markers) {
        Map<String, Integer> annotated = new HashMap<>();
        Optional<TableRows> annotation = data.rows(ANNOTATION);
        annotation.ifPresent(rows -> {
            for (int row = 0; row < rows.size(); row++) {
                annotated.put(rows.text(row, "cluster_id"), row);
            }
        });
        DataTable table = new DataTable("cluster-table", "Clusters, their proposed cell types and best marker genes")
                .sortable()
                .column("Cluster")
                .number(data.observationHeading())
                .number("Share")
                .column("Proposed cell type")
                .number("Confidence")
                .column("Next best")
                .number("Panel genes measured")
                .column("Best markers (log2 fold change)");
        Labels clusters = cells.clusters();
        for (int code : clusters.inNaturalOrder()) {
            if (table.size() < data.detail().tableRows()) {
                String name = clusters.names().get(code);
                int row = annotated.getOrDefault(name, -1);
                table.row(
                        Html.group(Key.of(Palette.category(code)), Blocks.name(" " + name)),
                        Blocks.number(Numbers.count(clusters.counts()[code])),
                        Blocks.number(Numbers.percent((double) clusters.counts()[code] / cells.keptCount())),
                        row < 0 ? Html.ofText("not named") : cellType(annotation.get(), row),
                        Blocks.number(row < 0 ? "–" : confidence(annotation.get(), row)),
                        row < 0 ? Html.ofText("–") : runnerUp(annotation.get(), row),
                        Blocks.number(row < 0 ? "–" : coverage(annotation.get(), row)),
                        markers.map(rows -> best(rows, name)).orElseGet(() -> Html.ofText("–")));
            }
        }
        Html note = annotation.isPresent() ? Html.group() : Blocks.absent(data, "Names of clusters", ANNOTATION);
        return Html.group(
                table.build(), Blocks.shown(table.size(), clusters.names().size(), CLUSTERS), note);
    }

    private static Html cellType(TableRows annotation, int row) {
        String label = ValueText.words(annotation.text(row, "label"));
        Html cell = Html.group(Blocks.name(label));
        String genes = annotation.text(row, "evidence_genes");
        String note = annotation.text(row, "note");
        if (!genes.isEmpty()) {
            cell.add(Html.element("span", "under").text("by " + PlainText.shorten(genes.replace(",", ", "), 80)));
        }
        if (!note.isEmpty() && !note.equals("assigned") && !note.equalsIgnoreCase(label)) {
            cell.add(Html.element("span", "under").text(PlainText.shorten(ValueText.words(note), 120)));
        }
        return cell;
    }

    /** A cluster without a name has nothing to be sure of. */
    private static String confidence(TableRows annotation, int row) {
        return isUnknown(annotation, row) ? "–" : Numbers.fixed(annotation.number(row, "confidence"), 2);
    }

    private static boolean isUnknown(TableRows annotation, int row) {
        return annotation.text(row, "note").equals("unknown");
    }

    private static Html runnerUp(TableRows annotation, int row) {
        String label = annotation.text(row, isUnknown(annotation, row) ? "best_panel" : "runner_up");
        return label.isEmpty() ? Html.ofText("–") : Html.ofText(PlainText.shorten(ValueText.words(label), 60));
    }

    /** How many genes of the highest-scoring panel the run measured. */
    private static String coverage(TableRows annotation, int row) {
        double all = annotation.number(row, "panel_genes");
        return all > 0
                ? Numbers.count((long) annotation.number(row, "panel_genes_measured")) + " of "
                        + Numbers.count((long) all)
                : "–";
    }

    /** What a trained model says of immune cells, apart from the names above. */
    private static Html immune(ReportData data, TableRows rows) {
        DataTable table = new DataTable("immune-table", "What a cell type model says of the cells that look immune")
                .column("Cluster")
                .column("Label of the model")
                .number("Mean probability")
                .number("Share of accepted labels")
                .number("95 % interval")
                .number("Accepted")
                .number("Looking immune")
                .number(data.observationHeading());
        for (int row = 0; row < rows.size() && row < data.detail().tableRows(); row++) {
            table.row(
                    Blocks.name(rows.text(row, "cluster_id")),
                    Html.ofText(PlainText.shorten(rows.text(row, "label"), 80)),
                    Blocks.number(Numbers.fixed(rows.number(row, "probability"), 2)),
                    Blocks.number(Numbers.percent(rows.number(row, "share"))),
                    Blocks.number(Numbers.percent(rows.number(row, "share_lower")) + " to "
                            + Numbers.percent(rows.number(row, "share_upper"))),
                    Blocks.number(Numbers.count((long) rows.number(row, "n_accepted"))),
                    Blocks.number(Numbers.count((long) rows.number(row, "n_immune"))),
                    Blocks.number(Numbers.count((long) rows.number(row, "n_cells"))));
        }
        return Blocks.figure(
                "Immune cell types by a trained model",
                Badges.ofArtifacts(data, IMMUNE),
                Html.group(table.build(), Blocks.shown(table.size(), rows.size(), IMMUNE)),
                "A second opinion on the " + data.observationWord(true)
                        + " with most expression of immune genes, from a model trained on other data. It does not change the names "
                        + "above. The probability of a label is the model's own; the interval is that of the share.");
    }

    private static Html best(MarkerRows markers, String cluster) {
        Html list = Html.group();
        for (int row : markers.best(cluster, LISTED)) {
            list.add(Html.element("span", "gene")
                    .add(Html.element("i").text(PlainText.shorten(markers.gene(row), 40)))
                    .text(" " + Numbers.fixed(markers.number(row, "log2_fold_change"), 1)));
            list.text(" ");
        }
        return list;
    }

    private static Html dotPlot(ReportData data, MarkerRows markers) {
        List<String> clusters =
                markers.clusters().stream().limit(DRAWN_CLUSTERS).toList();
        int each = Math.max(1, Math.min(3, DRAWN_GENES / Math.max(1, clusters.size())));
        List<String> genes =
                markers.genes(clusters, each).stream().limit(DRAWN_GENES).toList();
        if (genes.isEmpty()) {
            return Blocks.note("No gene marks any cluster.");
        }
        double[][] shares = markers.matrix(clusters, genes, "share_in");
        double[][] changes = markers.matrix(clusters, genes, "log2_fold_change");
        String description = "Dot plot of " + genes.size() + " marker genes in " + clusters.size()
                + " clusters; the numbers are in the table of clusters and in " + MARKERS + ".";
        Map<String, String> types = new HashMap<>();
        data.rows(ANNOTATION).ifPresent(rows -> {
            for (int row = 0; row < rows.size(); row++) {
                types.put(rows.text(row, "cluster_id"), " · " + ValueText.words(rows.text(row, "label")));
            }
        });
        List<String> names = clusters.stream()
                .map(cluster -> cluster + types.getOrDefault(cluster, ""))
                .toList();
        Html drawing = new DotPlot(genes, names, shares, changes).draw("marker-dots", description);
        return Blocks.figure(
                "Marker genes by cluster",
                Badges.ofArtifacts(data, MARKERS),
                Blocks.scrolling(description, drawing),
                "Rows are clusters, columns their best " + each + " markers. Area: share of the cluster's "
                        + data.observationWord(true)
                        + " that express the gene. Colour: log2 fold change against all others. No dot: the gene is not among the "
                        + "listed markers of that cluster.");
    }

    private static Html map(ReportData data, Cells cells) {
        String description = "Map of " + data.observations(cells.size()) + " coloured by cluster.";
        Html map = new TissueMap(data, cells).ofLabels("map-clusters", description, cells.clusters(), false);
        Html legend = Legend.of(
                cells.clusters(), name -> "cluster " + name, "map-clusters", cells.size() - cells.keptCount(), 0);
        return Blocks.figure(
                "Where the clusters lie",
                Badges.ofArtifacts(data, CLUSTERS),
                Html.element("div", "with-legend").add(map, legend),
                "n = " + Numbers.count(cells.size()) + " " + data.observationWord(true)
                        + ". Lines are the outlines of regions.");
    }
}

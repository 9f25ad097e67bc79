package io.spatho.anndata.xenium;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.table.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clusterings in {@code analysis.zarr.zip}: for each grouping, compressed rows of groups with the indices of their cells.
 *
 * <p>Indices count the cells of the bundle's archives, so ids come from {@code cells.zarr.zip} where there is one, else from the
 * matrix.
 */
final class AnalysisArchive {

    private static final String GROUPS = "/cell_groups";
    private static final Pattern MEANS = Pattern.compile("gene_expression_kmeans_(\\d+)_clusters");
    private static final Pattern CLUSTER = Pattern.compile("Cluster (\\S+)");

    private final ZarrSource tree;
    private final String[] ids;
    private final CellIndex cells;

    private AnalysisArchive(ZarrSource tree, String[] ids, CellIndex cells) {
        this.tree = tree;
        this.ids = ids;
        this.cells = cells;
    }

    /** Clusterings by column name, as from their CSV files. */
    static Map<String, Column.Categories> clusters(Path file, String[] ids, CellIndex cells) {
        try (ZarrSource tree = ZarrSource.open(file)) {
            return new AnalysisArchive(tree, ids, cells).read();
        }
    }

    private Map<String, Column.Categories> read() {
        Map<String, Column.Categories> clusterings = new LinkedHashMap<>();
        if (!tree.isGroup(GROUPS)) {
            return clusterings;
        }
        String[] names = tree.texts(GROUPS, "grouping_names");
        JsonNode groups = tree.json(GROUPS, "group_names").orElse(null);
        for (int grouping = 0; grouping < names.length; grouping++) {
            List<String> labels = new ArrayList<>();
            if (groups != null) {
                groups.path(grouping).forEach(label -> labels.add(label(label.asText())));
            }
            clusterings.put(column(names[grouping]), clustering(GROUPS + "/" + grouping, labels));
        }
        return clusterings;
    }

    private static String column(String grouping) {
        Matcher means = MEANS.matcher(grouping);
        if (means.matches()) {
            return "platform_kmeans_" + means.group(1);
        }
        return grouping.equals("gene_expression_graphclust")
                ? "platform_cluster"
                : "platform_" + grouping.replaceAll("[^A-Za-z0-9_]+", "_");
    }

    private static String label(String group) {
        Matcher cluster = CLUSTER.matcher(group);
        return cluster.matches() ? cluster.group(1) : group;
    }

    private Column.Categories clustering(String path, List<String> labels) {
        int[] members = tree.ints(path + "/indices");
        if (labels.isEmpty()) {
            int groups = (int) Math.min(Integer.MAX_VALUE - 8, tree.shape(path + "/indptr")[0]);
            for (int group = 1; group <= groups; group++) {
                labels.add(Integer.toString(group));
            }
        }
        if (labels.stream().distinct().count() != labels.size()) {
            throw CellsArchive.fault(tree, path, "a group stands there twice", "each group once", labels);
        }
        long[] starts = MatrixArchive.starts(tree, path + "/indptr", labels.size(), members.length);
        int[] codes = new int[cells.size()];
        Arrays.fill(codes, -1);
        for (int group = 0; group < labels.size(); group++) {
            for (int i = (int) starts[group]; i < starts[group + 1]; i++) {
                if (members[i] < 0 || members[i] >= ids.length) {
                    throw CellsArchive.fault(
                            tree,
                            path + "/indices element " + i,
                            "a cell index is out of range",
                            "0 to " + (ids.length - 1),
                            members[i]);
                }
                int cell = cells.row(ids[members[i]]);
                if (cell >= 0) {
                    codes[cell] = group;
                }
            }
        }
        return new Column.Categories(codes, labels, false);
    }
}

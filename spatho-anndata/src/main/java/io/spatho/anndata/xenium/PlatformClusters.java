package io.spatho.anndata.xenium;

import io.spatho.anndata.csv.CsvTable;
import io.spatho.anndata.csv.CsvTable.Kind;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The instrument's own graph clustering as the categorical column {@code platform_cluster}. */
final class PlatformClusters {

    static final List<String> NAMES =
            List.of("(analysis/)?clustering/gene_expression_graphclust/clusters\\.csv(\\.gz)?");

    private PlatformClusters() {}

    /** The observations with the column, or unchanged where the bundle holds no clustering. */
    static Table add(BundleFolder folder, Table obs, List<String> warnings) {
        Optional<Path> file = folder.find(NAMES);
        if (file.isEmpty()) {
            return obs;
        }
        Map<String, Kind> wanted = new LinkedHashMap<>();
        wanted.put("Barcode", Kind.TEXT);
        wanted.put("Cluster", Kind.TEXT);
        Table clusters = CsvTable.read(folder.use("clusters", file.get()), wanted);
        Map<String, Integer> rows = Identifiers.requireUnique(file.get(), "cell", clusters.strings("Barcode"));
        String[] labels = clusters.strings("Cluster");
        List<String> categories = Arrays.stream(labels)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<String, Integer> codes = new LinkedHashMap<>();
        categories.forEach(category -> codes.put(category, codes.size()));
        String[] ids = obs.strings("cell_id");
        int[] assigned = new int[ids.length];
        int without = 0;
        for (int cell = 0; cell < ids.length; cell++) {
            Integer row = rows.get(ids[cell]);
            assigned[cell] = row == null ? -1 : codes.getOrDefault(labels[row], -1);
            without += assigned[cell] < 0 ? 1 : 0;
        }
        if (without > 0) {
            warnings.add(without + " of " + ids.length + " cells have no cluster in "
                    + file.get().getFileName());
        }
        return obs.with("platform_cluster", new Column.Categories(assigned, categories, false));
    }
}

package io.spatho.anndata.visium;

import io.spatho.anndata.csv.CsvFrame;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform's own clusters and projections under {@code analysis/}.
 *
 * <p>Clusters become categorical columns: {@code platform_cluster} for the graph clustering and {@code platform_kmeans_<k>}; projections
 * become {@code X_platform_pca}, {@code X_platform_umap} and {@code X_platform_tsne}. Those made from another kind of feature than gene
 * expression carry its name at their end. An observation that a file lacks has no cluster, and NaN in projections.
 *
 * @param columns the clusters by column name
 * @param projections the projections by name
 */
public record SecondaryAnalysis(Map<String, Column> columns, Map<String, DenseMatrix> projections) {

    private static final Pattern CLUSTERS = Pattern.compile(
            "(?:analysis/)?clustering/(?:([a-z_]+?)_)?(graphclust|kmeans_(\\d{1,3})_clusters)/clusters\\.csv(?:\\.gz)?");
    private static final Pattern PROJECTIONS = Pattern.compile(
            "(?:analysis/)?(pca|umap|tsne)/(?:([a-z_]+?)_)?\\d{1,4}_components/projection\\.csv(?:\\.gz)?");
    private static final String GENES = "gene_expression";

    /** The files under a sub-folder that would be read, in order of their names. */
    public static List<Path> find(BundleFolder folder, String base) {
        return folder.names().stream()
                .filter(name -> name.startsWith(base))
                .filter(name -> CLUSTERS.matcher(name.substring(base.length())).matches()
                        || PROJECTIONS.matcher(name.substring(base.length())).matches())
                .map(folder.root()::resolve)
                .toList();
    }

    /** Reads what lies under a sub-folder for observations of the ids given. */
    public static SecondaryAnalysis read(
            BundleFolder folder, String base, String[] ids, Workers workers, List<String> warnings) {
        Map<String, Column> columns = new LinkedHashMap<>();
        Map<String, DenseMatrix> projections = new LinkedHashMap<>();
        List<Path> files = find(folder, base);
        if (files.isEmpty()) {
            return new SecondaryAnalysis(columns, projections);
        }
        Map<String, Integer> rows = Identifiers.requireUnique(files.get(0), "observation", ids);
        for (Path file : files) {
            String name = folder.nameOf(file).substring(base.length());
            Matcher clusters = CLUSTERS.matcher(name);
            Matcher projection = PROJECTIONS.matcher(name);
            if (clusters.matches()) {
                Table table = CsvFrame.read(folder.use("clusters", file), Set.of("Barcode", "Cluster"), workers);
                String column = clusters.group(3) == null ? "platform_cluster" : "platform_kmeans_" + clusters.group(3);
                columns.put(named(column, clusters.group(1)), clusters(file, table, ids.length, rows, warnings));
            } else if (projection.matches()) {
                Table table = CsvFrame.read(folder.use("projection", file), Set.of("Barcode"), workers);
                String key = named("X_platform_" + projection.group(1), projection.group(2));
                projections.put(key, projection(file, table, ids.length, rows));
            }
        }
        return new SecondaryAnalysis(columns, projections);
    }

    private static String named(String name, String features) {
        return features == null || features.equals(GENES) ? name : name + "_" + features;
    }

    private static Column clusters(Path file, Table table, int size, Map<String, Integer> rows, List<String> warnings) {
        String[] barcodes = texts(file, table, "Barcode");
        String[] labels = texts(file, table, "Cluster");
        Set<String> distinct =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        Arrays.stream(labels).filter(label -> label != null).forEach(distinct::add);
        List<String> categories = List.copyOf(distinct);
        Map<String, Integer> codes = new LinkedHashMap<>();
        categories.forEach(category -> codes.put(category, codes.size()));
        int[] assigned = new int[size];
        Arrays.fill(assigned, -1);
        int found = 0;
        for (int row = 0; row < barcodes.length; row++) {
            Integer observation = rows.get(barcodes[row]);
            if (observation != null && labels[row] != null) {
                found += assigned[observation] < 0 ? 1 : 0;
                assigned[observation] = codes.get(labels[row]);
            }
        }
        if (found < size) {
            warnings.add((size - found) + " of " + size + " observations have no cluster in "
                    + file.getParent().getFileName());
        }
        return new Column.Categories(assigned, categories, false);
    }

    private static DenseMatrix projection(Path file, Table table, int size, Map<String, Integer> rows) {
        String[] barcodes = texts(file, table, "Barcode");
        List<double[]> components = new ArrayList<>();
        for (String name : table.names()) {
            if (!name.equals("Barcode")) {
                Column column = table.column(name);
                if (column instanceof Column.Strings || column instanceof Column.Categories) {
                    throw new InputException(Problem.of("column " + name + " is not numeric")
                            .at(file)
                            .expected("numbers", "text"));
                }
                components.add(table.doubles(name));
            }
        }
        if (components.isEmpty()) {
            throw new InputException(Problem.of("a projection has no components")
                    .at(file)
                    .expected("a column for each component", "Barcode alone"));
        }
        Limit.PROJECTION_COMPONENTS.require(components.size(), "a projection has too many components", file);
        float[] values = new float[Math.multiplyExact(size, components.size())];
        Arrays.fill(values, Float.NaN);
        for (int row = 0; row < barcodes.length; row++) {
            Integer observation = rows.get(barcodes[row]);
            for (int c = 0; observation != null && c < components.size(); c++) {
                values[observation * components.size() + c] = (float) components.get(c)[row];
            }
        }
        return new DenseMatrix(size, components.size(), values);
    }

    private static String[] texts(Path file, Table table, String name) {
        if (!table.has(name)) {
            throw new InputException(Problem.of("column " + name + " is missing")
                    .at(file)
                    .expected(name, String.join(", ", table.names())));
        }
        return table.strings(name);
    }
}

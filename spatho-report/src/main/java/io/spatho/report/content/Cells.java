package io.spatho.report.content;

import io.spatho.core.table.Table;
import java.util.HashMap;
import java.util.Map;

/**
 * The observations of the case, from {@code analysis/clusters.parquet}.
 *
 * @param x x in micrometres
 * @param y y in micrometres, growing downwards
 * @param kept whether quality control kept the observation
 * @param clusters its cluster
 * @param structures its structure id
 * @param regions its region
 * @param structureLabels what each structure id is called
 */
public record Cells(
        double[] x,
        double[] y,
        boolean[] kept,
        Labels clusters,
        Labels structures,
        Labels regions,
        Map<String, String> structureLabels) {

    static Cells of(Table table) {
        TableRows rows = new TableRows(table);
        int n = table.rows();
        double[] x = new double[n];
        double[] y = new double[n];
        boolean[] kept = new boolean[n];
        String[] structures = rows.texts("structure_id");
        String[] labels = rows.texts("structure_label");
        String[] flags = rows.texts("qc_flag");
        String[] clusters = rows.texts("cluster_id");
        Map<String, String> names = new HashMap<>();
        for (int row = 0; row < n; row++) {
            x[row] = rows.number(row, "x_um");
            y[row] = rows.number(row, "y_um");
            kept[row] = flags[row].isEmpty() ? !clusters[row].isEmpty() : flags[row].equals("ok");
            if (!structures[row].isEmpty()) {
                names.putIfAbsent(structures[row], labels[row].isEmpty() ? structures[row] : labels[row]);
            }
        }
        return new Cells(
                x,
                y,
                kept,
                Labels.of(clusters),
                Labels.of(structures),
                Labels.of(rows.texts("region_id")),
                Map.copyOf(names));
    }

    /** The number of observations. */
    public int size() {
        return x.length;
    }

    /** The number of observations that quality control kept. */
    public int keptCount() {
        int count = 0;
        for (boolean one : kept) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** What a structure is called. */
    public String structureName(String id) {
        return structureLabels.getOrDefault(id, id);
    }
}

package io.spatho.stgpt.runtime;

import io.spatho.core.analysis.EmbeddingColumns;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vector of each structure: the mean over its observations that have one, every observation counting the same, scaled to length
 * one again. Structures are in order of their labels; sums are float64 in the order of observations.
 *
 * @param labels the structures
 * @param cells observations with a vector
 * @param vectors structures x dimensions
 */
public record StructureSummary(String[] labels, int[] cells, DenseMatrix vectors) {

    /** The summary of labelled observations. */
    public static StructureSummary of(String[] labelOf, DenseMatrix vectors) {
        int width = vectors.columns();
        Map<String, double[]> sums = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < vectors.rows(); row++) {
            if (width > 0 && !Float.isNaN(vectors.get(row, 0))) {
                double[] sum = sums.computeIfAbsent(labelOf[row], label -> new double[width]);
                for (int j = 0; j < width; j++) {
                    sum[j] += vectors.get(row, j);
                }
                counts.merge(labelOf[row], 1, Integer::sum);
            }
        }
        String[] labels = sums.keySet().toArray(String[]::new);
        DenseMatrix means = DenseMatrix.zeros(labels.length, width);
        for (int i = 0; i < labels.length; i++) {
            double[] sum = sums.get(labels[i]);
            double length =
                    Math.sqrt(Arrays.stream(sum).map(value -> value * value).sum());
            for (int j = 0; j < width; j++) {
                means.values()[i * width + j] = (float) (length > 0 ? sum[j] / length : 0);
            }
        }
        return new StructureSummary(
                labels, Arrays.stream(labels).mapToInt(counts::get).toArray(), means);
    }

    /** The summary as {@code structure_embedding_summary.csv}. */
    public String csv() {
        StringBuilder text = new StringBuilder("structure_label,n_cells");
        for (int j = 0; j < vectors.columns(); j++) {
            text.append(",emb_").append(j);
        }
        text.append('\n');
        for (int i = 0; i < labels.length; i++) {
            text.append('"')
                    .append(labels[i].replace("\"", "\"\""))
                    .append("\",")
                    .append(cells[i]);
            for (int j = 0; j < vectors.columns(); j++) {
                text.append(',').append(CanonicalJson.number(vectors.get(i, j)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The summary as {@code structure_summary.parquet}. */
    public Table table() {
        Table table = Table.ofRows(labels.length)
                .with("structure_label", new Column.Strings(labels))
                .with("n_cells", new Column.Ints(cells));
        return EmbeddingColumns.append(table, vectors);
    }
}

package io.spatho.core.analysis;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Finds genes of a panel by name and takes their values out of a matrix, one dense column at a time. */
final class GeneColumns {

    private final Map<String, Integer> exact;
    private final Map<String, Integer> upper = new HashMap<>();
    private final GenePanel panel;

    GeneColumns(GenePanel panel) {
        this.panel = panel;
        this.exact = panel.positions();
        for (int gene = 0; gene < panel.size(); gene++) {
            upper.putIfAbsent(panel.featureNames().get(gene).toUpperCase(Locale.ROOT), gene);
        }
    }

    /** The column of a symbol as written, else with both sides in upper case (mouse symbols of human pairs); -1 when absent. */
    int find(String symbol) {
        Integer column = exact.get(symbol);
        return column != null ? column : upper.getOrDefault(symbol.toUpperCase(Locale.ROOT), -1);
    }

    /** The name of a symbol as the panel writes it, or the symbol itself when the panel lacks it. */
    String name(String symbol) {
        int column = find(symbol);
        return column < 0 ? symbol : panel.featureNames().get(column);
    }

    /** The dense values of columns, one array for each. Cost: one pass over the matrix. */
    static double[][] dense(CsrMatrix matrix, int[] columns) {
        int[] place = new int[matrix.columns()];
        Arrays.fill(place, -1);
        for (int i = 0; i < columns.length; i++) {
            place[columns[i]] = i;
        }
        double[][] values = new double[columns.length][matrix.rows()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int at = matrix.start(row); at < matrix.end(row); at++) {
                int i = place[matrix.columnIndices()[at]];
                if (i >= 0) {
                    values[i][row] = matrix.values()[at];
                }
            }
        }
        return values;
    }
}

package io.spatho.report.map;

import io.spatho.core.table.Table;
import io.spatho.report.color.LabColor;
import io.spatho.report.content.TableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A colour for each region, so that regions with similar embeddings look similar: the first principal component of the embeddings
 * becomes lightness, the second blue to yellow, the third green to red. Lightness and blue to yellow, which hold the most, can be
 * told apart with red-green blindness as well.
 *
 * @param colors 0xRRGGBB by region id
 * @param shares the part of the variance that each of the three components holds
 */
public record RegionColors(Map<String, Integer> colors, double[] shares) {

    private static final int COMPONENTS = 3;
    private static final double CUT = 0.02;

    /** The colours for a table with {@code region_id} and {@code emb_*} columns; rows with missing values get none. */
    public static RegionColors of(Table table) {
        TableRows rows = new TableRows(table);
        List<String> columns =
                table.names().stream().filter(name -> name.startsWith("emb_")).toList();
        List<String> ids = new ArrayList<>();
        List<double[]> vectors = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            double[] vector = new double[columns.size()];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = rows.number(row, columns.get(j));
            }
            if (vector.length > 0 && Arrays.stream(vector).allMatch(Double::isFinite)) {
                ids.add(rows.text(row, "region_id"));
                vectors.add(vector);
            }
        }
        PrincipalComponents components = PrincipalComponents.of(vectors.toArray(double[][]::new), COMPONENTS);
        double[][] spread = new double[COMPONENTS][];
        for (int c = 0; c < COMPONENTS; c++) {
            spread[c] = spread(components.scores()[c]);
        }
        Map<String, Integer> colors = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            colors.put(ids.get(i), color(spread[0][i], spread[1][i], spread[2][i]));
        }
        return new RegionColors(colors, components.shares());
    }

    /** The colours along one component from low to high, the others being in the middle. */
    public static int[] ramp(int component) {
        int[] colors = new int[16];
        for (int i = 0; i < colors.length; i++) {
            double[] place = new double[COMPONENTS];
            place[component] = 2.0 * i / (colors.length - 1) - 1;
            colors[i] = color(place[0], place[1], place[2]);
        }
        return colors;
    }

    private static int color(double first, double second, double third) {
        return LabColor.rgb(62 + 26 * first, 46 * third, 56 * second);
    }

    /** Scores brought to -1 … 1 between their 2nd and 98th percentile. */
    private static double[] spread(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double[] result = new double[scores.length];
        if (sorted.length == 0) {
            return result;
        }
        double low = sorted[(int) Math.floor(CUT * (sorted.length - 1))];
        double high = sorted[(int) Math.ceil((1 - CUT) * (sorted.length - 1))];
        for (int i = 0; i < result.length; i++) {
            double place = high > low ? 2 * (scores[i] - low) / (high - low) - 1 : 0;
            result[i] = Math.max(-1, Math.min(1, place));
        }
        return result;
    }
}

package io.spatho.report.section;

import io.spatho.core.table.Table;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The genes that are higher in a region than in all others together: the largest log2 ratios of mean expression, in which both means
 * are raised by a tenth of the mean of all genes so that rarely seen genes do not lead.
 */
final class RegionGenes {

    private static final String PREFIX = "gene_";
    private static final int LISTED = 3;
    private static final double LEAST_RATIO = 0.1;

    private final List<String> columns;
    private final double[][] means;
    private final double[] weights;
    private final double[] totals;
    private final double raise;
    private final Map<String, Integer> places = new HashMap<>();

    RegionGenes(Table table) {
        TableRows rows = new TableRows(table);
        columns = table.names().stream().filter(name -> name.startsWith(PREFIX)).toList();
        means = new double[columns.size()][];
        totals = new double[columns.size()];
        weights = new double[rows.size()];
        for (int row = 0; row < weights.length; row++) {
            double cells = rows.number(row, "n_cells");
            weights[row] = Double.isFinite(cells) ? Math.max(0, cells) : 1;
            places.put(rows.text(row, "region_id"), row);
        }
        double sum = 0;
        for (int gene = 0; gene < columns.size(); gene++) {
            means[gene] = new double[weights.length];
            for (int row = 0; row < weights.length; row++) {
                double mean = rows.number(row, columns.get(gene));
                means[gene][row] = Double.isFinite(mean) ? mean : 0;
                totals[gene] += weights[row] * means[gene][row];
            }
            sum += totals[gene];
        }
        double everything = Arrays.stream(weights).sum() * Math.max(1, columns.size());
        raise = everything > 0 && sum > 0 ? 0.1 * sum / everything : 1e-9;
    }

    Html of(String region) {
        Integer row = places.get(region);
        double others = Arrays.stream(weights).sum() - (row == null ? 0 : weights[row]);
        if (row == null || !(others > 0)) {
            return Html.ofText("–");
        }
        double[] ratios = new double[columns.size()];
        for (int gene = 0; gene < ratios.length; gene++) {
            double rest = Math.max(0, (totals[gene] - weights[row] * means[gene][row]) / others);
            ratios[gene] = StrictMath.log((means[gene][row] + raise) / (rest + raise)) / StrictMath.log(2);
        }
        Html list = Html.group();
        for (int taken = 0; taken < LISTED; taken++) {
            int best = -1;
            for (int gene = 0; gene < ratios.length; gene++) {
                best = ratios[gene] > LEAST_RATIO && (best < 0 || ratios[gene] > ratios[best]) ? gene : best;
            }
            if (best < 0) {
                break;
            }
            String name = columns.get(best).substring(PREFIX.length());
            list.add(Html.element("span", "gene")
                            .add(Html.element("i").text(PlainText.shorten(name, 40)))
                            .text(" " + Numbers.fixed(ratios[best], 1)))
                    .text(" ");
            ratios[best] = Double.NEGATIVE_INFINITY;
        }
        return list;
    }
}

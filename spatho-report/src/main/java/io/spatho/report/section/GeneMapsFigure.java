package io.spatho.report.section;

import io.spatho.report.content.ReportData;
import io.spatho.report.content.TableRows;
import io.spatho.report.html.Html;
import io.spatho.report.map.GeneAtlas;
import io.spatho.report.text.Numbers;
import java.util.List;
import java.util.Optional;

/** Where single genes are expressed. */
final class GeneMapsFigure {

    private static final String TABLE = "analysis/gene_maps.parquet";
    private static final String PREFIX = "gene_";

    private GeneMapsFigure() {}

    static Html of(ReportData data) {
        Optional<TableRows> loaded = data.rows(TABLE);
        if (loaded.isEmpty()) {
            return Blocks.absent(data, "Maps of single genes", TABLE);
        }
        TableRows rows = loaded.get();
        List<String> columns = rows.columns().stream()
                .filter(column -> column.startsWith(PREFIX))
                .toList();
        if (columns.isEmpty() || rows.size() == 0) {
            return Blocks.note("No gene has a spatial autocorrelation, so no maps of single genes were made.");
        }
        GeneAtlas atlas = GeneAtlas.of(rows, columns, PREFIX.length());
        AtlasFigure.Words words = new AtlasFigure.Words("Map of the expression of", "nothing measured here", "i");
        return Blocks.figure(
                "Expression of single genes",
                Badges.ofArtifacts(data, TABLE),
                new AtlasFigure("gene", atlas, words).build(),
                "Mean normalised expression, log(1 + x), in squares of " + Numbers.length(atlas.binUm()) + " (n = "
                        + Numbers.count(rows.size()) + " squares with " + data.observationWord(true)
                        + "), of the genes with the highest Moran's I. Each gene has a scale of its own, whose last colour is the 99th"
                        + " percentile of its squares. The values are in " + TABLE + ".");
    }
}

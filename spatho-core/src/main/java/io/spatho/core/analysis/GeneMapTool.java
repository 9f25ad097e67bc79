package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.TissueBins;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Bins the expression of the most spatially variable genes over the tissue; writes {@code analysis/gene_maps.parquet}, one row per bin
 * that holds observations, with the mean normalised expression of each gene in a column of its own.
 *
 * <p>Bins are squares: 128 along the longer side of the tissue, or larger where observations lie further apart than that.
 */
public final class GeneMapTool implements Tool<GeneMapTool.Request, Artifact> {

    /** The table that this tool writes. */
    public static final String FILE = "analysis/gene_maps.parquet";

    /** Before the name of a gene in the table's columns. */
    public static final String COLUMN_PREFIX = "gene_";

    private static final int GENES = 32;
    private static final int BINS_ALONG = 128;

    /** Spots of a lattice lie a little closer in one direction than in the other; no bin between them must stay empty. */
    private static final double SPACINGS_PER_BIN = 1.2;

    /**
     * What to bin.
     *
     * @param expression expression of the kept observations
     * @param graphs how far apart observations lie
     * @param autocorrelation which genes are spatially variable
     */
    public record Request(
            ExpressionTool.Result expression, GraphTool.Result graphs, AutocorrelationTool.Result autocorrelation) {

        int[] genes() {
            int[] ranked = autocorrelation.ranked();
            return Arrays.copyOf(ranked, Math.min(ranked.length, GENES));
        }

        TissueBins bins() {
            SpatialDataset kept = expression.kept();
            double spacing = Double.isFinite(graphs.spacingUm()) ? graphs.spacingUm() : 0;
            return TissueBins.over(kept.xUm(), kept.yUm(), BINS_ALONG, SPACINGS_PER_BIN * spacing);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("gene_maps", "1.0");
    }

    @Override
    public String purpose() {
        return "Bins the expression of single genes over the tissue.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("genes", request.genes().length)
                .put("bin_um", request.bins().sideUm());
    }

    @Override
    public Artifact run(Request request, ToolContext context) {
        TissueBins bins = request.bins();
        int[] occupied = IntStream.range(0, bins.observations().length)
                .filter(bin -> bins.observations()[bin] > 0)
                .toArray();
        int[] genes = request.genes();
        double[][] means = bins.means(request.expression().normalized().matrix(), genes);
        Table table = Table.ofRows(occupied.length)
                .with("bin_id", new Column.Strings(texts(occupied)))
                .with("x_um", new Column.Doubles(numbers(occupied, bins::xUm)))
                .with("y_um", new Column.Doubles(numbers(occupied, bins::yUm)))
                .with("bin_um", new Column.Doubles(numbers(occupied, bin -> bins.sideUm())))
                .with(
                        "n_cells",
                        new Column.Ints(Arrays.stream(occupied)
                                .map(bin -> bins.observations()[bin])
                                .toArray()));
        List<String> names = request.expression().kept().panel().uniqueNames();
        for (int gene = 0; gene < genes.length; gene++) {
            table = table.with(
                    COLUMN_PREFIX + names.get(genes[gene]), new Column.Floats(floats(occupied, means[gene])));
        }
        return context.store().table(FILE, Origin.MEASURED, table);
    }

    private static String[] texts(int[] bins) {
        return Arrays.stream(bins)
                .mapToObj(bin -> String.format(Locale.ROOT, "bin_%06d", bin))
                .toArray(String[]::new);
    }

    private static double[] numbers(int[] bins, IntToDoubleFunction value) {
        return Arrays.stream(bins).mapToDouble(value).toArray();
    }

    private static float[] floats(int[] bins, double[] values) {
        float[] chosen = new float[bins.length];
        for (int i = 0; i < bins.length; i++) {
            chosen[i] = (float) values[bins[i]];
        }
        return chosen;
    }
}

package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.communication.LigandReceptorPair;
import io.spatho.core.communication.PairList;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.BivariateInterval;
import io.spatho.core.spatial.BivariateMoran;
import io.spatho.core.spatial.BlockInterval;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.statistics.BenjaminiHochberg;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures bivariate Moran's I of pairs of genes, the second where the first is high among the neighbours; writes {@code
 * analysis/bivariate_moran.parquet}.
 */
public final class BivariateTool implements Tool<BivariateTool.Request, BivariateTool.Result> {

    /** The table that this tool writes. */
    public static final String FILE = "analysis/bivariate_moran.parquet";

    static final String ABSENT = "not on the panel";

    private static final int PERMUTATIONS = 499;
    private static final int PAIRS_STATED = 10;

    /**
     * What to measure.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param pairs pairs to look at: the first gene among the neighbours, the second in the observation itself
     * @param chosen whether a user named these pairs; then all are tested and those off the panel are listed, else only as many
     *     pairs of the panel as the size of the case allows
     */
    public record Request(ExpressionTool.Result expression, GraphTool.Result graphs, PairList pairs, boolean chosen) {}

    /**
     * One pair.
     *
     * @param first the gene among the neighbours
     * @param second the gene in the observation itself
     * @param moran the statistic; empty fields where a gene is absent
     * @param interval interval of the estimate
     * @param reason why there is no value, or empty
     */
    public record Pair(String first, String second, BivariateMoran moran, BlockInterval interval, String reason) {}

    /**
     * The pairs and their adjusted p-values.
     *
     * @param pairs in the order of the list
     * @param adjusted p-values after Benjamini and Hochberg over the pairs with a value
     */
    public record Result(List<Pair> pairs, double[] adjusted) {}

    @Override
    public ToolId id() {
        return new ToolId("bivariate_moran", "1.0");
    }

    @Override
    public String purpose() {
        return "Measures where one gene lies beside another.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("pairs", request.pairs().source())
                .put("chosen", request.chosen())
                .put("most_pairs", request.chosen() ? request.pairs().pairs().size() : most(request))
                .put("permutations", PERMUTATIONS)
                .put("interval_level", AutocorrelationTool.LEVEL);
    }

    private static int most(Request request) {
        return WorkBound.genePairs(request.graphs().spatial(), PERMUTATIONS);
    }

    @Override
    public Result run(Request request, ToolContext context) {
        var kept = request.expression().kept();
        GeneColumns columns = new GeneColumns(kept.panel());
        List<LigandReceptorPair> single = request.pairs().pairs().stream()
                .filter(pair ->
                        pair.ligandGenes().size() == 1 && pair.receptorGenes().size() == 1)
                .filter(pair ->
                        request.chosen() || (columns.find(pair.ligand()) >= 0 && columns.find(pair.receptor()) >= 0))
                .limit(request.chosen() ? Long.MAX_VALUE : most(request))
                .toList();
        SpatialBlocks blocks = request.graphs().blocks(kept, AutocorrelationTool.BLOCKS);
        List<Pair> pairs = new ArrayList<>();
        for (LigandReceptorPair pair : single) {
            pairs.add(pair(request, columns, pair, blocks, context));
        }
        double[] p = pairs.stream().mapToDouble(pair -> pair.moran().p()).toArray();
        Result result = new Result(List.copyOf(pairs), BenjaminiHochberg.adjust(p));
        Artifact file = context.store().table(FILE, Origin.MEASURED, table(result, kept.size()));
        IntStream.range(0, pairs.size())
                .filter(i -> result.adjusted()[i] < AutocorrelationTool.SIGNIFICANT)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> -Math.abs(pairs.get(i).moran().i())))
                .limit(PAIRS_STATED)
                .forEach(i -> state(context, pairs.get(i), result.adjusted()[i], kept.size(), file));
        return result;
    }

    private static Pair pair(
            Request request,
            GeneColumns columns,
            LigandReceptorPair wanted,
            SpatialBlocks blocks,
            ToolContext context) {
        String first = columns.name(wanted.ligand());
        String second = columns.name(wanted.receptor());
        int[] found = {columns.find(first), columns.find(second)};
        Graph graph = request.graphs().spatial();
        if (found[0] < 0 || found[1] < 0) {
            double nan = Double.NaN;
            return new Pair(
                    first,
                    second,
                    new BivariateMoran(nan, nan, nan, nan, io.spatho.core.spatial.Status.CONSTANT),
                    new BlockInterval(nan, nan, nan),
                    ABSENT);
        }
        var matrix = request.expression().normalized().matrix();
        double[] x = GeneColumns.dense(matrix, new int[] {found[0]})[0];
        double[] y = found[0] == found[1] ? x : GeneColumns.dense(matrix, new int[] {found[1]})[0];
        BivariateMoran moran = BivariateMoran.of(x, y, graph, PERMUTATIONS, context.seed(), context.workers());
        boolean defined = !Double.isNaN(moran.i());
        BlockInterval interval = defined
                ? BivariateInterval.of(moran, x, y, graph, blocks, AutocorrelationTool.LEVEL)
                : new BlockInterval(Double.NaN, Double.NaN, Double.NaN);
        return new Pair(
                first, second, moran, interval, defined ? "" : moran.status().id());
    }

    private static Table table(Result result, int observations) {
        int rows = result.pairs().size();
        int[] sizes = new int[rows];
        int[] permutations = new int[rows];
        java.util.Arrays.fill(sizes, observations);
        java.util.Arrays.fill(permutations, PERMUTATIONS);
        return Table.ofRows(rows)
                .with("gene_neighbours", texts(result, Pair::first))
                .with("gene_own", texts(result, Pair::second))
                .with("moran_i", numbers(result, pair -> pair.moran().i()))
                .with("lower", numbers(result, pair -> pair.interval().lower()))
                .with("upper", numbers(result, pair -> pair.interval().upper()))
                .with("standard_error", numbers(result, pair -> pair.interval().standardError()))
                .with("p_value", numbers(result, pair -> pair.moran().p()))
                .with("p_adjusted", new Column.Doubles(result.adjusted()))
                .with("permutations", new Column.Ints(permutations))
                .with("n_observations", new Column.Ints(sizes))
                .with("undefined_reason", texts(result, Pair::reason));
    }

    private static Column.Strings texts(Result result, Function<Pair, String> text) {
        return new Column.Strings(result.pairs().stream().map(text).toArray(String[]::new));
    }

    private static Column.Doubles numbers(Result result, java.util.function.ToDoubleFunction<Pair> number) {
        return new Column.Doubles(result.pairs().stream().mapToDouble(number).toArray());
    }

    private static void state(ToolContext context, Pair pair, double adjusted, int observations, Artifact file) {
        boolean bounded = pair.interval().isDefined();
        var draft = context.evidence(Unit.PAIR, pair.first() + "|" + pair.second(), "bivariate_moran")
                .value(CanonicalJson.object()
                        .put("moran_i", pair.moran().i())
                        .put("p_adjusted", adjusted)
                        .put("permutations", PERMUTATIONS)
                        .put("n_observations", observations))
                .summary(pair.second() + " is " + (pair.moran().i() > 0 ? "higher" : "lower")
                        + " where neighbours express more " + pair.first() + ": bivariate Moran's I is "
                        + Words.decimal(pair.moran().i(), 2) + ".")
                .restsOn(file, "gene_neighbours = " + pair.first() + " and gene_own = " + pair.second())
                .qc(bounded ? QcStatus.PASS : QcStatus.WARN);
        if (bounded) {
            draft.uncertainty(new Uncertainty(
                    pair.interval().lower(), pair.interval().upper(), AutocorrelationTool.LEVEL, BlockInterval.METHOD));
        }
        draft.measured();
    }
}

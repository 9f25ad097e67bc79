package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.GetisOrd;
import io.spatho.core.spatial.LocalMoran;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds hot and cold spots of the most spatially variable genes by Getis-Ord G* and local Moran's I; writes {@code
 * analysis/local_statistics.parquet}, one row per gene and observation.
 *
 * <p>The number of genes, and of those with a permutation test of local Moran, follows from the size of the case alone and stands in
 * the tool's parameters.
 */
public final class LocalStatisticsTool implements Tool<LocalStatisticsTool.Request, LocalStatisticsTool.Result> {

    /** The table that this tool writes. */
    public static final String FILE = "analysis/local_statistics.parquet";

    static final String UNTESTED = "no permutation test: over the bound on work";
    static final String ALONE = "isolated";
    static final String EVERYBODY = "neighbour of everybody";

    /**
     * What to measure.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param autocorrelation which genes are spatially variable
     */
    public record Request(
            ExpressionTool.Result expression, GraphTool.Result graphs, AutocorrelationTool.Result autocorrelation) {

        int[] genes() {
            int[] ranked = autocorrelation.ranked();
            return Arrays.copyOf(
                    ranked,
                    Math.min(
                            ranked.length,
                            WorkBound.localGenes(expression.kept().size())));
        }

        int permutations() {
            return WorkBound.localPermutations(graphs.spatial());
        }

        int tested() {
            return WorkBound.testedLocalGenes(graphs.spatial(), permutations());
        }
    }

    /**
     * Counts of a gene's spots.
     *
     * @param gene its name
     * @param hot observations with a positive z and an adjusted p below 0.05
     * @param cold observations with a negative z and an adjusted p below 0.05
     * @param defined observations with a z
     */
    public record Spots(String gene, int hot, int cold, int defined) {}

    /** The counts of every gene looked at, the most autocorrelated first. */
    public record Result(List<Spots> spots) {}

    @Override
    public ToolId id() {
        return new ToolId("local_statistics", "1.0");
    }

    @Override
    public String purpose() {
        return "Finds where genes are high or low together.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("genes", request.genes().length)
                .put("genes_with_permutation_test", Math.min(request.tested(), request.genes().length))
                .put("permutations", request.permutations())
                .put("significant", AutocorrelationTool.SIGNIFICANT);
    }

    /** Both statistics of one gene. */
    private record Local(String gene, GetisOrd hot, LocalMoran moran, boolean tested) {}

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.expression().kept();
        Graph graph = request.graphs().spatial();
        int[] genes = request.genes();
        List<Local> found = new ArrayList<>();
        for (int rank = 0; rank < genes.length; rank++) {
            double[] values =
                    GeneColumns.dense(request.expression().normalized().matrix(), new int[] {genes[rank]})[0];
            boolean tested = rank < request.tested();
            found.add(new Local(
                    kept.panel().featureNames().get(genes[rank]),
                    GetisOrd.of(values, graph),
                    LocalMoran.of(
                            values, graph, tested ? request.permutations() : 0, context.seed(), context.workers()),
                    tested));
        }
        List<Local> byName = new ArrayList<>(found);
        byName.sort(Comparator.comparing(Local::gene));
        Artifact file = context.store()
                .table(
                        FILE,
                        Origin.MEASURED,
                        example(),
                        sink -> byName.forEach(local -> write(local, kept, graph, sink)));
        List<Spots> spots = found.stream().map(LocalStatisticsTool::counts).toList();
        spots.forEach(counts -> state(context, counts, kept, file));
        return new Result(spots);
    }

    private static Spots counts(Local local) {
        int hot = 0;
        int cold = 0;
        int defined = 0;
        for (int i = 0; i < local.hot.z().length; i++) {
            boolean stands = local.hot.adjusted()[i] < AutocorrelationTool.SIGNIFICANT;
            hot += stands && local.hot.z()[i] > 0 ? 1 : 0;
            cold += stands && local.hot.z()[i] < 0 ? 1 : 0;
            defined += Double.isNaN(local.hot.z()[i]) ? 0 : 1;
        }
        return new Spots(local.gene, hot, cold, defined);
    }

    private static Table example() {
        return rows(new String[0], new String[0], new double[5][0], new String[0], new String[0]);
    }

    private static Table rows(
            String[] genes, String[] cells, double[][] numbers, String[] quadrants, String[] reasons) {
        return Table.ofRows(genes.length)
                .with("gene", new Column.Strings(genes))
                .with("cell_id", new Column.Strings(cells))
                .with("z_score", new Column.Doubles(numbers[0]))
                .with("q_value", new Column.Doubles(numbers[1]))
                .with("local_moran_i", new Column.Doubles(numbers[2]))
                .with("quadrant", new Column.Strings(quadrants))
                .with("local_moran_p", new Column.Doubles(numbers[3]))
                .with("local_moran_q", new Column.Doubles(numbers[4]))
                .with("undefined_reason", new Column.Strings(reasons));
    }

    private static void write(Local local, SpatialDataset kept, Graph graph, TableSink sink) {
        int n = kept.size();
        String[] genes = new String[n];
        String[] quadrants = new String[n];
        String[] reasons = new String[n];
        Arrays.fill(genes, local.gene);
        Arrays.setAll(
                quadrants,
                i -> local.moran.quadrant()[i].name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Arrays.setAll(reasons, i -> reason(local, graph, i));
        double[][] numbers = {
            local.hot.z(), local.hot.adjusted(), local.moran.i(), local.moran.p(), local.moran.adjusted()
        };
        sink.append(rows(genes, kept.cellIds(), numbers, quadrants, reasons));
    }

    private static String reason(Local local, Graph graph, int i) {
        if (Double.isNaN(local.hot.z()[i])) {
            return EVERYBODY;
        }
        if (graph.degree(i) == 0) {
            return ALONE;
        }
        return local.tested ? "" : UNTESTED;
    }

    private static void state(ToolContext context, Spots spots, SpatialDataset kept, Artifact file) {
        String observation = kept.metadata().platform().observation();
        context.evidence(Unit.GENE, spots.gene(), "hot_spots")
                .value(CanonicalJson.object()
                        .put("n_hot", spots.hot())
                        .put("n_cold", spots.cold())
                        .put("n_observations", spots.defined())
                        .put("method", "Getis-Ord G*, adjusted p below 0.05"))
                .summary(spots.gene() + " has " + Words.count(spots.hot(), observation) + " in hot spots and "
                        + Words.count(spots.cold(), observation) + " in cold spots of "
                        + Words.count(spots.defined()) + ".")
                .restsOn(file, "gene = " + spots.gene())
                .measured();
    }
}

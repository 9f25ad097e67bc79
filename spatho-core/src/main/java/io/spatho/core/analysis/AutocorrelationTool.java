package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.spatial.Alternative;
import io.spatho.core.spatial.Autocorrelation;
import io.spatho.core.spatial.EstimateInterval;
import io.spatho.core.spatial.SpatialAutocorrelation;
import io.spatho.core.spatial.SpatialWeights;
import io.spatho.core.spatial.Status;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Measures Moran's I and Geary's C of every gene, with closed-form and permutation tests and intervals of the estimates; writes
 * {@code analysis/spatial_autocorrelation.parquet}.
 */
public final class AutocorrelationTool implements Tool<AutocorrelationTool.Request, AutocorrelationTool.Result> {

    /** The table that this tool writes. */
    public static final String FILE = "analysis/spatial_autocorrelation.parquet";

    static final double LEVEL = 0.95;
    static final double SIGNIFICANT = 0.05;
    static final int BLOCKS = 64;

    private static final int GENES_STATED = 20;

    /**
     * What to measure.
     *
     * @param expression expression of the kept observations
     * @param graphs their graphs
     * @param permutations random arrangements; empty for as many as the size of the case allows, at most 199
     */
    public record Request(ExpressionTool.Result expression, GraphTool.Result graphs, OptionalInt permutations) {

        int arrangements() {
            return permutations.orElseGet(
                    () -> WorkBound.genePermutations(expression.normalized().matrix(), graphs.spatial()));
        }
    }

    /** Both statistics of every gene, in matrix order. */
    public record Result(Autocorrelation moran, Autocorrelation geary) {

        /** The genes with an estimate, the most autocorrelated first; ties by position. */
        public int[] ranked() {
            return IntStream.range(0, moran.estimate().length)
                    .filter(gene -> !Double.isNaN(moran.estimate()[gene]))
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer gene) -> -moran.estimate()[gene])
                            .thenComparing(gene -> gene))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("spatial_autocorrelation", "1.1");
    }

    @Override
    public String purpose() {
        return "Measures how alike neighbours are in every gene.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("weights", "row-standardised spatial graph")
                .put("permutations", request.arrangements())
                .put("test", "closed form under randomisation, two-sided, Benjamini-Hochberg")
                .put("interval_level", LEVEL)
                .put("interval_blocks", BLOCKS);
    }

    @Override
    public Result run(Request request, ToolContext context) {
        Graph spatial = request.graphs().spatial();
        var kept = request.expression().kept();
        SpatialAutocorrelation.Result found = new SpatialAutocorrelation(
                        new SpatialAutocorrelation.Settings(
                                request.arrangements(), context.seed(), Alternative.EITHER, LEVEL),
                        context.workers())
                .of(
                        request.expression().normalized().matrix(),
                        SpatialWeights.rowStandardised(spatial),
                        request.graphs().blocks(kept, BLOCKS));
        Result result = new Result(found.moran(), found.geary());
        List<String> genes = kept.panel().featureNames();
        Artifact file = context.store()
                .table(FILE, Origin.MEASURED, AutocorrelationTable.of(result, genes, LEVEL, kept.size()));
        stateSlide(context, result, kept.size(), file);
        for (int gene : result.ranked()) {
            boolean stands = result.moran().analytic().adjusted()[gene] < SIGNIFICANT
                    && result.moran().estimate()[gene] > 0;
            if (stands && context.collectedEvidence().size() <= GENES_STATED) {
                stateGene(context, result, gene, genes.get(gene), kept.size(), file);
            }
        }
        return result;
    }

    private static void stateSlide(ToolContext context, Result result, int observations, Artifact file) {
        Autocorrelation moran = result.moran();
        SpatialSignal signal = SpatialSignal.of(moran);
        long constant = IntStream.range(0, moran.status().length)
                .filter(gene -> moran.status()[gene] == Status.CONSTANT)
                .count();
        context.evidence(Unit.SLIDE, "slide", "spatial_signal")
                .value(signal.toJson()
                        .put("n_constant", constant)
                        .put("n_observations", observations)
                        .put("permutations", moran.permutation().permutations()))
                .summary("Of " + Words.count(signal.tested(), "gene") + " that vary, "
                        + Words.count(signal.significant())
                        + " are spatially autocorrelated (Moran's I above 0, adjusted p below 0.05), "
                        + Words.count(signal.strong()) + " of them strongly and "
                        + Words.count(signal.moderate()) + " moderately.")
                .restsOn(file, "all")
                .measured();
    }

    private static void stateGene(
            ToolContext context, Result result, int gene, String name, int observations, Artifact file) {
        Autocorrelation moran = result.moran();
        double lower = moran.interval().lower()[gene];
        double upper = moran.interval().upper()[gene];
        boolean bounded = lower <= upper;
        var value = CanonicalJson.object()
                .put("moran_i", moran.estimate()[gene])
                .put("p_adjusted", moran.analytic().adjusted()[gene])
                .put("geary_c", result.geary().estimate()[gene])
                .put("n_observations", observations)
                .put("test", "closed form under randomisation");
        JsonNumbers.put(value, "p_permutation_adjusted", moran.permutation().adjusted()[gene]);
        var draft = context.evidence(Unit.GENE, name, "spatial_autocorrelation")
                .value(value)
                .summary(name + " is expressed in spatial patches: Moran's I is "
                        + Words.decimal(moran.estimate()[gene], 2)
                        + (bounded
                                ? " (95 % interval " + Words.decimal(lower, 2) + " to " + Words.decimal(upper, 2) + ")."
                                : "."))
                .restsOn(file, "gene = " + name)
                .qc(bounded ? QcStatus.PASS : QcStatus.WARN);
        if (bounded) {
            draft.uncertainty(new Uncertainty(lower, upper, LEVEL, EstimateInterval.METHOD));
        }
        draft.measured();
    }
}

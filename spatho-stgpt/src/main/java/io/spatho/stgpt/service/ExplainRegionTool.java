package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.annotate.MarkerTable;
import io.spatho.core.annotate.MarkerTest;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.embedding.AttentionPooling;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.region.CellMembership;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says what carries a region's vector: which observations, by their weight, their attention and how far the vector turns without them, and
 * which genes.
 *
 * <p>Genes are those that differ most between the region and the rest (measured, Wilcoxon). Where the network is at hand each is left out of
 * the observations with the largest shares, these are embedded again, and the turn of their pooled vector is the gene's influence; without
 * a network that column is empty and the genes are an association only. Cost: genes x observations embedded again.
 */
public final class ExplainRegionTool implements Tool<ExplainRegionTool.Request, ExplainRegionTool.Result> {

    /** The answer as a document. */
    public static final String FILE = "query/explanation.json";

    private static final String CELLS = "query/explanation_cells.parquet";
    private static final String GENES = "query/explanation_genes.parquet";
    private static final int EMBEDDED_AGAIN = 64;

    /**
     * A question.
     *
     * @param subject the case
     * @param regionId the region
     * @param mostGenes genes to look at
     * @param network the network behind the vectors, to leave genes out; empty when it is not at hand
     */
    public record Request(EmbeddedCase subject, String regionId, int mostGenes, Optional<EmbeddingSource> network) {
        public Request {
            if (mostGenes < 1 || network.filter(source -> !source.isLoaded()).isPresent()) {
                throw new IllegalArgumentException("genes " + mostGenes + ", network " + network);
            }
        }
    }

    /** The observation and the gene of the largest influence, and everything as a document. */
    public record Result(String strongestCell, Optional<String> strongestGene, JsonNode document) {}

    @Override
    public ToolId id() {
        return new ToolId("explain_region", "1.0");
    }

    @Override
    public String purpose() {
        return "Says which observations, weights and genes carry a region's vector.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object()
                .put("region", request.regionId())
                .put("most_genes", request.mostGenes())
                .put("pooling", AttentionPooling.METHOD);
        request.network()
                .flatMap(EmbeddingSource::checkpointFingerprint)
                .ifPresent(digest -> node.put("network", digest.sha256()));
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        EmbeddedCase subject = request.subject();
        int region = subject.region(request.regionId());
        List<CellMembership> members = subject.membersOf(region);
        int[] cells = members.stream().mapToInt(CellMembership::cell).toArray();
        double[] weights = members.stream().mapToDouble(CellMembership::weight).toArray();
        DenseMatrix vectors = subject.embedding().vectors();
        AttentionPooling.Pooled pooled = AttentionPooling.pool(vectors, cells, weights);
        if (Double.isNaN(pooled.mean().length == 0 ? Double.NaN : pooled.mean()[0])) {
            throw new UsageException(
                    Problem.of("the region has no vector to explain").at(request.regionId()));
        }
        double[] influence = influence(vectors, cells, weights);
        int[] order = order(influence);
        Origin origin = CompareRegionsTool.origin(subject.embedding());
        Artifact cellTable = context.store().table(CELLS, origin, cellTable(subject, members, pooled, influence));
        GeneInfluence genes = genes(request, pooled, cells, context);
        Artifact geneTable = context.store()
                .table(GENES, request.network().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED, genes.table());
        String strongest = subject.kept().cellIds()[cells[order[0]]];
        ObjectNode document = CanonicalJson.object().put("tool", id().toString());
        document.set("query", parameters(request));
        document.put("observations", cells.length)
                .put("effective_observations", pooled.effectiveMembers())
                .put("strongest_observation", strongest)
                .put("vector_turns_without_it", influence[order[0]])
                .put("genes_are", request.network().isPresent() ? "attribution" : "association")
                .put("observations_embedded_again", request.network().isPresent() ? genes.cells() : 0);
        Optional<String> gene = genes.strongest();
        gene.ifPresent(name -> document.put("strongest_gene", name));
        Artifact file = context.store().json(FILE, origin, document);
        state(request, context, document, List.of(file, cellTable, geneTable), gene);
        return new Result(strongest, gene, document);
    }

    /** How far the mean vector turns without each member: one minus the cosine. */
    static double[] influence(DenseMatrix vectors, int[] cells, double[] weights) {
        double[] sum = new double[vectors.columns()];
        for (int i = 0; i < cells.length; i++) {
            add(sum, vectors, cells[i], weights[i]);
        }
        double[] influence = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            double[] rest = sum.clone();
            add(rest, vectors, cells[i], -weights[i]);
            double cosine = Likeness.cosine(sum, rest);
            influence[i] = Double.isNaN(cosine) ? 1 : Math.max(0, 1 - cosine);
        }
        return influence;
    }

    private static void add(double[] sum, DenseMatrix vectors, int row, double weight) {
        for (int j = 0; j < sum.length && !Float.isNaN(vectors.get(row, 0)); j++) {
            sum[j] += weight * vectors.get(row, j);
        }
    }

    private static int[] order(double[] descending) {
        return IntStream.range(0, descending.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -descending[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Table cellTable(
            EmbeddedCase subject, List<CellMembership> members, AttentionPooling.Pooled pooled, double[] influence) {
        String[] ids = subject.kept().cellIds();
        int[] sorted = IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparing(i -> ids[members.get(i).cell()]))
                .mapToInt(Integer::intValue)
                .toArray();
        return Table.ofRows(members.size())
                .with(
                        "cell_id",
                        new Column.Strings(members.stream()
                                .map(member -> ids[member.cell()])
                                .toArray(String[]::new)))
                .with(
                        "role",
                        new Column.Strings(members.stream()
                                .map(member -> member.role().id())
                                .toArray(String[]::new)))
                .with("weight", new Column.Doubles(pooled.meanWeights()))
                .with("attention", new Column.Doubles(pooled.attentionWeights()))
                .with("influence", new Column.Doubles(influence))
                .select(sorted);
    }

    private static GeneInfluence genes(
            Request request, AttentionPooling.Pooled pooled, int[] cells, ToolContext context) {
        EmbeddedCase subject = request.subject();
        int[] setOf = new int[subject.kept().size()];
        Arrays.fill(setOf, 1);
        Arrays.stream(cells).forEach(cell -> setOf[cell] = 0);
        MarkerTable markers = MarkerTest.WILCOXON.table(
                Normalization.toMedian(subject.kept().counts(), context.workers())
                        .matrix(),
                setOf,
                2,
                context.workers());
        int genes = subject.kept().panel().size();
        int[] strongest = IntStream.range(0, genes)
                .filter(gene -> Double.isFinite(markers.scores()[gene]))
                .boxed()
                .sorted(Comparator.comparingDouble(gene -> -Math.abs(markers.scores()[gene])))
                .limit(request.mostGenes())
                .mapToInt(Integer::intValue)
                .toArray();
        int[] heaviest =
                Arrays.stream(order(pooled.meanWeights())).limit(EMBEDDED_AGAIN).toArray();
        return GeneInfluence.of(request, markers, strongest, heaviest, cells, pooled.meanWeights(), context);
    }

    private static void state(
            Request request, ToolContext context, ObjectNode document, List<Artifact> files, Optional<String> gene) {
        EvidenceDraft draft = context.evidence(Unit.REGION, request.regionId(), "region_explanation")
                .value(document)
                .summary("The vector of region " + request.regionId() + " rests on "
                        + Words.count(document.path("observations").asInt(), "observation") + ", effectively on "
                        + Words.decimal(document.path("effective_observations").asDouble(), 1)
                        + " by attention; without the most influential one it turns by "
                        + Words.decimal(document.path("vector_turns_without_it").asDouble(), 4) + "."
                        + gene.map(name -> request.network().isPresent()
                                        ? " Leaving out " + name + " turns it most."
                                        : " The gene that sets the region apart most is " + name
                                                + ", which is no proof that it made the vector.")
                                .orElse(""))
                .qc(request.network().isPresent() ? QcStatus.PASS : QcStatus.WARN);
        files.forEach(file -> draft.restsOn(file, "all"));
        if (request.subject().embedding().model().isPresent()) {
            draft.modelDerived(request.subject().embedding().model().get());
        } else {
            draft.measured();
        }
    }
}

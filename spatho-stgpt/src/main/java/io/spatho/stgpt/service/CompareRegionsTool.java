package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.annotate.MarkerTable;
import io.spatho.core.annotate.MarkerTest;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares two regions or sets of regions: how far their vectors point apart, with an interval and a chance level, and which measured genes
 * differ, by the Wilcoxon rank-sum test after Benjamini and Hochberg.
 *
 * <p>The test counts observations as independent, which neighbours are not: its p-values order genes and do not prove them.
 */
public final class CompareRegionsTool implements Tool<CompareRegionsTool.Request, CompareRegionsTool.Result> {

    /** The answer as a document. */
    public static final String FILE = "query/comparison.json";

    private static final String GENES = "query/comparison_genes.parquet";
    private static final int NAMED = 3;
    private static final double SIGNIFICANT = 0.05;

    /**
     * A question.
     *
     * @param subject the case
     * @param first region ids, or {@code structure:LABEL}
     * @param second the others; they must not share a region
     */
    public record Request(EmbeddedCase subject, List<String> first, List<String> second) {
        public Request {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }

    /**
     * An answer.
     *
     * @param distance the distance of the vectors
     * @param differingGenes measured genes whose adjusted p-value is below 0.05
     * @param document everything
     */
    public record Result(double distance, int differingGenes, JsonNode document) {}

    @Override
    public ToolId id() {
        return new ToolId("compare_regions", "1.0");
    }

    @Override
    public String purpose() {
        return "Compares two regions or sets of regions by their vectors and their measured genes.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("first", String.join(",", request.first()))
                .put("second", String.join(",", request.second()));
    }

    @Override
    public Result run(Request request, ToolContext context) {
        EmbeddedCase subject = request.subject();
        int[] one = cells(subject, request.first());
        int[] other = cells(subject, request.second());
        requireApart(request, one, other);
        RegionDistance distance = RegionDistance.of(
                subject.embedding().vectors(),
                subject.kept().xUm(),
                subject.kept().yUm(),
                one,
                other,
                context.seed());
        MarkerTable genes = genes(subject, one, other, context);
        List<String> names = subject.kept().panel().uniqueNames();
        Artifact table = context.store()
                .table(
                        GENES,
                        Origin.MEASURED,
                        genes.table("higher_in", List.of("first", "second"), names, names.size()));
        int differing = (int) IntStream.range(0, names.size())
                .filter(gene -> genes.adjusted()[gene] < SIGNIFICANT)
                .count();
        ObjectNode document = document(request, subject, distance, one.length, other.length, differing);
        Artifact file = context.store().json(FILE, origin(subject.embedding()), document);
        stateGenes(request, context, genes, names, differing, table);
        stateDistance(request, context, distance, file);
        return new Result(distance.value(), differing, document);
    }

    private static int[] cells(EmbeddedCase subject, List<String> names) {
        return subject.membersOf(subject.regions(names));
    }

    private static void requireApart(Request request, int[] one, int[] other) {
        boolean shared = Arrays.stream(one).anyMatch(cell -> Arrays.binarySearch(other, cell) >= 0);
        if (one.length < 2 || other.length < 2 || shared) {
            throw new UsageException(Problem.of("these sets cannot be compared")
                    .at(String.join(",", request.first()) + " and " + String.join(",", request.second()))
                    .expected(
                            "two sets of at least 2 observations each, without a common one",
                            one.length + " and " + other.length + (shared ? ", some in both" : "")));
        }
    }

    private static MarkerTable genes(EmbeddedCase subject, int[] one, int[] other, ToolContext context) {
        CsrMatrix expression = Normalization.toMedian(subject.kept().counts(), context.workers())
                .matrix();
        int[] setOf = new int[subject.kept().size()];
        Arrays.fill(setOf, -1);
        Arrays.stream(one).forEach(cell -> setOf[cell] = 0);
        Arrays.stream(other).forEach(cell -> setOf[cell] = 1);
        return MarkerTest.WILCOXON.table(expression, setOf, 2, context.workers());
    }

    static Origin origin(CellEmbedding embedding) {
        return embedding.model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
    }

    private ObjectNode document(
            Request request, EmbeddedCase subject, RegionDistance distance, int one, int other, int differing) {
        ObjectNode node = CanonicalJson.object().put("tool", id().toString());
        node.set("query", parameters(request));
        node.put("vectors", subject.embedding().name());
        node.put("first_observations", one).put("second_observations", other);
        ObjectNode apart = node.putObject("distance");
        put(apart, "value", distance.value());
        apart.put("method", "1 - cosine of the mean vectors");
        distance.interval().ifPresent(interval -> apart.put("lower", interval.lower())
                .put("upper", interval.upper())
                .put("level", interval.level())
                .put("interval", interval.method()));
        put(apart, "by_chance", distance.byChance());
        put(apart, "share_of_random_deals_as_far", distance.shareAsFar());
        node.put("differing_genes", differing);
        node.put("gene_test", MarkerTest.WILCOXON.words() + "; observations counted as independent");
        return node;
    }

    static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static String pair(Request request) {
        return String.join("+", request.first()) + " and " + String.join("+", request.second());
    }

    private static void stateGenes(
            Request request,
            ToolContext context,
            MarkerTable genes,
            List<String> names,
            int differing,
            Artifact table) {
        String up = named(genes, 0, names);
        String down = named(genes, 1, names);
        context.evidence(Unit.PAIR, pair(request), "differing_genes")
                .value(CanonicalJson.object().put("differing_genes", differing).put("genes", names.size()))
                .summary(Words.count(differing) + " of " + Words.count(names.size(), "measured gene")
                        + " differ between "
                        + pair(request) + (up.isEmpty() ? "" : "; most in the first: " + up)
                        + (down.isEmpty() ? "" : "; most in the second: " + down) + ".")
                .restsOn(table, "all")
                .measured();
    }

    private static String named(MarkerTable genes, int set, List<String> names) {
        return String.join(
                ", ",
                Arrays.stream(genes.best(set, NAMED))
                        .filter(gene -> genes.adjusted()[genes.at(set, gene)] < SIGNIFICANT
                                && genes.scores()[genes.at(set, gene)] > 0)
                        .mapToObj(names::get)
                        .toList());
    }

    private static void stateDistance(Request request, ToolContext context, RegionDistance distance, Artifact file) {
        EvidenceDraft draft = context.evidence(Unit.PAIR, pair(request), "region_distance")
                .value(StrictValue.of("distance", distance.value()))
                .summary("The vectors of " + pair(request) + " are " + Words.decimal(distance.value(), 3)
                        + " apart"
                        + distance.interval()
                                .map(interval -> " (" + Words.decimal(interval.lower(), 3) + " to "
                                        + Words.decimal(interval.upper(), 3) + "); random deals of the same tissue are "
                                        + Words.decimal(distance.byChance(), 3) + " apart.")
                                .orElse("; too little tissue for an interval."))
                .restsOn(file, "distance")
                .qc(distance.interval().isPresent() ? QcStatus.PASS : QcStatus.WARN);
        distance.interval().ifPresent(draft::uncertainty);
        if (request.subject().embedding().model().isPresent()) {
            draft.modelDerived(request.subject().embedding().model().get());
        } else {
            draft.measured();
        }
    }
}

package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the regions that are most like a region, express given genes most, or are nearest to a vector of a picture.
 *
 * <p>By region and by vector: the cosine of vectors measured from the mean of all regions. By genes: {@link RegionExpression}, which no
 * model has a part in. Ties go to the earlier region. Cost: regions x dimensions.
 */
public final class RetrieveRegionsTool implements Tool<RetrieveRegionsTool.Request, RetrieveRegionsTool.Result> {

    /** The answer as a document. */
    public static final String FILE = "query/retrieval.json";

    private static final String TABLE = "query/retrieved_regions.parquet";

    /** What to look for. */
    public sealed interface Query permits ByRegion, ByGenes, ByVector {}

    /** Regions whose vectors are like that of a region. */
    public record ByRegion(String regionId) implements Query {}

    /** Regions in which genes are high. */
    public record ByGenes(List<String> genes) implements Query {
        public ByGenes {
            genes = List.copyOf(genes);
        }
    }

    /**
     * Regions near to a vector, such as that of a picture.
     *
     * @param description where the vector comes from
     * @param vector the vector
     * @param space vectors of the regions in the same space, in the order of regions; empty for those of the run
     * @param encoder the model that made vector and space, if it is not the run's
     */
    public record ByVector(
            String description, float[] vector, Optional<DenseMatrix> space, Optional<ModelReference> encoder)
            implements Query {}

    /**
     * A question.
     *
     * @param subject the case
     * @param query what to look for
     * @param most how many regions to answer with
     */
    public record Request(EmbeddedCase subject, Query query, int most) {
        public Request {
            if (most < 1) {
                throw new IllegalArgumentException("most " + most);
            }
        }
    }

    /** A region that was found, with its rank from 1 and its cosine or standard score. */
    public record Hit(int rank, EmbeddedCase.RegionFacts region, double score) {}

    /** The regions found, best first, and the genes that were asked for but not measured. */
    public record Result(List<Hit> hits, List<String> missingGenes, JsonNode document) {}

    @Override
    public ToolId id() {
        return new ToolId("retrieve_regions", "1.0");
    }

    @Override
    public String purpose() {
        return "Finds the regions that are most like a region, express given genes most, or are nearest to a picture's vector.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object().put("most", request.most());
        if (request.query() instanceof ByRegion region) {
            return node.put("region", region.regionId());
        }
        if (request.query() instanceof ByGenes genes) {
            return node.put("genes", String.join(",", genes.genes()));
        }
        ByVector vector = (ByVector) request.query();
        return node.put("vector", vector.description())
                .put(
                        "vector_fingerprint",
                        Fingerprint.ofText(Arrays.toString(vector.vector())).sha256())
                .put("own_space", vector.space().isEmpty());
    }

    @Override
    public Result run(Request request, ToolContext context) {
        EmbeddedCase subject = request.subject();
        double[] scores;
        List<String> missing = List.of();
        int left = -1;
        if (request.query() instanceof ByGenes genes) {
            RegionExpression expression = RegionExpression.of(subject, genes.genes(), context.workers());
            scores = expression.scores();
            missing = expression.missing();
        } else if (request.query() instanceof ByRegion region) {
            left = subject.region(region.regionId());
            scores = cosines(subject.regionVectors(), Likeness.row(subject.regionVectors(), left));
        } else {
            ByVector vector = (ByVector) request.query();
            scores = cosines(vector.space().orElse(subject.regionVectors()), widened(vector, subject));
        }
        int own = left;
        int[] best = IntStream.range(0, scores.length)
                .filter(region -> region != own && Double.isFinite(scores[region]))
                .boxed()
                .sorted(Comparator.comparingDouble(region -> -scores[region]))
                .limit(request.most())
                .mapToInt(Integer::intValue)
                .toArray();
        List<Hit> hits = IntStream.range(0, best.length)
                .mapToObj(i -> new Hit(i + 1, subject.regions().get(best[i]), scores[best[i]]))
                .toList();
        return write(request, hits, missing, context);
    }

    private static double[] cosines(DenseMatrix regions, double[] vector) {
        Likeness likeness = new Likeness(regions);
        double[] direction = likeness.centred(vector);
        return IntStream.range(0, regions.rows())
                .mapToDouble(region -> likeness.of(region, direction))
                .toArray();
    }

    private static double[] widened(ByVector query, EmbeddedCase subject) {
        DenseMatrix space = query.space().orElse(subject.regionVectors());
        if (query.vector().length != space.columns()
                || space.rows() != subject.regions().size()) {
            throw new UsageException(
                    Problem.of("the vector does not lie in the space of the regions' vectors")
                            .at(query.description())
                            .expected(space.columns() + " numbers", query.vector().length)
                            .fix(
                                    "Give a vector of the same encoder, or the regions' vectors of the picture's encoder with --space"));
        }
        double[] wide = new double[query.vector().length];
        Arrays.setAll(wide, j -> query.vector()[j]);
        return wide;
    }

    private Result write(Request request, List<Hit> hits, List<String> missing, ToolContext context) {
        boolean measured = request.query() instanceof ByGenes;
        Optional<ModelReference> model = measured ? Optional.empty() : model(request);
        Origin origin = model.isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        Artifact table = context.store().table(TABLE, origin, table(hits));
        ObjectNode document = CanonicalJson.object().put("tool", id().toString());
        document.set("query", parameters(request));
        document.put(
                "score",
                measured ? "mean standard score of the genes" : "cosine measured from the mean of all regions");
        var rows = document.putArray("regions");
        hits.forEach(hit -> rows.addObject()
                .put("rank", hit.rank())
                .put("region_id", hit.region().id())
                .put("structure_label", hit.region().structure())
                .put("score", hit.score())
                .put("n_cells", hit.region().cells())
                .put("qc_flag", hit.region().qcFlag()));
        var absent = document.putArray("genes_not_measured");
        missing.forEach(absent::add);
        context.store().json(FILE, origin, document);
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "retrieval")
                .value(document)
                .summary(summary(request, hits, missing))
                .restsOn(table, "all");
        boolean doubtful = hits.isEmpty() || !missing.isEmpty();
        if (request.query() instanceof ByVector) {
            Verdict verdict = context.judge(request.subject()
                    .registration()
                    .orElseGet(() -> Guardrails.REGISTRATION_CONFIDENCE.fail(
                            "slide", "Nobody looked at how positions lie on the picture.")));
            draft.verdict(verdict);
            doubtful |= verdict.outcome() != Verdict.Outcome.PASS;
        }
        draft.qc(doubtful ? QcStatus.WARN : QcStatus.PASS);
        if (model.isPresent()) {
            draft.modelDerived(model.get());
        } else {
            draft.measured();
        }
        return new Result(hits, missing, document);
    }

    private static Optional<ModelReference> model(Request request) {
        return request.query() instanceof ByVector vector && vector.encoder().isPresent()
                ? vector.encoder()
                : request.subject().embedding().model();
    }

    private static String summary(Request request, List<Hit> hits, List<String> missing) {
        String asked = "the vector given";
        if (request.query() instanceof ByRegion region) {
            asked = "region " + region.regionId();
        } else if (request.query() instanceof ByGenes genes) {
            asked = "high " + String.join(", ", genes.genes());
        }
        if (hits.isEmpty()) {
            return "No region answers to " + asked + ".";
        }
        Hit first = hits.get(0);
        return Words.count(hits.size(), "region") + " answer to " + asked + "; the first is "
                + first.region().id()
                + (first.region().structure().isEmpty()
                        ? ""
                        : " of " + first.region().structure())
                + " (" + Words.decimal(first.score(), 2) + ")."
                + (missing.isEmpty() ? "" : " Not measured: " + String.join(", ", missing) + ".");
    }

    private static Table table(List<Hit> hits) {
        return Table.ofRows(hits.size())
                .with(
                        "region_id",
                        new Column.Strings(
                                hits.stream().map(hit -> hit.region().id()).toArray(String[]::new)))
                .with("rank", new Column.Ints(hits.stream().mapToInt(Hit::rank).toArray()))
                .with(
                        "score",
                        new Column.Doubles(hits.stream().mapToDouble(Hit::score).toArray()))
                .with(
                        "structure_label",
                        new Column.Strings(hits.stream()
                                .map(hit -> hit.region().structure())
                                .toArray(String[]::new)))
                .with(
                        "n_cells",
                        new Column.Ints(hits.stream()
                                .mapToInt(hit -> hit.region().cells())
                                .toArray()))
                .with(
                        "qc_flag",
                        new Column.Strings(
                                hits.stream().map(hit -> hit.region().qcFlag()).toArray(String[]::new)));
    }
}

package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.CellMembership;
import io.spatho.core.statistics.WilsonInterval;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scores every region for a niche: by the share of its observations and surroundings that bear certain labels, by the expression of genes,
 * by the likeness of its vector to example regions, or by several of these.
 *
 * <p>The score is the mean of the parts that were asked for, each in standard units over the regions. Shares carry Wilson intervals, which
 * count observations as independent. Only the likeness has a model in it. Cost: members + regions x dimensions.
 */
public final class ScoreNicheTool implements Tool<ScoreNicheTool.Request, ScoreNicheTool.Result> {

    /** The answer as a document. */
    public static final String FILE = "query/niche.json";

    private static final String TABLE = "query/niche_scores.parquet";

    /**
     * A niche; at least one of the three lists is given.
     *
     * @param subject the case
     * @param column the column of labels
     * @param labels labels that make up the niche
     * @param genes genes that are high in it
     * @param examples regions that are such a niche, or {@code structure:LABEL}
     */
    public record Request(
            EmbeddedCase subject, String column, List<String> labels, List<String> genes, List<String> examples) {
        public Request {
            labels = List.copyOf(labels);
            genes = List.copyOf(genes);
            examples = List.copyOf(examples);
            if (labels.isEmpty() && genes.isEmpty() && examples.isEmpty()) {
                throw new UsageException(
                        Problem.of("nothing says what the niche is").fix("Give labels, genes or example regions"));
            }
        }
    }

    /** The regions by falling score, with the scores, and everything as a document. */
    public record Result(List<EmbeddedCase.RegionFacts> regions, double[] scores, JsonNode document) {}

    /** One way of looking at the niche. */
    private record Part(String name, double[] values, double[] lower, double[] upper) {}

    @Override
    public ToolId id() {
        return new ToolId("score_niche", "1.0");
    }

    @Override
    public String purpose() {
        return "Scores every region for a niche of labels, genes or example regions.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("column", request.column())
                .put("labels", String.join(",", request.labels()))
                .put("genes", String.join(",", request.genes()))
                .put("examples", String.join(",", request.examples()));
    }

    @Override
    public Result run(Request request, ToolContext context) {
        EmbeddedCase subject = request.subject();
        List<Part> parts = new ArrayList<>();
        List<String> missing = List.of();
        if (!request.labels().isEmpty()) {
            parts.add(shares(request));
        }
        if (!request.genes().isEmpty()) {
            RegionExpression expression = RegionExpression.of(subject, request.genes(), context.workers());
            missing = expression.missing();
            parts.add(new Part("expression", expression.scores(), null, null));
        }
        if (!request.examples().isEmpty()) {
            parts.add(likeness(request));
        }
        double[] scores = new double[subject.regions().size()];
        for (Part part : parts) {
            double[] standard = RegionExpression.standardised(part.values());
            for (int region = 0; region < scores.length; region++) {
                scores[region] += standard[region] / parts.size();
            }
        }
        int[] order = IntStream.range(0, scores.length)
                .filter(region -> Double.isFinite(scores[region]))
                .boxed()
                .sorted(Comparator.comparingDouble(region -> -scores[region]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean derived =
                !request.examples().isEmpty() && subject.embedding().model().isPresent();
        Origin origin = derived ? Origin.MODEL_DERIVED : Origin.MEASURED;
        Artifact table = context.store().table(TABLE, origin, table(subject, parts, scores));
        ObjectNode document = document(request, subject, parts, scores, order, missing);
        context.store().json(FILE, origin, document);
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "niche_scores")
                .value(document)
                .summary(
                        order.length == 0
                                ? "No region can be scored for the niche."
                                : Words.count(order.length, "region") + " scored for the niche; the first is "
                                        + subject.regions().get(order[0]).id() + " ("
                                        + Words.decimal(scores[order[0]], 2) + " standard units)."
                                        + (missing.isEmpty()
                                                ? ""
                                                : " Not measured: " + String.join(", ", missing) + "."))
                .restsOn(table, "all")
                .qc(order.length == 0 || !missing.isEmpty() ? QcStatus.WARN : QcStatus.PASS);
        if (derived) {
            draft.modelDerived(subject.embedding().model().get());
        } else {
            draft.measured();
        }
        List<EmbeddedCase.RegionFacts> ranked =
                Arrays.stream(order).mapToObj(subject.regions()::get).toList();
        return new Result(
                ranked,
                Arrays.stream(order).mapToDouble(region -> scores[region]).toArray(),
                document);
    }

    /** The share of a region's members and surroundings that bear one of the labels. */
    private static Part shares(Request request) {
        EmbeddedCase subject = request.subject();
        String[] labels = subject.labels(request.column());
        Set<String> known = new HashSet<>(Arrays.asList(labels));
        List<String> unknown = request.labels().stream()
                .filter(label -> !known.contains(label))
                .toList();
        if (!unknown.isEmpty()) {
            known.remove(null);
            throw new UsageException(Problem.of("no observation bears this label")
                    .at(request.column())
                    .expected(
                            "labels such as "
                                    + String.join(
                                            ", ",
                                            known.stream().sorted().limit(8).toList()),
                            String.join(", ", unknown)));
        }
        Set<String> wanted = Set.copyOf(request.labels());
        int regions = subject.regions().size();
        double[] bearing = new double[regions];
        double[] all = new double[regions];
        for (CellMembership member : subject.members()) {
            String label = labels[member.cell()];
            all[member.region()]++;
            bearing[member.region()] += label != null && wanted.contains(label) ? 1 : 0;
        }
        Part part = new Part("label_share", new double[regions], new double[regions], new double[regions]);
        for (int region = 0; region < regions; region++) {
            WilsonInterval interval = WilsonInterval.of(bearing[region], all[region]);
            part.values()[region] = bearing[region] / all[region];
            part.lower()[region] = interval.lower();
            part.upper()[region] = interval.upper();
        }
        return part;
    }

    private static Part likeness(Request request) {
        EmbeddedCase subject = request.subject();
        Likeness likeness = new Likeness(subject.regionVectors());
        double[] direction = new double[subject.regionVectors().columns()];
        for (int region : subject.regions(request.examples())) {
            double[] one = likeness.centred(Likeness.row(subject.regionVectors(), region));
            for (int j = 0; j < direction.length; j++) {
                direction[j] += one[j];
            }
        }
        double[] cosines = IntStream.range(0, subject.regions().size())
                .mapToDouble(region -> likeness.of(region, direction))
                .toArray();
        return new Part("likeness", cosines, null, null);
    }

    private static Table table(EmbeddedCase subject, List<Part> parts, double[] scores) {
        List<EmbeddedCase.RegionFacts> regions = subject.regions();
        Table table = Table.ofRows(regions.size())
                .with(
                        "region_id",
                        new Column.Strings(regions.stream()
                                .map(EmbeddedCase.RegionFacts::id)
                                .toArray(String[]::new)))
                .with(
                        "structure_label",
                        new Column.Strings(regions.stream()
                                .map(EmbeddedCase.RegionFacts::structure)
                                .toArray(String[]::new)))
                .with("score", new Column.Doubles(scores));
        for (Part part : parts) {
            table = table.with(part.name(), new Column.Doubles(part.values()));
            if (part.lower() != null) {
                table = table.with(part.name() + "_lower", new Column.Doubles(part.lower()))
                        .with(part.name() + "_upper", new Column.Doubles(part.upper()));
            }
        }
        return table.select(IntStream.range(0, regions.size())
                .boxed()
                .sorted(Comparator.comparing(region -> regions.get(region).id()))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private ObjectNode document(
            Request request,
            EmbeddedCase subject,
            List<Part> parts,
            double[] scores,
            int[] order,
            List<String> missing) {
        ObjectNode node = CanonicalJson.object().put("tool", id().toString());
        node.set("query", parameters(request));
        node.put("score", "mean of the parts in standard units over the regions");
        var rows = node.putArray("regions");
        for (int region : order) {
            ObjectNode row = rows.addObject()
                    .put("region_id", subject.regions().get(region).id())
                    .put("structure_label", subject.regions().get(region).structure())
                    .put("score", scores[region]);
            parts.forEach(part -> CompareRegionsTool.put(row, part.name(), part.values()[region]));
        }
        var absent = node.putArray("genes_not_measured");
        missing.forEach(absent::add);
        return node;
    }
}

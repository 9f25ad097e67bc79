package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.LaidOut;
import io.spatho.core.graph.Libraries;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.CoOccurrence;
import io.spatho.core.pattern.CorrectedRipley;
import io.spatho.core.pattern.DegreeMoments;
import io.spatho.core.pattern.PairDistances;
import io.spatho.core.pattern.Ripley;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.statistics.BenjaminiHochberg;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures at which distances clusters occur together, and how each is spread: co-occurrence with intervals, Ripley's K and L with edge
 * correction and intervals, and without it against random labelling; writes {@code co_occurrence.parquet}, {@code ripley.parquet} and {@code spatial_patterns.json} under
 * {@code analysis/}.
 *
 * <p>All pairs of observations within the largest distance are counted one by one: nothing is drawn. The largest distance is 50 times
 * the distance to the nearest neighbour, at most a quarter of the tissue's shorter side, and at most that within which about 300
 * million pairs lie, so that the cost of a case is bounded and its result exact. Random labelling needs no labellings either: mean and
 * variance of the counts are closed forms.
 */
public final class PatternTool implements Tool<PatternTool.Request, PatternTool.Result> {

    /** Co-occurrence by distance. */
    public static final String CO_OCCURRENCE_FILE = "analysis/co_occurrence.parquet";

    /** Ripley's functions by distance. */
    public static final String RIPLEY_FILE = "analysis/ripley.parquet";

    /** Distances and window. */
    public static final String DOCUMENT = "analysis/spatial_patterns.json";

    private static final int DISTANCES = 20;
    private static final double SPACINGS = 50;
    private static final double SHARE_OF_SIDE = 0.25;
    private static final int PAIRS_STATED = 10;
    private static final int LABELS_STATED = 10;

    /** Positions, libraries and clusters of the kept observations. */
    public record Request(ExpressionTool.Result expression, GraphTool.Result graphs, ClusterTool.Result clusters) {}

    /** The functions of distance. */
    public record Result(CoOccurrence coOccurrence, Ripley ripley, CorrectedRipley corrected) {}

    @Override
    public ToolId id() {
        return new ToolId("spatial_patterns", "1.2");
    }

    @Override
    public String purpose() {
        return "Measures at which distances clusters occur together and how each is spread.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("distances", DISTANCES)
                .put("largest_distance_in_spacings", SPACINGS)
                .put("largest_distance_in_sides", SHARE_OF_SIDE)
                .put("interval_level", AutocorrelationTool.LEVEL)
                .put("null_model", "random labelling, closed form");
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.expression().kept();
        int[] labels = request.clusters().clusters().labels();
        int clusters = request.clusters().clusters().clusters();
        List<String> names = request.clusters().clusterIds();
        Libraries libraries = request.graphs().libraries();
        LaidOut positions = request.graphs().laidOut(kept);
        double[] x = positions.x();
        double[] y = positions.y();
        double spacing = SpatialRadii.of(kept.metadata().platform(), positions, List.of(), context.workers())
                .spacingUm();
        double area = SpatialRadii.window(positions, spacing, 0).area();
        double side = Math.max(spacing, SHARE_OF_SIDE * positions.shortestSide(libraries));
        double wanted = Math.min(positions.apart() / 2, Math.min(SPACINGS * spacing, side));
        double largest = Math.min(wanted, WorkBound.countableDistance(kept.size(), kept.size() / area));
        double[] distances = IntStream.rangeClosed(1, DISTANCES)
                .mapToDouble(step -> largest * step / DISTANCES)
                .toArray();
        SpatialBlocks blocks = SpatialBlocks.of(x, y, WorkBound.blocks(clusters, DISTANCES));
        PairDistances pairs = PairDistances.of(x, y, labels, clusters, distances, blocks, context.workers());
        int[] sizes = sizes(labels, clusters);
        CoOccurrence together = CoOccurrence.of(pairs, AutocorrelationTool.LEVEL);
        Ripley ripley =
                Ripley.of(pairs, points(libraries, positions, labels, clusters, distances, context.workers()), area);
        CorrectedRipley corrected = CorrectedRipley.of(
                x,
                y,
                labels,
                clusters,
                distances,
                SpatialRadii.window(positions, spacing, largest),
                blocks,
                AutocorrelationTool.LEVEL,
                context.workers());
        Artifact document = context.store()
                .json(
                        DOCUMENT,
                        Origin.MEASURED,
                        document(kept.size(), libraries.size(), distances, wanted, area, blocks.blocks()));
        Artifact coFile = context.store()
                .table(CO_OCCURRENCE_FILE, Origin.MEASURED, PatternTables.coOccurrence(together, names, sizes));
        double[] adjusted = BenjaminiHochberg.adjust(ripley.p());
        Artifact ripleyFile = context.store()
                .table(RIPLEY_FILE, Origin.MEASURED, PatternTables.ripley(ripley, corrected, adjusted, names, sizes));
        statePairs(context, together, names, coFile, document);
        stateLabels(context, ripley, corrected, adjusted, names, sizes, ripleyFile);
        return new Result(together, ripley, corrected);
    }

    private static int[] sizes(int[] labels, int clusters) {
        int[] sizes = new int[clusters];
        IntStream.of(labels).filter(label -> label >= 0).forEach(label -> sizes[label]++);
        return sizes;
    }

    private static List<Ripley.LabelledPoints> points(
            Libraries libraries, LaidOut positions, int[] labels, int clusters, double[] distances, Workers workers) {
        List<Ripley.LabelledPoints> points = new ArrayList<>();
        for (int[] rows : libraries.rows()) {
            int[] own = SpatialGraph.pick(labels, rows);
            double[] x = SpatialGraph.pick(positions.x(), rows);
            double[] y = SpatialGraph.pick(positions.y(), rows);
            points.add(
                    new Ripley.LabelledPoints(DegreeMoments.of(x, y, own, distances, workers), sizes(own, clusters)));
        }
        return points;
    }

    private static ObjectNode document(
            int observations, int libraries, double[] distances, double wanted, double area, int blocks) {
        ObjectNode node = CanonicalJson.object()
                .put("n_observations", observations)
                .put("n_libraries", libraries)
                .put("pairs", "all within the largest distance and of the same library, counted one by one")
                .put("largest_distance_um", distances[distances.length - 1])
                .put("largest_distance_wanted_um", wanted)
                .put("window_um2", area)
                .put("window", "squares five times the distance to the nearest neighbour wide that hold an observation")
                .put("edge_correction", CorrectedRipley.CORRECTION)
                .put("edge_correction_of_random_labelling", "none; both sides lack the same pairs")
                .put("interval_blocks", blocks)
                .put("interval_level", AutocorrelationTool.LEVEL)
                .put("interval_method", CoOccurrence.METHOD)
                .put("interval_method_of_l", CorrectedRipley.METHOD);
        ArrayNode list = node.putArray("distances_um");
        for (double distance : distances) {
            list.add(distance);
        }
        return node;
    }

    /** Pairs of different clusters whose interval at a tenth of the largest distance leaves 1 out, the farthest from 1 first. */
    private static void statePairs(
            ToolContext context, CoOccurrence together, List<String> names, Artifact file, Artifact document) {
        int at = DISTANCES / 10 - 1;
        int labels = names.size();
        IntStream.range(0, labels * labels)
                .filter(cell -> cell / labels < cell % labels && stands(together, cell * DISTANCES + at))
                .boxed()
                .sorted(Comparator.comparingDouble(
                        cell -> -Math.abs(Math.log(together.ratio()[cell * DISTANCES + at]))))
                .limit(PAIRS_STATED)
                .forEach(cell -> {
                    String a = names.get(cell / labels);
                    String b = names.get(cell % labels);
                    double ratio = together.ratio()[cell * DISTANCES + at];
                    String distance = Words.decimal(together.thresholds()[at], 0);
                    context.evidence(Unit.PAIR, a + "|" + b, "co_occurrence")
                            .value(CanonicalJson.object()
                                    .put("ratio", ratio)
                                    .put("distance_um", together.thresholds()[at]))
                            .summary("Cluster " + a + " is found within " + distance + " µm of cluster " + b + " "
                                    + Words.decimal(ratio, 2) + " times as often as within that distance of any.")
                            .uncertainty(new Uncertainty(
                                    together.lower()[cell * DISTANCES + at],
                                    together.upper()[cell * DISTANCES + at],
                                    AutocorrelationTool.LEVEL,
                                    CoOccurrence.METHOD))
                            .restsOn(file, "label = " + a + " and given = " + b)
                            .restsOn(document, "all")
                            .measured();
                });
    }

    private static boolean stands(CoOccurrence together, int at) {
        double lower = together.lower()[at];
        double upper = together.upper()[at];
        return together.ratio()[at] > 0 && lower <= upper && (lower > 1 || upper < 1);
    }

    /** The largest clusters against random labelling, at the distance where they differ most. */
    private static void stateLabels(
            ToolContext context,
            Ripley ripley,
            CorrectedRipley corrected,
            double[] adjusted,
            List<String> names,
            int[] sizes,
            Artifact file) {
        for (int label = 0; label < Math.min(LABELS_STATED, names.size()); label++) {
            int start = label * DISTANCES;
            int most = IntStream.range(start, start + DISTANCES)
                    .filter(at -> !Double.isNaN(ripley.z()[at]))
                    .boxed()
                    .max(Comparator.comparingDouble((Integer at) -> Math.abs(ripley.z()[at]))
                            .thenComparing(Comparator.reverseOrder()))
                    .orElse(-1);
            if (most < 0) {
                continue;
            }
            stateLabel(context, ripley, corrected, most, adjusted[most], names.get(label), sizes[label], file);
        }
    }

    private static void stateLabel(
            ToolContext context,
            Ripley ripley,
            CorrectedRipley corrected,
            int most,
            double adjusted,
            String name,
            int size,
            Artifact file) {
        boolean stands = adjusted < AutocorrelationTool.SIGNIFICANT;
        String way = ripley.z()[most] > 0 ? "gathered" : "spread out";
        var draft = context.evidence(Unit.STRUCTURE, name, "ripley");
        if (corrected.bounded(most)) {
            draft.uncertainty(new Uncertainty(
                    corrected.lower()[most],
                    corrected.upper()[most],
                    AutocorrelationTool.LEVEL,
                    CorrectedRipley.METHOD));
        }
        draft.value(CanonicalJson.object()
                        .put("distance_um", ripley.thresholds()[most % DISTANCES])
                        .put("l_um", corrected.l()[most])
                        .put("edge_correction", "translation")
                        .put("l_uncorrected_um", ripley.l()[most])
                        .put("l_uncorrected_expected_um", Math.sqrt(ripley.expected()[most] / Math.PI))
                        .put("z_score", ripley.z()[most])
                        .put("p_adjusted", adjusted)
                        .put("n_observations", size))
                .summary("Cluster " + name + (stands ? " is more " + way + " than" : " cannot be told from")
                        + " a random choice of the same positions"
                        + (stands
                                ? ", most clearly within " + Words.decimal(ripley.thresholds()[most % DISTANCES], 0)
                                        + " µm, where its edge-corrected L is "
                                        + Words.decimal(corrected.l()[most], 0) + " µm."
                                : "."))
                .restsOn(file, "label = " + name)
                .qc(stands ? QcStatus.PASS : QcStatus.WARN)
                .measured();
    }
}

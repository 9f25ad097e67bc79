package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.annotate.Structures.Structure;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.region.Footprint;
import io.spatho.core.region.FoundRegions;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionAdjacency;
import io.spatho.core.region.RegionAssignment;
import io.spatho.core.region.RegionFinder;
import io.spatho.core.region.RegionNeighbours;
import io.spatho.core.region.RegionSettings;
import io.spatho.core.region.RegionSummary;
import io.spatho.core.region.RingWidths;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds regions, or takes those that a user drew, and describes them; writes members, molecular summary and neighbours under
 * {@code regions/}.
 */
public final class RegionTool implements Tool<RegionTool.Request, RegionTool.Result> {

    /**
     * What to divide.
     *
     * @param kept observations that passed quality control
     * @param graphs their graphs
     * @param clusters their domains
     * @param annotation names of the domains
     * @param drawn regions that a user drew, or lists of cells; empty to find them
     * @param fewestCells components with fewer observations become no region
     */
    public record Request(
            SpatialDataset kept,
            GraphTool.Result graphs,
            ClusterTool.Result clusters,
            AnnotationTool.Result annotation,
            Optional<DrawnRegions> drawn,
            int fewestCells) {}

    /**
     * Regions with their members.
     *
     * @param regions regions in order of ids
     * @param members members, with rows of the kept observations
     * @param summary what was measured in each
     * @param fewestCells regions with fewer members are weakly supported
     * @param observation what the platform calls one observation
     */
    public record Result(
            List<Region> regions,
            List<CellMembership> members,
            RegionSummary summary,
            int fewestCells,
            String observation) {
        public Result {
            regions = List.copyOf(regions);
            // Not copied: there may be millions, and they are not changed any more.
            members = Collections.unmodifiableList(members);
        }

        /** The region in which an observation is a member, for each observation; -1 for none, the first of several. */
        public int[] regionOf(int observations) {
            int[] regionOf = new int[observations];
            Arrays.fill(regionOf, -1);
            for (CellMembership member : members) {
                if (member.role() != CellMembership.Role.CONTEXT && regionOf[member.cell()] < 0) {
                    regionOf[member.cell()] = member.region();
                }
            }
            return regionOf;
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("regions", "1.1");
    }

    @Override
    public String purpose() {
        return "Finds regions, or takes those that a user drew, and describes them.";
    }

    @Override
    public JsonNode parameters(Request request) {
        RingWidths widths = RingWidths.forSpacing(request.graphs().spacingUm());
        ObjectNode node = CanonicalJson.object();
        node.put("source", request.drawn().isPresent() ? "user" : FoundRegions.SOURCE);
        node.put("members_named", request.drawn().map(DrawnRegions::namesCells).orElse(false));
        node.put("fewest_observations", request.fewestCells());
        node.put("boundary_um", widths.boundaryUm()).put("context_um", widths.contextUm());
        RegionSettings settings = RegionSettings.forSpacing(request.graphs().spatial(), request.fewestCells());
        if (request.drawn().isEmpty()) {
            node.put("longest_edge_um", settings.longestEdgeUm()).put("alpha_um", settings.alphaUm());
        }
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        SpatialDataset kept = request.kept();
        double spacing = request.graphs().spacingUm();
        RingWidths widths = RingWidths.forSpacing(spacing);
        List<Region> regions;
        List<CellMembership> members;
        if (request.drawn().isPresent()) {
            DrawnRegions drawn = request.drawn().get();
            members = members(drawn, kept, widths, context.workers());
            regions = labelled(drawn.regions(), members, request);
        } else {
            FoundRegions found = RegionFinder.find(
                    request.graphs().spatial(),
                    kept.xUm(),
                    kept.yUm(),
                    request.clusters().domains().labels(),
                    labels(request.annotation()),
                    RegionSettings.forSpacing(request.graphs().spatial(), request.fewestCells()),
                    context.workers());
            regions = found.regions();
            members = RegionAssignment.ofComponents(found, kept.xUm(), kept.yUm(), widths, context.workers());
        }
        requireMembers(regions, members, request);
        RegionSummary summary = RegionSummary.of(kept.counts(), members, regions.size(), context.workers());
        Result result = new Result(
                regions,
                members,
                summary,
                request.fewestCells(),
                kept.metadata().platform().observation());
        List<RegionAdjacency> neighbours =
                RegionNeighbours.of(regions, RegionNeighbours.Reach.forSpacing(spacing), context.workers());
        write(context, request, result, neighbours);
        return result;
    }

    private static List<CellMembership> members(
            DrawnRegions drawn, SpatialDataset kept, RingWidths widths, Workers workers) {
        if (drawn.namesCells()) {
            int[] regionOf = drawn.regionOf(kept.cellIds());
            return RegionAssignment.ofGroups(drawn.regions(), regionOf, kept.xUm(), kept.yUm(), widths, workers);
        }
        return RegionAssignment.ofOutlines(
                drawn.regions(), kept.xUm(), kept.yUm(), widths, footprint(kept.metadata()), workers);
    }

    private static Footprint footprint(CaseMetadata metadata) {
        double size = metadata.observationSizeUm();
        return switch (metadata.platform()) {
            case VISIUM -> size > 0 ? Footprint.circle(size) : Footprint.point();
            case VISIUM_HD -> size > 0 ? Footprint.square(size) : Footprint.point();
            default -> Footprint.point();
        };
    }

    private static List<String> labels(AnnotationTool.Result annotation) {
        return annotation.structures().stream().map(Structure::label).toList();
    }

    private static void requireMembers(List<Region> regions, List<CellMembership> members, Request request) {
        if (members.stream().noneMatch(member -> member.role() != CellMembership.Role.CONTEXT)) {
            throw new InputException(Problem.of("no observation lies in any region")
                    .at(request.drawn().isPresent() ? "--regions" : "regions")
                    .expected("at least one region with members", regions.size() + " regions without")
                    .fix(
                            request.drawn().isPresent()
                                    ? "Check the unit of the coordinates (--regions-unit) and that the file belongs to this case"
                                    : "Lower --min-region-cells, or draw regions and pass --regions"));
        }
    }

    /** A drawn region without a label of its own gets that of the structure most of its members belong to. */
    private static List<Region> labelled(List<Region> drawn, List<CellMembership> members, Request request) {
        List<String> labels = labels(request.annotation());
        List<Map<Integer, Integer>> tallies = new ArrayList<>();
        drawn.forEach(region -> tallies.add(new HashMap<>()));
        for (CellMembership member : members) {
            if (member.role() != CellMembership.Role.CONTEXT) {
                int domain = request.clusters().domains().labels()[member.cell()];
                tallies.get(member.region()).merge(domain, 1, Integer::sum);
            }
        }
        List<Region> named = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Region region = drawn.get(i);
            String label = region.label().isEmpty()
                    ? mostFrequent(tallies.get(i)).map(labels::get).orElse("")
                    : region.label();
            named.add(new Region(region.id(), region.geometry(), region.source(), label));
        }
        return named;
    }

    private static Optional<Integer> mostFrequent(Map<Integer, Integer> tally) {
        return tally.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<Integer, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey);
    }

    private static void write(ToolContext context, Request request, Result result, List<RegionAdjacency> neighbours) {
        String[] cellIds = request.kept().cellIds();
        context.store()
                .table(
                        "regions/region_cell_membership.parquet",
                        Origin.MEASURED,
                        RegionTables.membershipColumns(),
                        sink -> RegionTables.membership(result, cellIds, sink));
        Artifact summary = context.store()
                .table(
                        "regions/region_molecular_summary.parquet",
                        Origin.MEASURED,
                        RegionTables.molecularSummary(
                                result, request.kept().panel().uniqueNames()));
        context.store()
                .table(
                        "regions/region_neighbors.parquet",
                        Origin.MEASURED,
                        RegionTables.neighbours(result.regions(), neighbours));
        int[] cells = result.summary().cells();
        for (int i = 0; i < result.regions().size(); i++) {
            Region region = result.regions().get(i);
            boolean supported = cells[i] >= request.fewestCells();
            context.evidence(Unit.REGION, region.id(), "region")
                    .value(CanonicalJson.object()
                            .put("structure_label", region.label())
                            .put("n_cells", cells[i])
                            .put("area_um2", region.geometry().getArea()))
                    .summary("Region " + region.id() + " of "
                            + (region.label().isEmpty() ? "no structure" : region.label())
                            + " holds "
                            + Words.count(
                                    cells[i],
                                    request.kept().metadata().platform().observation()) + " on "
                            + Words.decimal(region.geometry().getArea() / 1e6, 3) + " mm².")
                    .restsOn(summary, "region_id = " + region.id())
                    .qc(supported ? QcStatus.PASS : QcStatus.WARN)
                    .measured();
        }
    }
}

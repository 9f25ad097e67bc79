package io.spatho.stgpt.service;

import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionPooling;
import io.spatho.core.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case whose observations have vectors, divided into regions: what the runtime tools are asked about.
 *
 * @param kept observations that passed quality control, with counts
 * @param embedding the vector of each
 * @param regions the regions
 * @param members which observations lie in which region, in order of regions
 * @param regionVectors regions x dimensions, unit length; NaN where a region has none
 * @param labels labels of the observations by the name of their column, such as {@code cell_type}
 * @param registration what was said of how positions lie on the picture and the drawn regions; empty when nobody looked
 */
public record EmbeddedCase(
        SpatialDataset kept,
        CellEmbedding embedding,
        List<RegionFacts> regions,
        List<CellMembership> members,
        DenseMatrix regionVectors,
        Map<String, String[]> labels,
        Optional<Verdict> registration) {

    private static final String STRUCTURE = "structure:";

    /**
     * What a table says of a region.
     *
     * @param id its id
     * @param structure the structure that it belongs to, or empty
     * @param x its centre in micrometres
     * @param y its centre in micrometres
     * @param cells its members
     * @param qcFlag {@code ok}, or flags joined by commas
     */
    public record RegionFacts(String id, String structure, double x, double y, int cells, String qcFlag) {}

    public EmbeddedCase {
        regions = List.copyOf(regions);
        // Not copied: there may be millions, and they are not changed any more.
        members = Collections.unmodifiableList(members);
        if (regionVectors.rows() != regions.size() || embedding.vectors().rows() != kept.size()) {
            throw new IllegalArgumentException("vectors, regions and observations differ in number");
        }
    }

    /** A case that was just embedded and pooled. */
    public static EmbeddedCase of(
            SpatialDataset kept, CellEmbedding embedding, RegionTool.Result found, Map<String, String[]> labels) {
        List<RegionFacts> facts = new ArrayList<>();
        for (int i = 0; i < found.regions().size(); i++) {
            Region region = found.regions().get(i);
            int cells = found.summary().cells()[i];
            facts.add(new RegionFacts(
                    region.id(),
                    region.label(),
                    region.geometry().getCentroid().getX(),
                    region.geometry().getCentroid().getY(),
                    cells,
                    cells < found.fewestCells() ? "low_cells" : "ok"));
        }
        return new EmbeddedCase(
                kept,
                embedding,
                facts,
                found.members(),
                pooled(embedding, found.members(), facts.size()),
                labels,
                Optional.empty());
    }

    /** The regions' vectors: members without a vector are left out. */
    static DenseMatrix pooled(CellEmbedding embedding, List<CellMembership> members, int regions) {
        DenseMatrix vectors = embedding.vectors();
        List<CellMembership> some = members.stream()
                .filter(member -> vectors.columns() > 0 && !Float.isNaN(vectors.get(member.cell(), 0)))
                .toList();
        return RegionPooling.pool(vectors, some, regions);
    }

    /** The position of a region; an id that there is not is a usage error that names some. */
    public int region(String id) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new UsageException(Problem.of("there is no such region")
                .at(id)
                .expected(
                        "one of "
                                + String.join(
                                        ", ",
                                        regions.stream()
                                                .map(RegionFacts::id)
                                                .limit(5)
                                                .toList()) + ", …",
                        id));
    }

    /** The regions that a list of ids names; {@code structure:LABEL} stands for all regions of a structure. */
    public int[] regions(List<String> names) {
        List<Integer> found = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith(STRUCTURE)) {
                int before = found.size();
                for (int i = 0; i < regions.size(); i++) {
                    if (regions.get(i).structure().equals(name.substring(STRUCTURE.length()))) {
                        found.add(i);
                    }
                }
                if (found.size() == before) {
                    throw new UsageException(
                            Problem.of("no region belongs to this structure").at(name));
                }
            } else {
                found.add(region(name));
            }
        }
        return found.stream().mapToInt(Integer::intValue).distinct().sorted().toArray();
    }

    /** The members of regions that count in their vectors, each observation once, ascending. */
    int[] membersOf(int[] chosen) {
        return members.stream()
                .filter(member -> member.weight() > 0 && Arrays.binarySearch(chosen, member.region()) >= 0)
                .mapToInt(CellMembership::cell)
                .sorted()
                .distinct()
                .toArray();
    }

    /** The members of one region that count in its vector. */
    List<CellMembership> membersOf(int region) {
        return members.stream()
                .filter(member -> member.region() == region && member.weight() > 0)
                .toList();
    }

    /** The labels of a column, from those of the run or from the case's own columns. */
    String[] labels(String column) {
        if (labels.containsKey(column)) {
            return labels.get(column);
        }
        boolean text = kept.obs().has(column)
                && (kept.obs().column(column) instanceof Column.Strings
                        || kept.obs().column(column) instanceof Column.Categories);
        if (!text) {
            throw new UsageException(Problem.of("the observations have no such column of labels")
                    .at(column)
                    .expected("one of " + String.join(", ", labels.keySet()), column));
        }
        return kept.obs().strings(column);
    }
}

package io.spatho.anndata.regions;

import io.spatho.anndata.csv.CsvRows;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.DrawnRegions;
import io.spatho.core.region.GroupOutlines;
import io.spatho.core.region.Region;
import io.spatho.core.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Geometry;

/**
 * Cells and their groups, as Xenium Explorer takes and gives them: {@code cell_id, group} and perhaps {@code color}. Each group
 * becomes a region whose members are exactly its cells; its outline runs around their positions. Rows without a group are left
 * out; a cell may stand there once.
 */
final class CellGroups {

    private static final int MOST_GROUPS = Limit.CELL_GROUPS.intValue();

    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Map<String, Integer> groupOf = new HashMap<>();
    private final Set<String> known;
    private int unknown;
    private String firstUnknown = "no cell with a group";

    /** Only cells of the case are kept: what a file names beside them costs nothing. */
    private CellGroups(SlideCells cells) {
        this.known = new HashSet<>(Arrays.asList(cells.ids()));
    }

    static DrawnRegions read(Path file, SlideCells cells, Workers workers, List<String> warnings) {
        CellGroups groups = new CellGroups(cells);
        groups.readRows(file);
        return groups.regions(file, cells, workers, warnings);
    }

    private void readRows(Path file) {
        try (CsvRows rows = CsvRows.commas(file)) {
            CornerColumns columns = CornerColumns.of(rows, CornerColumns.header(rows));
            int cell = columns.require(List.of("cell_id"));
            int group = columns.require(List.of("group"));
            while (columns.next()) {
                String name = columns.text(group, "");
                if (name.isEmpty()) {
                    continue;
                }
                int position = positions.computeIfAbsent(name, key -> positions.size());
                if (positions.size() > MOST_GROUPS) {
                    throw rows.problem("too many groups", "at most " + MOST_GROUPS, "more");
                }
                add(rows, columns.text(cell, ""), position);
            }
        }
    }

    private void add(CsvRows rows, String id, int position) {
        if (!known.contains(id)) {
            firstUnknown = unknown++ == 0 ? "such as " + id : firstUnknown;
        } else if (groupOf.putIfAbsent(id, position) != null) {
            throw rows.problem("cell " + id + " stands there twice", "each cell once", "two rows");
        }
    }

    private DrawnRegions regions(Path file, SlideCells cells, Workers workers, List<String> warnings) {
        requireKnown(file, cells, warnings);
        int[] group = Arrays.stream(cells.ids())
                .mapToInt(id -> groupOf.getOrDefault(id, -1))
                .toArray();
        List<Geometry> outlines = GroupOutlines.of(cells.xUm(), cells.yUm(), group, positions.size(), workers);
        List<Region> regions = new ArrayList<>();
        int[] kept = new int[positions.size()];
        for (Map.Entry<String, Integer> entry : positions.entrySet()) {
            Geometry outline = outlines.get(entry.getValue());
            kept[entry.getValue()] = outline.isEmpty() ? -1 : regions.size();
            if (outline.isEmpty()) {
                warnings.add("group " + entry.getKey() + " of " + file.getFileName() + " has no cell of this case");
            } else {
                regions.add(new Region(entry.getKey(), outline, "user", entry.getKey()));
            }
        }
        Map<String, Integer> regionOf = new LinkedHashMap<>();
        for (int row = 0; row < group.length; row++) {
            if (group[row] >= 0 && kept[group[row]] >= 0) {
                regionOf.put(cells.ids()[row], kept[group[row]]);
            }
        }
        return new DrawnRegions(regions, regionOf);
    }

    private void requireKnown(Path file, SlideCells cells, List<String> warnings) {
        if (groupOf.isEmpty()) {
            String example = cells.ids().length == 0 ? "none" : cells.ids()[0];
            throw new InputException(Problem.of("no cell of the groups is in this case")
                    .at(file)
                    .expected("cell ids such as " + example, firstUnknown));
        }
        if (unknown > 0) {
            warnings.add(Words.count(unknown, "cell") + " of " + file.getFileName()
                    + " are not in this case and were left out of their groups");
        }
    }
}

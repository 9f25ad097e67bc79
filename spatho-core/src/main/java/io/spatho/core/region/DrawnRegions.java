package io.spatho.core.region;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Regions that came from outside: drawn outlines, or lists of the cells of each.
 *
 * @param regions the regions, in file order
 * @param regionOfCell position in {@code regions} of each cell named, by cell id; empty when outlines say what is inside
 */
public record DrawnRegions(List<Region> regions, Map<String, Integer> regionOfCell) {

    public DrawnRegions {
        regions = List.copyOf(regions);
        regionOfCell = Collections.unmodifiableMap(new LinkedHashMap<>(regionOfCell));
    }

    /** Regions whose outlines say what is inside. */
    public static DrawnRegions ofOutlines(List<Region> regions) {
        return new DrawnRegions(regions, Map.of());
    }

    /** Whether lists of cells, not outlines, say what belongs to a region. */
    public boolean namesCells() {
        return !regionOfCell.isEmpty();
    }

    /** The region of each cell, -1 for none. */
    public int[] regionOf(String[] cellIds) {
        return Arrays.stream(cellIds)
                .mapToInt(id -> regionOfCell.getOrDefault(id, -1))
                .toArray();
    }
}

package io.spatho.core.region;

import java.util.List;

/**
 * Regions found in a tissue, and what was left over.
 *
 * @param regions regions by descending number of cells, then by position
 * @param regionOf position in {@code regions} of each cell's region, or -1
 * @param settings the settings that were used
 * @param smallComponents contiguous components that had too few cells
 * @param cellsInSmallComponents the cells of these
 * @param cellsWithoutStructure cells that have no structure
 */
public record FoundRegions(
        List<Region> regions,
        int[] regionOf,
        RegionSettings settings,
        int smallComponents,
        int cellsInSmallComponents,
        int cellsWithoutStructure) {

    /** The {@code source} of such regions. */
    public static final String SOURCE = "neighbourhood_clustering";

    public FoundRegions {
        regions = List.copyOf(regions);
    }
}

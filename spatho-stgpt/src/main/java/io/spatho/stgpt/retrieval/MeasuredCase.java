package io.spatho.stgpt.retrieval;

import io.spatho.core.dataset.SpatialDataset;
import java.util.List;

/**
 * A case with counts, for which predictions are made and beside which they stand.
 *
 * @param kept observations that passed quality control
 * @param regions ids of its regions
 * @param regionOf for each observation the place of its region in {@code regions}, or -1
 */
public record MeasuredCase(SpatialDataset kept, List<String> regions, int[] regionOf) {

    public MeasuredCase {
        regions = List.copyOf(regions);
        if (regionOf.length != kept.size()) {
            throw new IllegalArgumentException(regionOf.length + " places for " + kept.size() + " observations");
        }
    }
}

package io.spatho.core.analysis;

import java.util.List;

/**
 * How expression is clustered.
 *
 * @param resolution the resolution whose clusters are used
 * @param sweep further resolutions that are measured and kept as columns; ascending and without copies
 * @param seeds how many seeds each resolution is clustered from
 * @param refinementRounds how often labels are refined over the spatial graph into a column of their own; 0 leaves it out
 */
public record ClusterSettings(double resolution, List<Double> sweep, int seeds, int refinementRounds) {

    /** Resolution 1 from five seeds, no sweep, no refinement. */
    public static final ClusterSettings DEFAULT = new ClusterSettings(1, List.of(), 5, 0);

    public ClusterSettings {
        sweep = sweep.stream().distinct().sorted().toList();
        if (!(resolution > 0) || sweep.stream().anyMatch(value -> !(value > 0)) || seeds < 1 || refinementRounds < 0) {
            throw new IllegalArgumentException("resolutions and seeds must be positive");
        }
    }
}

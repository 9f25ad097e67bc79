package io.spatho.core.analysis;

import io.spatho.core.graph.Graph;
import io.spatho.core.graph.LaidOut;
import io.spatho.core.graph.Libraries;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.pattern.CoOccurrence;
import io.spatho.core.pattern.PairDistances;
import io.spatho.core.spatial.NeighbourhoodEnrichment;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.tool.ToolContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbourhood enrichment within one radius after another, with the ratio to chance, its interval and how stable its sign is.
 *
 * <p>{@code ratio} is {@code P(label b within r of label a) / P(label b within r of any)}, 1 by chance, with the jackknife interval of
 * {@link CoOccurrence}; z and p are those of random labellings on the graph of all pairs within the radius. A radius whose graph
 * would be too large to hold, or would not be local, is left out with its reason; a large graph gets fewer labellings, stated per radius.
 *
 * @param rings what was found within each radius
 * @param skipped radii that were left out
 */
record RadiusEnrichment(List<Ring> rings, List<Skipped> skipped) {

    /** How a pair behaves over all radii. */
    enum Stability {
        /** Neighbours more often than chance at every radius. */
        MORE("more at every radius"),
        /** Neighbours less often than chance at every radius. */
        LESS("less at every radius"),
        /** Not the same sign at every radius, or not significant at the smallest and the largest. */
        CHANGES("changes"),
        /** A radius has no value. */
        UNDEFINED("undefined");

        private final String id;

        Stability(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /**
     * One radius.
     *
     * @param radiusUm the radius
     * @param meanNeighbours mean number of neighbours
     * @param enrichment counts, z and p
     * @param place number of the radius in {@code ratios}
     * @param ratios ratios with intervals
     */
    record Ring(
            double radiusUm,
            double meanNeighbours,
            NeighbourhoodEnrichment enrichment,
            int place,
            CoOccurrence ratios) {

        /** The place of a pair in the arrays of {@code ratios}. */
        int at(int a, int b) {
            return (b * ratios.categories() + a) * ratios.thresholds().length + place;
        }
    }

    /** A radius that was left out, and why. */
    record Skipped(double radiusUm, double meanNeighbours, String reason) {}

    static RadiusEnrichment of(
            LaidOut positions,
            Libraries libraries,
            int[] labels,
            int categories,
            SpatialRadii radii,
            int permutations,
            ToolContext context) {
        List<Skipped> skipped = new ArrayList<>();
        List<Double> usable = new ArrayList<>();
        for (double radius : radii.radiiUm()) {
            double mean = SpatialRadii.meanNeighbours(positions, radius);
            if (radius >= positions.apart()) {
                skipped.add(new Skipped(radius, mean, "wider than the tissue"));
            } else if (mean > SpatialNeighbours.MAXIMUM_MEAN_DEGREE * 0.8) {
                skipped.add(new Skipped(radius, mean, "too many neighbours to be local"));
            } else if (!WorkBound.holds(labels.length, mean)) {
                skipped.add(new Skipped(radius, mean, "over the bound on work"));
            } else {
                usable.add(radius);
            }
        }
        List<Ring> rings = new ArrayList<>();
        if (!usable.isEmpty()) {
            double[] thresholds =
                    usable.stream().mapToDouble(Double::doubleValue).toArray();
            SpatialBlocks blocks =
                    SpatialBlocks.of(positions.x(), positions.y(), WorkBound.blocks(categories, thresholds.length));
            CoOccurrence ratios = CoOccurrence.of(
                    PairDistances.of(
                            positions.x(), positions.y(), labels, categories, thresholds, blocks, context.workers()),
                    AutocorrelationTool.LEVEL);
            for (int place = 0; place < thresholds.length; place++) {
                Graph graph =
                        SpatialNeighbours.within(positions.x(), positions.y(), thresholds[place], context.workers());
                NeighbourhoodEnrichment enrichment = NeighbourhoodEnrichment.of(
                        graph,
                        libraries,
                        labels,
                        categories,
                        WorkBound.labellings(graph.edges(), permutations),
                        context.seed(),
                        context.workers());
                rings.add(new Ring(thresholds[place], 2.0 * graph.edges() / graph.nodes(), enrichment, place, ratios));
            }
        }
        return new RadiusEnrichment(List.copyOf(rings), List.copyOf(skipped));
    }

    /** How the pair of two labels behaves over the radii. */
    Stability stability(int a, int b) {
        int sign = 0;
        for (int i = 0; i < rings.size(); i++) {
            NeighbourhoodEnrichment enrichment = rings.get(i).enrichment();
            int at = a * enrichment.categories() + b;
            if (Double.isNaN(enrichment.z()[at])) {
                return Stability.UNDEFINED;
            }
            int own = (int) Math.signum(enrichment.z()[at]);
            boolean end = i == 0 || i == rings.size() - 1;
            if ((i > 0 && own != sign) || (end && !(enrichment.adjusted()[at] < AutocorrelationTool.SIGNIFICANT))) {
                return Stability.CHANGES;
            }
            sign = own;
        }
        return rings.isEmpty()
                ? Stability.UNDEFINED
                : sign > 0 ? Stability.MORE : sign < 0 ? Stability.LESS : Stability.CHANGES;
    }

    /** Pairs of different labels that keep their sign over all radii and are significant at the smallest and the largest. */
    int stablePairs(int categories) {
        int stable = 0;
        for (int a = 0; a < categories; a++) {
            for (int b = a + 1; b < categories; b++) {
                Stability found = stability(a, b);
                stable += found == Stability.MORE || found == Stability.LESS ? 1 : 0;
            }
        }
        return stable;
    }
}

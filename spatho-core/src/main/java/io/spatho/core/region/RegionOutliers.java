package io.spatho.core.region;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weakly supported, ambiguous and outlying regions.
 *
 * <p>Weakly supported: fewer members than asked for, or too large a share of them at the boundary. Ambiguous: the region's
 * embedding is nearer to the centre of another structure than to that of its own, centres being coordinate-wise medians over
 * regions. Outlying: the robust z-score of its distance to its structure's centre, {@code (d - median) / (1.4826 * MAD)} over the
 * regions of the structure, is above the limit (3.5 by default: Iglewicz and Hoaglin 1993). A structure needs five regions with
 * an embedding for a centre's distances to be judged, and two to be compared with others; where the MAD is 0 nothing is judged.
 *
 * <p>Rows are ordered by region, then kind. Cost: regions x structures x dimensions.
 */
public final class RegionOutliers {

    private static final double TO_DEVIATION = 1.4826;
    private static final int FEWEST_FOR_DISTANCES = 5;
    private static final int FEWEST_FOR_CENTRE = 2;

    private final DenseMatrix embeddings;
    private final Limits limits;
    private final String observation;
    private final List<RegionOutlier> found = new ArrayList<>();

    private RegionOutliers(DenseMatrix embeddings, Limits limits, String observation) {
        this.embeddings = embeddings;
        this.limits = limits;
        this.observation = observation;
    }

    /**
     * What counts as unusual.
     *
     * @param fewestCells regions with fewer members are weakly supported
     * @param largestBoundaryShare regions with a larger share of boundary cells are weakly supported
     * @param largestDeviation regions with a larger robust z-score are outlying
     */
    public record Limits(int fewestCells, double largestBoundaryShare, double largestDeviation) {
        /** Thirty cells, four fifths, 3.5. */
        public static Limits standard() {
            return new Limits(30, 0.8, 3.5);
        }
    }

    /**
     * The unusual regions, from embeddings (regions x dimensions, NaN rows undefined), structure labels and quality.
     *
     * @param observation what the platform calls one observation, for the reasons
     */
    public static List<RegionOutlier> of(
            DenseMatrix embeddings, List<Region> regions, List<RegionQc> quality, Limits limits, String observation) {
        if (embeddings.rows() != regions.size() || quality.size() != regions.size()) {
            throw new IllegalArgumentException("embeddings and quality do not fit " + regions.size() + " regions");
        }
        RegionOutliers outliers = new RegionOutliers(embeddings, limits, observation);
        Map<String, List<Integer>> byStructure = new TreeMap<>();
        for (int region = 0; region < regions.size(); region++) {
            outliers.support(region, quality.get(region));
            if (outliers.defined(region) && !regions.get(region).label().isEmpty()) {
                byStructure
                        .computeIfAbsent(regions.get(region).label(), label -> new ArrayList<>())
                        .add(region);
            }
        }
        Map<String, double[]> centres = new TreeMap<>();
        byStructure.forEach((label, members) -> {
            if (members.size() >= FEWEST_FOR_CENTRE) {
                centres.put(label, outliers.centre(members));
            }
        });
        centres.forEach((label, centre) -> {
            outliers.distances(label, byStructure.get(label), centre);
            byStructure.get(label).forEach(region -> outliers.ambiguity(region, label, centres));
        });
        outliers.found.sort((left, right) -> left.region() != right.region()
                ? Integer.compare(left.region(), right.region())
                : left.kind().compareTo(right.kind()));
        return List.copyOf(outliers.found);
    }

    private boolean defined(int region) {
        boolean defined = embeddings.columns() > 0;
        for (int d = 0; d < embeddings.columns(); d++) {
            defined &= Float.isFinite(embeddings.get(region, d));
        }
        return defined;
    }

    private void support(int region, RegionQc quality) {
        if (quality.cells() < limits.fewestCells) {
            add(
                    region,
                    RegionOutlier.Kind.WEAKLY_SUPPORTED,
                    Words.count(quality.cells(), observation) + ", fewer than " + limits.fewestCells,
                    quality.cells(),
                    limits.fewestCells);
        } else if (quality.boundaryShare() > limits.largestBoundaryShare) {
            add(
                    region,
                    RegionOutlier.Kind.WEAKLY_SUPPORTED,
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of its %ss are boundary %ss, more than %.0f %%",
                            100 * quality.boundaryShare(),
                            observation,
                            observation,
                            100 * limits.largestBoundaryShare),
                    quality.boundaryShare(),
                    limits.largestBoundaryShare);
        }
    }

    private double[] centre(List<Integer> members) {
        double[] centre = new double[embeddings.columns()];
        for (int d = 0; d < centre.length; d++) {
            int dimension = d;
            centre[d] = median(members.stream()
                    .mapToDouble(region -> embeddings.get(region, dimension))
                    .toArray());
        }
        return centre;
    }

    private void distances(String label, List<Integer> members, double[] centre) {
        if (members.size() < FEWEST_FOR_DISTANCES) {
            return;
        }
        double[] distances =
                members.stream().mapToDouble(region -> distance(region, centre)).toArray();
        double median = median(distances);
        double mad = median(Arrays.stream(distances)
                .map(distance -> Math.abs(distance - median))
                .toArray());
        for (int i = 0; i < distances.length && mad > 0; i++) {
            double z = (distances[i] - median) / (TO_DEVIATION * mad);
            if (z > limits.largestDeviation) {
                String reason = String.format(
                        Locale.ROOT,
                        "its embedding is %.1f robust deviations farther from the centre of %s than its regions usually are",
                        z,
                        label);
                add(members.get(i), RegionOutlier.Kind.OUTLYING, reason, z, limits.largestDeviation);
            }
        }
    }

    private void ambiguity(int region, String label, Map<String, double[]> centres) {
        double own = distance(region, centres.get(label));
        String nearest = label;
        double smallest = own;
        for (Map.Entry<String, double[]> other : centres.entrySet()) {
            double distance = distance(region, other.getValue());
            if (distance < smallest) {
                smallest = distance;
                nearest = other.getKey();
            }
        }
        if (!nearest.equals(label)) {
            String reason = String.format(
                    Locale.ROOT,
                    "its embedding is nearer to %s (distance %.3f) than to %s (%.3f)",
                    nearest,
                    smallest,
                    label,
                    own);
            add(region, RegionOutlier.Kind.AMBIGUOUS, reason, smallest, own);
        }
    }

    private void add(int region, RegionOutlier.Kind kind, String reason, double value, double threshold) {
        found.add(new RegionOutlier(region, kind, reason, value, threshold));
    }

    private double distance(int region, double[] centre) {
        double squares = 0;
        for (int d = 0; d < centre.length; d++) {
            double difference = embeddings.get(region, d) - centre[d];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

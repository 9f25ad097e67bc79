package io.spatho.core.analysis;

import io.spatho.core.dataset.Platform;
import io.spatho.core.graph.LaidOut;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.graph.SpatialNeighbours;
import io.spatho.core.parallel.Workers;
import io.spatho.core.pattern.PointWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far apart observations lie, and the radii at which neighbourhoods are looked at.
 *
 * <p>Defaults: segmented cells of Xenium, MERSCOPE and CosMx 15, 30, 55 and 100 micrometres; Visium spots the first three rings, that is
 * 1.1, 2.2 and 3.3 times the pitch (110, 220 and 330 micrometres at a pitch of 100: ring k lies at most k pitches away and ring k + 1
 * beyond 1.1 k pitches up to the third); everything else 1.5, 3, 5.5 and 10 times the median distance to the nearest neighbour, which
 * is what the radii of cells are to cells 10 micrometres apart.
 *
 * @param spacingUm median distance of an observation to the nearest other
 * @param radiiUm the radii, ascending
 * @param source {@code chosen}, {@code platform} or {@code spacing}
 */
record SpatialRadii(double spacingUm, List<Double> radiiUm, String source) {

    private static final double[] CELLS = {15, 30, 55, 100};
    private static final double[] RINGS = {1.1, 2.2, 3.3};
    private static final double[] SPACINGS = {1.5, 3, 5.5, 10};

    static SpatialRadii of(Platform platform, LaidOut positions, List<Double> chosen, Workers workers) {
        double spacing = spacing(positions, workers);
        if (!chosen.isEmpty()) {
            return new SpatialRadii(spacing, chosen.stream().distinct().sorted().toList(), "chosen");
        }
        return switch (platform) {
            case XENIUM, MERSCOPE, COSMX -> new SpatialRadii(spacing, multiples(CELLS, 1), "platform");
            case VISIUM -> new SpatialRadii(spacing, multiples(RINGS, spacing), "platform");
            case VISIUM_HD, H5AD -> new SpatialRadii(spacing, multiples(SPACINGS, spacing), "spacing");
        };
    }

    private static List<Double> multiples(double[] factors, double unit) {
        List<Double> radii = new ArrayList<>();
        for (double factor : factors) {
            // To a tenth of a micrometre, so that the radii can be named; never down to 0.
            radii.add(Math.max(Math.rint(10 * factor * unit) / 10, factor * unit < 0.1 ? factor * unit : 0.1));
        }
        return radii.stream().distinct().toList();
    }

    private static double spacing(LaidOut positions, Workers workers) {
        if (positions.x().length < 2) {
            return 1;
        }
        NearestNeighbours nearest = SpatialNeighbours.nearest(positions.x(), positions.y(), 1, workers);
        float[] distances = nearest.distances().clone();
        Arrays.sort(distances);
        float median = distances[distances.length / 2];
        return median > 0 ? median : 1;
    }

    /**
     * The mean number of neighbours within a radius, estimated from at most 256 observations at equal steps of the list; exact for
     * cases of no more.
     */
    static double meanNeighbours(LaidOut positions, double radiusUm) {
        double[] x = positions.x();
        double[] y = positions.y();
        int step = Math.max(1, x.length / 256);
        long found = 0;
        int looked = 0;
        for (int i = 0; i < x.length; i += step) {
            looked++;
            for (int j = 0; j < x.length; j++) {
                double dx = x[i] - x[j];
                double dy = y[i] - y[j];
                found += dx * dx + dy * dy <= radiusUm * radiusUm ? 1 : 0;
            }
            found--;
        }
        return (double) found / looked;
    }

    /** The squares, five spacings wide, that hold an observation: the window of patterns that has no outline. */
    static PointWindow window(LaidOut positions, double spacingUm, double farthestUm) {
        return PointWindow.ofOccupied(positions.x(), positions.y(), 5 * spacingUm, farthestUm);
    }
}

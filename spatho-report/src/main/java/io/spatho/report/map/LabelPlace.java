package io.spatho.report.map;

import io.spatho.report.content.RegionOutline;
import java.util.Arrays;

/**
 * Where the name of a region can stand: in the middle of the longest stretch inside the region on the level of its centre.
 *
 * @param x middle in points
 * @param y level in points
 * @param room length of the stretch in points
 */
record LabelPlace(double x, double y, double room) {

    static LabelPlace of(RegionOutline outline, MapFrame frame) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int points = 0;
        for (double[] ring : outline.rings()) {
            points += ring.length / 2;
            for (int i = 1; i < ring.length; i += 2) {
                low = Math.min(low, ring[i]);
                high = Math.max(high, ring[i]);
            }
        }
        LabelPlace best = new LabelPlace(0, 0, 0);
        for (double share : new double[] {0.5, 0.4, 0.6, 0.3, 0.7}) {
            LabelPlace place = atLevel(outline, frame, low + share * (high - low), points);
            if (place.room > 1.15 * best.room) {
                best = place;
            }
        }
        return best;
    }

    private static LabelPlace atLevel(RegionOutline outline, MapFrame frame, double level, int points) {
        double[] crossings = new double[points];
        int count = 0;
        for (double[] ring : outline.rings()) {
            for (int i = 0; i < ring.length; i += 2) {
                int j = (i + 2) % ring.length;
                double y0 = ring[i + 1];
                double y1 = ring[j + 1];
                if ((y0 > level) != (y1 > level)) {
                    crossings[count++] = ring[i] + (level - y0) / (y1 - y0) * (ring[j] - ring[i]);
                }
            }
        }
        Arrays.sort(crossings, 0, count);
        double start = 0;
        double longest = 0;
        for (int i = 0; i + 1 < count; i += 2) {
            if (crossings[i + 1] - crossings[i] > longest) {
                longest = crossings[i + 1] - crossings[i];
                start = crossings[i];
            }
        }
        return new LabelPlace(frame.toX(start + longest / 2), frame.toY(level), longest * frame.scale());
    }
}

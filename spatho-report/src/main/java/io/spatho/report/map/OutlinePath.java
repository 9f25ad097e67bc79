package io.spatho.report.map;

import io.spatho.report.content.RegionOutline;
import io.spatho.report.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Region outlines as path data in points of the page, thinned until they fit a length. */
final class OutlinePath {

    private static final double FINEST = 0.6;

    private OutlinePath() {}

    /** One path per region, empty for a region too small to see; together at most about {@code characters} long. */
    static List<String> all(List<RegionOutline> outlines, MapFrame frame, int characters) {
        double tolerance = FINEST;
        while (true) {
            List<String> paths = new ArrayList<>();
            long length = 0;
            for (RegionOutline outline : outlines) {
                String path = path(outline, frame, tolerance);
                paths.add(path);
                length += path.length();
            }
            if (length <= characters || tolerance > frame.width()) {
                return paths;
            }
            tolerance *= 2;
        }
    }

    private static String path(RegionOutline outline, MapFrame frame, double tolerance) {
        StringBuilder path = new StringBuilder();
        for (double[] ring : outline.rings()) {
            StringBuilder one = new StringBuilder();
            double lastX = Double.NaN;
            double lastY = Double.NaN;
            int points = 0;
            for (int i = 0; i < ring.length; i += 2) {
                double x = frame.toX(ring[i]);
                double y = frame.toY(ring[i + 1]);
                if (points > 0 && Math.abs(x - lastX) < tolerance && Math.abs(y - lastY) < tolerance) {
                    continue;
                }
                one.append(points == 0 ? 'M' : 'L')
                        .append(Numbers.coordinate(x))
                        .append(' ')
                        .append(Numbers.coordinate(y));
                lastX = x;
                lastY = y;
                points++;
            }
            if (points >= 3) {
                path.append(one).append('Z');
            }
        }
        return path.toString();
    }
}

package io.spatho.report.chart;

import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Arrays;

/** A series of numbers as a line over their positions. */
public final class LineChart {

    private static final double WIDTH = 560;
    private static final double HEIGHT = 240;
    private static final double LEFT = 64;
    private static final double TOP = 24;
    private static final double BOTTOM = 46;
    private static final int MOST_POINTS = 1000;

    private LineChart() {}

    /** The drawing of {@code values}, of which the first stands at 1; values that are not finite break off the line. */
    public static Html draw(String id, String description, double[] values, String axis, String vertical) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double high = Arrays.stream(finite).max().orElse(1);
        double low = Math.min(0, Arrays.stream(finite).min().orElse(0));
        double span = high > low ? high - low : 1;
        Drawing drawing = new Drawing(id, description, WIDTH, HEIGHT);
        double floor = HEIGHT - BOTTOM;
        for (double tick : Ticks.between(low, high, 4)) {
            double y = floor - (tick - low) / span * (floor - TOP);
            drawing.line("grid", LEFT, y, WIDTH - 14, y)
                    .text("end tick", LEFT - 8, y + 4, Numbers.significant(tick, 4));
        }
        int last = Math.max(2, values.length);
        for (double tick : Ticks.between(1, last, 6)) {
            if (tick == Math.rint(tick)) {
                drawing.text("middle tick", x(tick, last), floor + 18, Numbers.count((long) tick));
            }
        }
        StringBuilder path = new StringBuilder();
        boolean isDown = false;
        int stride = Math.max(1, values.length / MOST_POINTS);
        for (int i = 0; i < values.length; i += stride) {
            if (Double.isFinite(values[i])) {
                double y = floor - (values[i] - low) / span * (floor - TOP);
                path.append(isDown ? 'L' : 'M')
                        .append(Drawing.n(x(i + 1.0, last)))
                        .append(' ')
                        .append(Drawing.n(y));
            }
            isDown = Double.isFinite(values[i]);
        }
        return drawing.line("axis", LEFT, floor, WIDTH - 14, floor)
                .add(Html.element("path", "series").attribute("d", path.toString()))
                .text("middle", (LEFT + WIDTH - 14) / 2, HEIGHT - 6, axis)
                .text("end tick", LEFT - 8, 12, vertical)
                .build();
    }

    private static double x(double position, int last) {
        return LEFT + (position - 1) / (last - 1) * (WIDTH - 14 - LEFT);
    }
}

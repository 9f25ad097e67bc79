package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.Arrays;
import java.util.List;

/** Series of numbers as lines over common positions. */
public final class LineChart {

    private static final double WIDTH = 560;
    private static final double HEIGHT = 240;
    private static final double LEFT = 64;
    private static final double RIGHT = 14;
    private static final double TOP = 24;
    private static final double BOTTOM = 46;
    private static final int MOST_POINTS = 1000;

    private final double[] positions;
    private final double first;
    private final double last;
    private final double low;
    private final double high;

    private LineChart(double[] positions, List<double[]> series) {
        this.positions = positions;
        this.first = Arrays.stream(positions).min().orElse(0);
        this.last = Math.max(first + 1, Arrays.stream(positions).max().orElse(1));
        double[] finite = series.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        this.low = Math.min(0, Arrays.stream(finite).min().orElse(0));
        double highest = Arrays.stream(finite).max().orElse(1);
        this.high = highest > low ? highest : low + 1;
    }

    /** The drawing; a series has one value per position, and values that are not finite break its line off. */
    public static Html draw(
            String id, String description, double[] positions, List<double[]> series, String axis, String vertical) {
        return new LineChart(positions, series).drawing(id, description, series, axis, vertical);
    }

    private Html drawing(String id, String description, List<double[]> series, String axis, String vertical) {
        Drawing drawing = new Drawing(id, description, WIDTH, HEIGHT);
        double floor = HEIGHT - BOTTOM;
        for (double tick : Ticks.between(low, high, 4)) {
            drawing.line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick))
                    .text("end tick", LEFT - 8, y(tick) + 4, Numbers.significant(tick, 4));
        }
        for (double tick : Ticks.between(first, last, 6)) {
            if (tick == Math.rint(tick)) {
                drawing.text("middle tick", x(tick), floor + 18, Numbers.count((long) tick));
            }
        }
        for (int i = 0; i < series.size(); i++) {
            drawing.add(Html.element("path", "series")
                    .attribute("stroke", Palette.hex(Palette.category(i)))
                    .attribute("d", path(series.get(i))));
        }
        return drawing.line("axis", LEFT, floor, WIDTH - RIGHT, floor)
                .text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, axis)
                .text("end tick", LEFT - 8, 12, vertical)
                .build();
    }

    private String path(double[] values) {
        StringBuilder path = new StringBuilder();
        boolean isDown = false;
        int stride = Math.max(1, values.length / MOST_POINTS);
        for (int i = 0; i < values.length; i += stride) {
            if (Double.isFinite(values[i])) {
                path.append(isDown ? 'L' : 'M')
                        .append(Drawing.n(x(positions[i])))
                        .append(' ')
                        .append(Drawing.n(y(values[i])));
            }
            isDown = Double.isFinite(values[i]);
        }
        return path.toString();
    }

    private double x(double position) {
        return LEFT + (position - first) / (last - first) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - BOTTOM - TOP);
    }
}

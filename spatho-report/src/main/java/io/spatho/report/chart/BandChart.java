package io.spatho.report.chart;

import io.spatho.report.color.Palette;
import io.spatho.report.html.Html;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Lines over common positions, each with a band around it; values that are not finite break line and band off. */
public final class BandChart {

    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double TOP = 26;
    private static final double BOTTOM = 42;
    private static final double OPACITY = 0.22;

    private final double width;
    private final double height;
    private final double[] positions;
    private final double last;
    private double low;
    private double high;
    private final List<Double> ticks;
    private final List<String> tickTexts;

    /**
     * A line and its band.
     *
     * @param rgb colour
     * @param values the line, one value per position
     * @param lower lower end of the band
     * @param upper upper end of the band
     */
    public record Line(int rgb, double[] values, double[] lower, double[] upper) {}

    /**
     * The form of a chart.
     *
     * @param width width in points
     * @param height height in points
     * @param positions where the values lie, ascending from above 0
     * @param ticks values at which the vertical axis is marked; empty for round numbers
     * @param tickTexts what stands at these
     */
    public record Frame(double width, double height, double[] positions, List<Double> ticks, List<String> tickTexts) {

        /** A frame with round numbers at its vertical axis. */
        public static Frame round(double width, double height, double[] positions) {
            return new Frame(width, height, positions, List.of(), List.of());
        }
    }

    private BandChart(Frame frame, List<Line> lines) {
        this.width = frame.width();
        this.height = frame.height();
        this.positions = frame.positions();
        this.last = Arrays.stream(positions).max().orElse(1);
        double[] finite = lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(line.values()))
                .filter(Double::isFinite)
                .toArray();
        double[] bands = lines.stream()
                .flatMapToDouble(
                        line -> DoubleStream.concat(DoubleStream.of(line.lower()), DoubleStream.of(line.upper())))
                .filter(Double::isFinite)
                .toArray();
        this.low = Arrays.stream(finite).min().orElse(0);
        this.high = Arrays.stream(finite).max().orElse(1);
        // A band far wider than its line would press all lines flat: it is cut at the range of the lines and as much
        // again.
        double room = Math.max(high - low, 1e-9);
        this.low = Math.max(low - room, Math.min(low, Arrays.stream(bands).min().orElse(low)));
        this.high =
                Math.min(high + room, Math.max(high, Arrays.stream(bands).max().orElse(high)));
        if (!(high > low)) {
            high = low + 1;
        }
        this.ticks = frame.ticks().isEmpty() ? Ticks.between(low, high, 4) : frame.ticks();
        this.tickTexts = frame.ticks().isEmpty()
                ? ticks.stream()
                        .map(tick -> io.spatho.report.text.Numbers.significant(tick, 3))
                        .toList()
                : frame.tickTexts();
    }

    /** The drawing; {@code title} stands above the chart, {@code axis} under it. */
    public static Html draw(String id, String description, Frame frame, List<Line> lines, String title, String axis) {
        return new BandChart(frame, lines).drawing(id, description, lines, title, axis);
    }

    private Html drawing(String id, String description, List<Line> lines, String title, String axis) {
        Drawing drawing = new Drawing(id, description, width, height);
        double floor = height - BOTTOM;
        for (int i = 0; i < ticks.size(); i++) {
            if (ticks.get(i) >= low && ticks.get(i) <= high) {
                double y = y(ticks.get(i));
                drawing.line("grid", LEFT, y, width - RIGHT, y).text("end tick", LEFT - 6, y + 4, tickTexts.get(i));
            }
        }
        for (double tick : Ticks.between(0, last, width > 400 ? 6 : 3)) {
            drawing.text("middle tick", x(tick), floor + 17, io.spatho.report.text.Numbers.significant(tick, 3));
        }
        for (Line line : lines) {
            drawing.add(Html.element("path", "band")
                    .attribute("fill", Palette.hex(line.rgb()))
                    .attribute("fill-opacity", Drawing.n(OPACITY))
                    .attribute("d", band(line)));
        }
        for (Line line : lines) {
            drawing.add(Html.element("path", "series")
                    .attribute("stroke", Palette.hex(line.rgb()))
                    .attribute("d", path(line.values())));
        }
        return drawing.line("axis", LEFT, floor, width - RIGHT, floor)
                .text("middle", (LEFT + width - RIGHT) / 2, height - 6, axis)
                .text("start tick", LEFT, 14, title)
                .build();
    }

    private String path(double[] values) {
        StringBuilder path = new StringBuilder();
        boolean isDown = false;
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                point(path, isDown ? 'L' : 'M', i, values[i]);
            }
            isDown = Double.isFinite(values[i]);
        }
        return path.toString();
    }

    /** Stretches with both ends, each as a closed outline. */
    private String band(Line line) {
        StringBuilder path = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= line.lower().length; i++) {
            boolean inside =
                    i < line.lower().length && Double.isFinite(line.lower()[i]) && Double.isFinite(line.upper()[i]);
            if (!inside) {
                for (int k = start; k < i; k++) {
                    point(path, k == start ? 'M' : 'L', k, line.upper()[k]);
                }
                for (int k = i - 1; k >= start; k--) {
                    point(path, 'L', k, line.lower()[k]);
                }
                path.append(i > start ? "Z" : "");
                start = i + 1;
            }
        }
        return path.toString();
    }

    private void point(StringBuilder path, char step, int position, double value) {
        path.append(step)
                .append(Drawing.n(x(positions[position])))
                .append(' ')
                .append(Drawing.n(y(Math.max(low, Math.min(high, value)))));
    }

    private double x(double position) {
        return LEFT + position / last * (width - RIGHT - LEFT);
    }

    private double y(double value) {
        return height - BOTTOM - (value - low) / (high - low) * (height - BOTTOM - TOP);
    }
}

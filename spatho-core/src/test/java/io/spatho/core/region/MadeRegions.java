package io.spatho.core.region;

import io.spatho.core.graph.Graph;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.function.ToIntBiFunction;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Small tissues for tests: jittered cells ten micrometres apart, joined to their eight neighbours. */
record MadeRegions(int side, double[] x, double[] y, int[] structureOf, Graph graph) {

    /** {@code structure} gives the structure of a column and row. */
    static MadeRegions of(int side, double jitter, ToIntBiFunction<Integer, Integer> structure) {
        int n = side * side;
        double[] x = new double[n];
        double[] y = new double[n];
        int[] structureOf = new int[n];
        int[] from = new int[4 * n];
        int[] to = new int[4 * n];
        float[] length = new float[4 * n];
        CounterRandom random = CounterRandom.of(1, "made regions", 0);
        for (int cell = 0; cell < n; cell++) {
            x[cell] = cell % side * 10 + jitter * (random.nextDouble() - 0.5);
            y[cell] = (double) (cell / side * 10) + jitter * (random.nextDouble() - 0.5);
            structureOf[cell] = structure.applyAsInt(cell % side, cell / side);
        }
        int edges = 0;
        for (int cell = 0; cell < n; cell++) {
            for (int[] step : new int[][] {{1, 0}, {0, 1}, {1, 1}, {-1, 1}}) {
                int column = cell % side + step[0];
                int row = cell / side + step[1];
                if (column >= 0 && column < side && row < side) {
                    from[edges] = cell;
                    to[edges] = row * side + column;
                    length[edges] = (float) Math.hypot(x[cell] - x[to[edges]], y[cell] - y[to[edges]]);
                    edges++;
                }
            }
        }
        Graph graph =
                Graph.ofEdges(n, Arrays.copyOf(from, edges), Arrays.copyOf(to, edges), Arrays.copyOf(length, edges));
        return new MadeRegions(side, x, y, structureOf, graph);
    }

    static Geometry wkt(String text) {
        try {
            return new WKTReader().read(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static Region drawn(String id, String text) {
        return new Region(id, wkt(text), "user", "");
    }

    static String square(double x, double y, double side) {
        return "POLYGON((" + x + " " + y + "," + (x + side) + " " + y + "," + (x + side) + " " + (y + side) + "," + x
                + " " + (y + side) + "," + x + " " + y + "))";
    }
}

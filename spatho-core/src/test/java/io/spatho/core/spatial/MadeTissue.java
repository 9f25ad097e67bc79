package io.spatho.core.spatial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Small tissues for tests. */
final class MadeTissue {

    private MadeTissue() {}

    /** Cells at whole positions, each joined to its left, right, upper and lower neighbour. */
    static Graph grid(int width, int height) {
        int[] from = new int[2 * width * height];
        int[] to = new int[from.length];
        int edges = 0;
        for (int cell = 0; cell < width * height; cell++) {
            if (cell % width + 1 < width) {
                from[edges] = cell;
                to[edges++] = cell + 1;
            }
            if (cell + width < width * height) {
                from[edges] = cell;
                to[edges++] = cell + width;
            }
        }
        return edges(width * height, Arrays.copyOf(from, edges), Arrays.copyOf(to, edges));
    }

    static Graph edges(int nodes, int[] from, int[] to) {
        float[] lengths = new float[from.length];
        Arrays.fill(lengths, 1);
        return Graph.ofEdges(nodes, from, to, lengths);
    }

    static SpatialBlocks gridBlocks(int width, int height, int most) {
        double[] x =
                IntStream.range(0, width * height).mapToDouble(i -> i % width).toArray();
        double[] y = IntStream.range(0, width * height)
                .map(i -> i / width)
                .asDoubleStream()
                .toArray();
        return SpatialBlocks.of(x, y, most);
    }

    /** A matrix of one gene. */
    static CsrMatrix column(double... values) {
        return MadeMatrix.of(
                Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new));
    }

    /** Values with about the share of zeros named; each is a multiple of 1/8. */
    static double[][] randomRows(int cells, int genes, double zeros, long seed) {
        double[][] rows = new double[cells][genes];
        CounterRandom random = CounterRandom.of(seed, "test", 0);
        for (double[] row : rows) {
            for (int gene = 0; gene < genes; gene++) {
                row[gene] = random.nextDouble() < zeros ? 0 : (1 + random.nextInt(40)) / 8.0;
            }
        }
        return rows;
    }

    static JsonNode golden(String name) throws IOException {
        try (InputStream in = MadeTissue.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(in);
        }
    }

    static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    static Graph goldenGraph(JsonNode golden) {
        JsonNode pairs = golden.get("pairs");
        int[] from = IntStream.range(0, pairs.size())
                .map(i -> pairs.get(i).get(0).asInt())
                .toArray();
        int[] to = IntStream.range(0, pairs.size())
                .map(i -> pairs.get(i).get(1).asInt())
                .toArray();
        return edges(golden.get("x").size(), from, to);
    }

    static int[] goldenLabels(JsonNode golden) {
        return Arrays.stream(numbers(golden.get("labels")))
                .mapToInt(v -> (int) v)
                .toArray();
    }

    static double[][] goldenRows(JsonNode golden) {
        JsonNode rows = golden.get("values");
        return IntStream.range(0, rows.size())
                .mapToObj(i -> numbers(rows.get(i)))
                .toArray(double[][]::new);
    }
}

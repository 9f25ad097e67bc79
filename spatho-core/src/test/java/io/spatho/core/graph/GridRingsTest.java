package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class GridRingsTest {

    /** A Visium array: odd rows are shifted by half a column. */
    private static Graph hexagonal(int[] rows, int[] columns, double[] x, double[] y) {
        for (int i = 0; i < rows.length; i++) {
            x[i] = columns[i] * 50;
            y[i] = rows[i] * 50 * Math.sqrt(3);
        }
        return SpatialNeighbours.hexagonal(rows, columns, x, y);
    }

    @Test
    void ringsOfAHexagonalGridHoldSixTwelveAndEighteenPlaces() {
        int side = 15;
        int[] rows = IntStream.range(0, side * side).map(i -> i / side).toArray();
        int[] columns = IntStream.range(0, side * side)
                .map(i -> 2 * (i % side) + i / side % 2)
                .toArray();
        double[] x = new double[side * side];
        double[] y = new double[side * side];
        Graph adjacent = hexagonal(rows, columns, x, y);
        int middle = 7 * side + 7;

        assertThat(adjacent.degree(middle)).isEqualTo(6);
        assertThat(GridRings.within(adjacent, 1, x, y)).isSameAs(adjacent);
        assertThat(GridRings.within(adjacent, 2, x, y).degree(middle)).isEqualTo(18);
        Graph three = GridRings.within(adjacent, 3, x, y);
        assertThat(three.degree(middle)).isEqualTo(36);
        // The farthest of the third ring lies three pitches away, the nearest at sqrt(7).
        for (int i = three.starts()[middle]; i < three.starts()[middle + 1]; i++) {
            assertThat(three.weights()[i]).isBetween(99.9f, 300.1f);
        }
    }

    @Test
    void aHoleIsWalkedAround() {
        // A row of five places with the middle one missing: its neighbours are not joined however many rings.
        int[] rows = new int[4];
        int[] columns = {0, 2, 6, 8};
        double[] x = new double[4];
        double[] y = new double[4];
        Graph two = GridRings.within(hexagonal(rows, columns, x, y), 5, x, y);

        assertThat(two.edges()).isEqualTo(2);
        assertThat(two.neighbours()).containsExactly(1, 0, 3, 2);
    }

    @Test
    void ringsEqualSquidpyOnAnArrayWithHoles() throws IOException {
        JsonNode golden;
        try (InputStream in = GridRingsTest.class.getResourceAsStream("golden-rings.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        int[] rows = StreamSupport.stream(golden.get("rows").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        int[] columns = StreamSupport.stream(golden.get("columns").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        double[] x = new double[rows.length];
        double[] y = new double[rows.length];
        Graph adjacent = hexagonal(rows, columns, x, y);
        for (int rings = 1; rings <= 3; rings++) {
            Graph graph = GridRings.within(adjacent, rings, x, y);
            List<String> found = new ArrayList<>();
            for (int node = 0; node < graph.nodes(); node++) {
                for (int at = graph.starts()[node]; at < graph.starts()[node + 1]; at++) {
                    if (graph.neighbours()[at] > node) {
                        found.add("[" + node + "," + graph.neighbours()[at] + "]");
                    }
                }
            }
            List<String> expected = new ArrayList<>();
            golden.get("rings_" + rings).forEach(edge -> expected.add(edge.toString()));
            assertThat(found).as("%d rings", rings).isEqualTo(expected);
        }
    }
}

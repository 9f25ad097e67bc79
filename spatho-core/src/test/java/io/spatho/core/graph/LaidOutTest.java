package io.spatho.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.parallel.Workers;
import org.junit.jupiter.api.Test;

final class LaidOutTest {

    private static final double[] X = {5, 100, 8, 101, 5};
    private static final double[] Y = {0, 0, 4, 3, 4};
    private static final Libraries TWO = Libraries.of(new String[] {"b", "a", "b", "a", "b"});

    @Test
    void oneLibraryStaysWhereItIs() {
        LaidOut positions = LaidOut.of(X, Y, Libraries.single(5));
        assertThat(positions.x()).isSameAs(X);
        assertThat(positions.apart()).isInfinite();
    }

    @Test
    void distancesWithinALibraryStayAndLibrariesLieTwiceTheWidestSideApart() {
        LaidOut positions = LaidOut.of(X, Y, TWO);
        assertThat(positions.apart()).isEqualTo(8);
        assertThat(positions.x()).containsExactly(new double[] {9, 0, 12, 1, 9}, within(1e-12));
        assertThat(positions.y()).isEqualTo(Y);
        assertThat(positions.shortestSide(TWO)).isEqualTo(1);
    }

    @Test
    void librariesAtTheSamePlaceShareNoNeighbours() {
        double[] x = {0, 1, 2, 0, 1, 2};
        double[] y = new double[6];
        Libraries libraries = new Libraries(new String[] {"a", "b"}, new int[] {0, 0, 0, 1, 1, 1});
        LaidOut positions = LaidOut.of(x, y, libraries);
        try (Workers workers = new Workers(1)) {
            Graph graph = SpatialNeighbours.within(positions.x(), positions.y(), 1.5, workers);
            assertThat(graph.edges()).isEqualTo(4);
        }
    }
}

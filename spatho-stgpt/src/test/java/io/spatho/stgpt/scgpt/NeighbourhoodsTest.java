package io.spatho.stgpt.scgpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.matrix.DenseMatrix;
import org.junit.jupiter.api.Test;

final class NeighbourhoodsTest {

    @Test
    void theNearestOtherCellsComeInOrderOfDistanceAndThenOfNumber() {
        double[] x = {0, 1, 2, 10, 1};
        double[] y = {0, 0, 0, 0, 0};
        Neighbourhoods near = Neighbourhoods.nearest(x, y, 2);
        assertThat(near.neighbours()[0]).containsExactly(1, 4);
        assertThat(near.neighbours()[1]).containsExactly(4, 0);
        assertThat(near.neighbours()[3]).containsExactly(2, 1);
    }

    @Test
    void theMeanLeavesTheCellItselfOut() {
        DenseMatrix states = new DenseMatrix(3, 2, new float[] {1, 2, 3, 4, 5, 8});
        DenseMatrix means = new Neighbourhoods(new int[][] {{1, 2}, {0}, {}}).meanStates(states);
        assertThat(means.values()).containsExactly(4, 6, 1, 2, Float.NaN, Float.NaN);
    }

    @Test
    void asManyNeighboursAsCellsCannotBe() {
        assertThatThrownBy(() -> Neighbourhoods.nearest(new double[3], new double[3], 3))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

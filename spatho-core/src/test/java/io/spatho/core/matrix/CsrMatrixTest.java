package io.spatho.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsrMatrixTest {

    private final CsrMatrix matrix =
            new CsrMatrix(3, 4, new long[] {0, 2, 2, 4}, new int[] {0, 3, 1, 3}, new float[] {1, 2, 3, 4});

    @Test
    void readsEntriesAndZeros() {
        assertThat(matrix.get(0, 3)).isEqualTo(2);
        assertThat(matrix.get(0, 1)).isZero();
        assertThat(matrix.get(1, 0)).isZero();
        assertThat(matrix.rowSum(2)).isEqualTo(7);
    }

    @Test
    void transposingTwiceGivesTheSameMatrix() {
        CsrMatrix transposed = matrix.transpose();
        assertThat(transposed.get(3, 2)).isEqualTo(4);
        CsrMatrix back = transposed.transpose();
        assertThat(back.rowStarts()).isEqualTo(matrix.rowStarts());
        assertThat(back.columnIndices()).isEqualTo(matrix.columnIndices());
        assertThat(back.values()).isEqualTo(matrix.values());
    }

    @Test
    void selectsRowsAndColumnsInAnyOrder() {
        CsrMatrix rows = matrix.selectRows(new int[] {2, 0, 2});
        assertThat(rows.get(0, 1)).isEqualTo(3);
        assertThat(rows.get(1, 0)).isEqualTo(1);
        assertThat(rows.get(2, 3)).isEqualTo(4);
        CsrMatrix columns = matrix.selectColumns(new int[] {1, 3});
        assertThat(columns.columns()).isEqualTo(2);
        assertThat(columns.get(0, 1)).isEqualTo(2);
        assertThat(columns.get(2, 0)).isEqualTo(3);
        assertThat(columns.nonzeros()).isEqualTo(3);
        CsrMatrix turned = matrix.selectColumns(new int[] {3, 0});
        assertThat(turned.get(0, 0)).isEqualTo(2);
        assertThat(turned.get(0, 1)).isEqualTo(1);
        assertThat(turned.get(2, 0)).isEqualTo(4);
        assertThat(turned.nonzeros()).isEqualTo(3);
    }

    @Test
    void stacksMatricesOneAfterTheOther() {
        CsrMatrix both = CsrMatrix.stacked(List.of(matrix, matrix.selectRows(new int[] {2})));
        assertThat(both.rows()).isEqualTo(4);
        assertThat(both.get(2, 1)).isEqualTo(3);
        assertThat(both.get(3, 1)).isEqualTo(3);
        assertThat(both.get(3, 3)).isEqualTo(4);
        assertThat(both.nonzeros()).isEqualTo(6);
    }

    @Test
    void refusesArraysThatContradictEachOther() {
        assertThatThrownBy(() -> new CsrMatrix(1, 2, new long[] {0, 2}, new int[] {1, 1}, new float[2]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CsrMatrix(1, 2, new long[] {0, 1}, new int[] {2}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CsrMatrix(2, 2, new long[] {0, 2, 1}, new int[] {0}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

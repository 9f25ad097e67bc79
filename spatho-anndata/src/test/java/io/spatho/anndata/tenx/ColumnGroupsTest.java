package io.spatho.anndata.tenx;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnGroupsTest {

    private static final int COLUMNS = 40;
    private static final int ROWS = 60;

    /** Columns of groups that lie in long runs, in short ones, and in no group. */
    @Test
    void everyEntryIsInItsGroupAndNowhereElse() {
        for (int share : new int[] {2, 5, 90}) {
            int[] groupOf = groups(share);
            List<int[]> groups = List.of(columns(groupOf, 0), columns(groupOf, 1), columns(groupOf, 2));
            CsrMatrix matrix = matrix(share);
            CsrMatrix[] parts = new ColumnGroups(COLUMNS, groups).divide(matrix);
            for (int group = 0; group < parts.length; group++) {
                assertThat(parts[group].columns()).isEqualTo(groups.get(group).length);
                long entries = 0;
                for (int row = 0; row < ROWS; row++) {
                    for (int i = 0; i < groups.get(group).length; i++) {
                        float expected = matrix.get(row, groups.get(group)[i]);
                        assertThat(parts[group].get(row, i)).isEqualTo(expected);
                        entries += expected == 0 ? 0 : 1;
                    }
                }
                assertThat(parts[group].nonzeros()).isEqualTo(entries);
            }
        }
    }

    private static int[] groups(int changeInPercent) {
        CounterRandom random = CounterRandom.of(changeInPercent, "groups", 0);
        int[] groupOf = new int[COLUMNS];
        int group = 0;
        for (int column = 0; column < COLUMNS; column++) {
            group = random.nextInt(100) < changeInPercent ? random.nextInt(4) : group;
            groupOf[column] = group;
        }
        return groupOf;
    }

    private static int[] columns(int[] groupOf, int group) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < COLUMNS; column++) {
            if (groupOf[column] == group) {
                columns.add(column);
            }
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Rows of very different numbers of entries, some without. */
    private static CsrMatrix matrix(int seed) {
        CounterRandom random = CounterRandom.of(seed, "matrix", 0);
        long[] starts = new long[ROWS + 1];
        int[] columns = new int[ROWS * COLUMNS];
        float[] values = new float[ROWS * COLUMNS];
        int at = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                if (random.nextInt(ROWS) < row) {
                    columns[at] = column;
                    values[at] = ++at;
                }
            }
            starts[row + 1] = at;
        }
        return new CsrMatrix(ROWS, COLUMNS, starts, Arrays.copyOf(columns, at), Arrays.copyOf(values, at));
    }
}

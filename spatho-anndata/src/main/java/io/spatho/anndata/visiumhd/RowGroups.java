package io.spatho.anndata.visiumhd;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the rows of a matrix group by group.
 *
 * <p>Determinism: rows of a group are added in ascending order in float64, on blocks of groups that do not depend on the number of threads.
 * Cost: linear in entries, and n log n in those of a group. Memory: the result, and a row of features for each thread.
 */
final class RowGroups {

    private static final int GROUPS_PER_BLOCK = 4096;

    private final CsrMatrix fine;
    private final int[] rows;
    private final int[] starts;

    private RowGroups(CsrMatrix fine, int[] rows, int[] starts) {
        this.fine = fine;
        this.rows = rows;
        this.starts = starts;
    }

    /**
     * The sums.
     *
     * @param groups the group of each row, -1 for none
     * @param count the number of groups
     */
    static CsrMatrix sum(CsrMatrix fine, int[] groups, int count, Workers workers) {
        int[] starts = new int[count + 1];
        for (int group : groups) {
            if (group >= 0) {
                starts[group + 1]++;
            }
        }
        for (int group = 0; group < count; group++) {
            starts[group + 1] += starts[group];
        }
        int[] next = Arrays.copyOf(starts, count);
        int[] rows = new int[starts[count]];
        for (int row = 0; row < groups.length; row++) {
            if (groups[row] >= 0) {
                rows[next[groups[row]]++] = row;
            }
        }
        return new RowGroups(fine, rows, starts).sum(count, workers);
    }

    private record Part(int[] lengths, int[] columns, float[] values) {}

    private CsrMatrix sum(int count, Workers workers) {
        int blocks = (count + GROUPS_PER_BLOCK - 1) / GROUPS_PER_BLOCK;
        List<Part> parts = workers.map(blocks, block -> {
            int from = block * GROUPS_PER_BLOCK;
            return part(from, Math.min(count, from + GROUPS_PER_BLOCK));
        });
        long[] sums = new long[count + 1];
        int group = 0;
        for (Part part : parts) {
            for (int length : part.lengths()) {
                sums[group + 1] = sums[group] + length;
                group++;
            }
        }
        int[] columns = new int[Math.toIntExact(sums[count])];
        float[] values = new float[columns.length];
        int at = 0;
        for (Part part : parts) {
            System.arraycopy(part.columns(), 0, columns, at, part.columns().length);
            System.arraycopy(part.values(), 0, values, at, part.values().length);
            at += part.columns().length;
        }
        return new CsrMatrix(count, fine.columns(), sums, columns, values);
    }

    private Part part(int from, int to) {
        double[] row = new double[fine.columns()];
        int[] touched = new int[fine.columns()];
        int[] lengths = new int[to - from];
        int[] columns = new int[1024];
        float[] values = new float[1024];
        int size = 0;
        for (int group = from; group < to; group++) {
            int count = gather(group, row, touched);
            Arrays.sort(touched, 0, count);
            if (size + count > columns.length) {
                int capacity = Math.max(size + count, 2 * columns.length);
                columns = Arrays.copyOf(columns, capacity);
                values = Arrays.copyOf(values, capacity);
            }
            for (int i = 0; i < count; i++) {
                columns[size] = touched[i];
                values[size++] = (float) row[touched[i]];
                row[touched[i]] = 0;
            }
            lengths[group - from] = count;
        }
        return new Part(lengths, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }

    private int gather(int group, double[] row, int[] touched) {
        int count = 0;
        for (int r = starts[group]; r < starts[group + 1]; r++) {
            for (int i = fine.start(rows[r]); i < fine.end(rows[r]); i++) {
                int column = fine.columnIndices()[i];
                float value = fine.values()[i];
                if (value > 0) {
                    if (row[column] == 0) {
                        touched[count++] = column;
                    }
                    row[column] += value;
                }
            }
        }
        return count;
    }
}

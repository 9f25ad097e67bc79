package io.spatho.benchmarks;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/** Cells for benchmarks, made by formula: positions, labels, sparse expression and an embedding. */
final class MadeCells {

    private MadeCells() {}

    /** Positions on a jittered square grid, in no spatial order. */
    static double[][] positions(int cells) {
        int[] order = new int[cells];
        Arrays.setAll(order, i -> i);
        CounterRandom.of(1, "positions", 0).shuffle(order);
        int side = (int) Math.ceil(Math.sqrt(cells));
        double[][] positions = new double[2][cells];
        CounterRandom random = CounterRandom.of(1, "jitter", 0);
        for (int i = 0; i < cells; i++) {
            int row = i / side;
            positions[0][order[i]] = 10.0 * (i - row * side) + 8 * random.nextDouble();
            positions[1][order[i]] = 10.0 * row + 8 * random.nextDouble();
        }
        return positions;
    }

    /** Labels without spatial order. */
    static int[] labels(int cells, int categories) {
        CounterRandom random = CounterRandom.of(1, "labels", 0);
        int[] labels = new int[cells];
        Arrays.setAll(labels, i -> random.nextInt(categories));
        return labels;
    }

    /** A sparse matrix with that many entries in every row, at columns without pattern; their values follow one of twenty types. */
    static CsrMatrix expression(int cells, int genes, int entries) {
        long[] starts = new long[cells + 1];
        int[] columns = new int[cells * entries];
        float[] values = new float[columns.length];
        for (int row = 0; row < cells; row++) {
            CounterRandom random = CounterRandom.of(1, "expression", row);
            int step = genes / entries;
            for (int i = 0; i < entries; i++) {
                columns[row * entries + i] = i * step + random.nextInt(step);
                float typical = (columns[row * entries + i] * 31 + row % 20 * 17) % 23 / 4f;
                values[row * entries + i] = 1 + typical + random.nextInt(16) / 8f;
            }
            starts[row + 1] = (row + 1L) * entries;
        }
        return new CsrMatrix(cells, genes, starts, columns, values);
    }

    /** Points around twenty centres, with variances that fall from dimension to dimension. */
    static DenseMatrix embedding(int cells, int dimensions) {
        DenseMatrix points = DenseMatrix.zeros(cells, dimensions);
        for (int i = 0; i < cells; i++) {
            CounterRandom random = CounterRandom.of(1, "embedding", i);
            CounterRandom centre = CounterRandom.of(1, "centre", random.nextInt(20));
            for (int d = 0; d < dimensions; d++) {
                double spread = 3 / Math.sqrt(d + 1.0);
                points.values()[i * dimensions + d] =
                        (float) (spread * centre.nextGaussian() + 0.7 * random.nextGaussian());
            }
        }
        return points;
    }
}

package io.spatho.core.integration;

import io.spatho.core.parallel.Workers;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The shift of each batch in each cluster: a regression of the vectors on an intercept and the batches, weighted by the shares in the
 * cluster, with a ridge on the batches and none on the intercept.
 */
final class RidgeShifts {

    private static final int PARTS = 64;

    private RidgeShifts() {}

    /** Clusters x levels x dimensions. */
    static double[][][] of(
            double[] vectors,
            int width,
            double[] shares,
            int clusters,
            Batches batches,
            Harmony.Settings settings,
            Workers workers) {
        int rows = vectors.length / width;
        int terms = batches.levels() + 1;
        int size = terms * (terms + width);
        int part = Math.max(1, (rows + PARTS - 1) / PARTS);
        List<double[]> sums = workers.map((rows + part - 1) / part, block -> {
            double[] sum = new double[clusters * size];
            int[] active = new int[batches.levelOf().size() + 1];
            for (int row = block * part; row < Math.min(rows, (block + 1) * part); row++) {
                for (int v = 1; v < active.length; v++) {
                    active[v] = batches.levelOf().get(v - 1)[row] + 1;
                }
                for (int c = 0; c < clusters; c++) {
                    add(sum, c * size, shares[row * clusters + c], active, terms, vectors, row * width, width);
                }
            }
            return sum;
        });
        double[] total = new double[clusters * size];
        for (double[] one : sums) {
            for (int i = 0; i < total.length; i++) {
                total[i] += one[i];
            }
        }
        double[][][] shifts = new double[clusters][][];
        for (int c = 0; c < clusters; c++) {
            shifts[c] = solve(total, c * size, terms, width, settings.ridge());
        }
        return shifts;
    }

    private static void add(
            double[] sum, int at, double share, int[] active, int terms, double[] vectors, int from, int width) {
        for (int one : active) {
            for (int other : active) {
                sum[at + one * terms + other] += share;
            }
            int right = at + terms * terms + one * width;
            for (int j = 0; j < width; j++) {
                sum[right + j] += share * vectors[from + j];
            }
        }
    }

    private static double[][] solve(double[] total, int at, int terms, int width, double ridge) {
        double[][] left = new double[terms][terms];
        double[][] right = new double[terms][width];
        for (int i = 0; i < terms; i++) {
            System.arraycopy(total, at + i * terms, left[i], 0, terms);
            left[i][i] += i == 0 ? 0 : ridge;
            System.arraycopy(total, at + terms * terms + i * width, right[i], 0, width);
        }
        double[][] shifts = new double[terms - 1][width];
        // A cluster that holds nothing has no shift to take off.
        LUDecomposition decomposition = new LUDecomposition(new Array2DRowRealMatrix(left, false), 1e-300);
        if (!decomposition.getSolver().isNonSingular()) {
            return shifts;
        }
        RealMatrix solution = decomposition.getSolver().solve(new Array2DRowRealMatrix(right, false));
        for (int level = 0; level < shifts.length; level++) {
            shifts[level] = solution.getRow(level + 1);
        }
        return shifts;
    }
}

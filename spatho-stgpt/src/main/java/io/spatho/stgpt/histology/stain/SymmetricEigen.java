package io.spatho.stgpt.histology.stain;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvectors of a small symmetric matrix by Jacobi's rotations, those of the largest eigenvalue first. */
final class SymmetricEigen {

    private static final int SWEEPS = 64;

    private SymmetricEigen() {}

    static double[][] vectors(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, vectors, p, q);
                }
            }
        }
        return IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -a[i][i]))
                .map(i -> vectors[i])
                .toArray(double[][]::new);
    }

    private static void rotate(double[][] a, double[][] vectors, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
            double vp = vectors[p][k];
            double vq = vectors[q][k];
            vectors[p][k] = c * vp - s * vq;
            vectors[q][k] = s * vp + c * vq;
        }
        a[p][q] = 0;
        a[q][p] = 0;
    }
}

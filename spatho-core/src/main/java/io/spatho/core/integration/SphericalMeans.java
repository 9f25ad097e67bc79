package io.spatho.core.integration;

import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.List;

/**
 * Centres of unit vectors: k-means on the sphere, started by k-means++ on a sample.
 *
 * <p>Determinism: seeded; sums over fixed blocks in order. Source: Arthur and Vassilvitskii 2007; Dhillon and Modha 2001. Cost:
 * sample x centres x dimensions x {@value #ROUNDS}.
 */
final class SphericalMeans {

    private static final int ROUNDS = 25;
    private static final int MOST_POINTS = 20_000;
    private static final int BLOCK = 1024;

    private SphericalMeans() {}

    /** The centres of the rows of {@code unit} (rows x width), each of length one. */
    static double[][] of(double[] unit, int width, int centres, long seed, Workers workers) {
        int[] rows = sample(unit.length / width);
        double[][] centre = start(unit, width, rows, centres, seed);
        for (int round = 0; round < ROUNDS; round++) {
            double[][] current = centre;
            List<double[]> sums = workers.map((rows.length + BLOCK - 1) / BLOCK, block -> {
                double[] sum = new double[centres * width];
                for (int i = block * BLOCK; i < Math.min(rows.length, (block + 1) * BLOCK); i++) {
                    int nearest = nearest(current, unit, rows[i] * width);
                    for (int j = 0; j < width; j++) {
                        sum[nearest * width + j] += unit[rows[i] * width + j];
                    }
                }
                return sum;
            });
            centre = centres(sums, current, width);
        }
        return centre;
    }

    private static int[] sample(int all) {
        int[] rows = new int[Math.min(all, MOST_POINTS)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) ((long) i * all / rows.length);
        }
        return rows;
    }

    private static double[][] start(double[] unit, int width, int[] rows, int centres, long seed) {
        double[][] centre = new double[centres][width];
        double[] distance = new double[rows.length];
        java.util.Arrays.fill(distance, 1);
        for (int c = 0; c < centres; c++) {
            CounterRandom random = CounterRandom.of(seed, "harmony-start", c);
            double sum = 0;
            for (double value : distance) {
                sum += value;
            }
            double drawn = random.nextDouble() * sum;
            int chosen = 0;
            while (chosen < rows.length - 1 && drawn >= distance[chosen]) {
                drawn -= distance[chosen++];
            }
            System.arraycopy(unit, rows[chosen] * width, centre[c], 0, width);
            for (int i = 0; i < rows.length; i++) {
                double own = Math.max(0, 1 - dot(centre[c], unit, rows[i] * width));
                distance[i] = c == 0 ? own : Math.min(distance[i], own);
            }
        }
        return centre;
    }

    private static int nearest(double[][] centre, double[] unit, int at) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < centre.length; c++) {
            double cosine = dot(centre[c], unit, at);
            if (cosine > largest) {
                largest = cosine;
                best = c;
            }
        }
        return best;
    }

    /** The directions of the sums; a centre that no point chose stays where it was. */
    private static double[][] centres(List<double[]> sums, double[][] earlier, int width) {
        double[][] centre = new double[earlier.length][width];
        for (int c = 0; c < centre.length; c++) {
            double squares = 0;
            for (int j = 0; j < width; j++) {
                for (double[] sum : sums) {
                    centre[c][j] += sum[c * width + j];
                }
                squares += centre[c][j] * centre[c][j];
            }
            double length = Math.sqrt(squares);
            for (int j = 0; j < width; j++) {
                centre[c][j] = length > 0 ? centre[c][j] / length : earlier[c][j];
            }
        }
        return centre;
    }

    static double dot(double[] vector, double[] unit, int at) {
        double sum = 0;
        for (int j = 0; j < vector.length; j++) {
            sum += vector[j] * unit[at + j];
        }
        return sum;
    }
}

package io.spatho.stgpt.discordance;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/**
 * k-means with the starts of k-means++ (Arthur and Vassilvitskii 2007): of ten starts the one with the smallest sum of squares.
 * Determinism: depends on points and seed; one thread. Cost: starts x rounds x points x k x columns.
 */
final class KMeans {

    private static final int STARTS = 10;
    private static final int ROUNDS = 100;

    private final DenseMatrix points;
    private final double[][] centres;
    private final int[] labels;
    private double squares;

    private KMeans(DenseMatrix points, int k) {
        this.points = points;
        this.centres = new double[k][points.columns()];
        this.labels = new int[points.rows()];
    }

    /** The cluster of each point, from 0. */
    static int[] labels(DenseMatrix points, int k, long seed) {
        KMeans best = null;
        for (int start = 0; start < STARTS; start++) {
            KMeans found = new KMeans(points, Math.min(k, points.rows()));
            found.start(CounterRandom.of(seed, "discordance-k-means", start));
            found.settle();
            best = best == null || found.squares < best.squares ? found : best;
        }
        return best.labels;
    }

    private void start(CounterRandom random) {
        double[] nearest = new double[points.rows()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(points.rows());
        for (int centre = 0; centre < centres.length; centre++) {
            for (int column = 0; column < points.columns(); column++) {
                centres[centre][column] = points.get(chosen, column);
            }
            double total = 0;
            for (int row = 0; row < nearest.length; row++) {
                nearest[row] = Math.min(nearest[row], distance(row, centre));
                total += nearest[row];
            }
            double left = random.nextDouble() * total;
            chosen = 0;
            while (chosen < nearest.length - 1 && left >= nearest[chosen]) {
                left -= nearest[chosen++];
            }
        }
    }

    private void settle() {
        Arrays.fill(labels, -1);
        for (int round = 0; round < ROUNDS && assign(); round++) {
            move();
        }
    }

    private boolean assign() {
        boolean changed = false;
        squares = 0;
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            double nearest = Double.POSITIVE_INFINITY;
            for (int centre = 0; centre < centres.length; centre++) {
                double distance = distance(row, centre);
                if (distance < nearest) {
                    nearest = distance;
                    best = centre;
                }
            }
            changed |= labels[row] != best;
            labels[row] = best;
            squares += nearest;
        }
        return changed;
    }

    private void move() {
        double[][] sums = new double[centres.length][points.columns()];
        int[] sizes = new int[centres.length];
        for (int row = 0; row < labels.length; row++) {
            sizes[labels[row]]++;
            for (int column = 0; column < points.columns(); column++) {
                sums[labels[row]][column] += points.get(row, column);
            }
        }
        for (int centre = 0; centre < centres.length; centre++) {
            // An empty cluster keeps its centre.
            for (int column = 0; column < points.columns() && sizes[centre] > 0; column++) {
                centres[centre][column] = sums[centre][column] / sizes[centre];
            }
        }
    }

    private double distance(int row, int centre) {
        double sum = 0;
        for (int column = 0; column < points.columns(); column++) {
            double apart = points.get(row, column) - centres[centre][column];
            sum += apart * apart;
        }
        return sum;
    }
}

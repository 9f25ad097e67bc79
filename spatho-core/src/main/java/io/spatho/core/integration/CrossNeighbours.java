package io.spatho.core.integration;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;

/**
 * The nearest of one set of points for each of another, by Euclidean distance, exact; equal distances are ordered by index.
 *
 * <p>A distance is given up as soon as its first dimensions exceed the worst that is held, which saves most of the work where
 * dimensions are ordered by variance. Cost: queries x points x dimensions at most.
 */
final class CrossNeighbours {

    private static final int BLOCK = 64;
    private static final int STEP = 8;

    private final int held;
    private final int[] indices;
    private final double[] distances;

    private CrossNeighbours(int queries, int held) {
        this.held = held;
        this.indices = new int[queries * held];
        this.distances = new double[queries * held];
    }

    /** The {@code k} nearest rows of {@code points} for each row of {@code queries}; fewer when there are fewer. */
    static CrossNeighbours of(DenseMatrix queries, DenseMatrix points, int k, Workers workers) {
        CrossNeighbours found = new CrossNeighbours(queries.rows(), Math.min(k, points.rows()));
        workers.forRanges(queries.rows(), BLOCK, (from, to) -> {
            for (int query = from; query < to; query++) {
                found.search(queries, query, points);
            }
        });
        return found;
    }

    /** How many neighbours each query has. */
    int held() {
        return held;
    }

    int neighbour(int query, int rank) {
        return indices[query * held + rank];
    }

    double distance(int query, int rank) {
        return Math.sqrt(distances[query * held + rank]);
    }

    private void search(DenseMatrix queries, int query, DenseMatrix points) {
        int first = query * held;
        int size = 0;
        for (int point = 0; point < points.rows(); point++) {
            double worst = size < held ? Double.POSITIVE_INFINITY : distances[first + held - 1];
            double distance = squared(queries, query, points, point, worst);
            if (distance < worst) {
                int place = size < held ? size++ : held - 1;
                while (place > 0 && distances[first + place - 1] > distance) {
                    distances[first + place] = distances[first + place - 1];
                    indices[first + place] = indices[first + place - 1];
                    place--;
                }
                distances[first + place] = distance;
                indices[first + place] = point;
            }
        }
    }

    private static double squared(DenseMatrix queries, int query, DenseMatrix points, int point, double limit) {
        int width = points.columns();
        int a = query * width;
        int b = point * width;
        double sum = 0;
        for (int j = 0; j < width && sum < limit; j += STEP) {
            for (int i = j; i < Math.min(width, j + STEP); i++) {
                double difference = (double) queries.values()[a + i] - points.values()[b + i];
                sum += difference * difference;
            }
        }
        return sum;
    }
}

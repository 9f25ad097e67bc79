package io.spatho.core.graph;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import java.util.Arrays;

/**
 * Points put on lists by the nearest of about {@code 1.25 sqrt(n)} centres, which Lloyd's iteration finds on a sample.
 *
 * <p>Determinism: sums of a centre are float64 in the order of the sample; the rest is done point by point. Cost: per iteration
 * sample x centres x dimensions, at the end points x centres x dimensions.
 */
final class CentreLists {

    private static final double LISTS_PER_ROOT = 1.25;
    private static final int SAMPLE_PER_LIST = 64;
    private static final int ITERATIONS = 8;
    private static final int MOST_AVERAGES = 32;
    private static final int BLOCK = 1024;

    private final PointBlock centres;
    private final PointBlock[] lists;
    private final int[] listOf;

    CentreLists(DenseMatrix points, long seed, Workers workers) {
        int[] order = new int[points.rows()];
        Arrays.setAll(order, i -> i);
        CounterRandom.of(seed, "neighbour-lists", 0).shuffle(order);
        int count =
                (int) Math.max(1, Math.min(points.rows() / 2, Math.round(LISTS_PER_ROOT * Math.sqrt(order.length))));
        int[] sample = Arrays.copyOf(order, (int) Math.min(order.length, (long) SAMPLE_PER_LIST * count));
        DenseMatrix means = points.selectRows(Arrays.copyOf(order, count));
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            move(means, points, sample, nearest(all(means), points, sample, workers));
        }
        int[] every = new int[points.rows()];
        Arrays.setAll(every, i -> i);
        this.listOf = nearest(all(means), points, every, workers);
        int[] centreOf = splitLongLists(count);
        this.centres = all(means.selectRows(centreOf));
        this.lists = grouped(points, centreOf.length);
    }

    private static PointBlock all(DenseMatrix means) {
        int[] every = new int[means.rows()];
        Arrays.setAll(every, i -> i);
        return new PointBlock(means, every);
    }

    private static int[] nearest(PointBlock centres, DenseMatrix points, int[] chosen, Workers workers) {
        int[] nearest = new int[chosen.length];
        workers.forRanges(chosen.length, BLOCK, (from, to) -> {
            float[] ranks = new float[centres.places()];
            for (int i = from; i < to; i++) {
                centres.rank(PointBlock.query(points, chosen[i]), ranks);
                int best = 0;
                for (int centre = 1; centre < centres.size(); centre++) {
                    best = ranks[centre] < ranks[best] ? centre : best;
                }
                nearest[i] = best;
            }
        });
        return nearest;
    }

    /** Each centre becomes the mean of the sample's points that are nearest to it; one that has none stays. */
    private static void move(DenseMatrix means, DenseMatrix points, int[] sample, int[] nearest) {
        int width = means.columns();
        double[] sums = new double[means.rows() * width];
        int[] sizes = new int[means.rows()];
        for (int i = 0; i < sample.length; i++) {
            int to = nearest[i] * width;
            int from = sample[i] * width;
            for (int d = 0; d < width; d++) {
                sums[to + d] += points.values()[from + d];
            }
            sizes[nearest[i]]++;
        }
        for (int i = 0; i < sums.length; i++) {
            int size = sizes[i / width];
            means.values()[i] = size == 0 ? means.values()[i] : (float) (sums[i] / size);
        }
    }

    /**
     * Cuts lists that are many times as long as others, as when most points coincide, and returns the centre of each list: without
     * that the cost would be that of comparing all.
     */
    private int[] splitLongLists(int count) {
        int longest = MOST_AVERAGES * (listOf.length / count + 1);
        int[] sizes = new int[count];
        int[] current = new int[count];
        Arrays.setAll(current, list -> list);
        int[] centreOf = Arrays.copyOf(current, count + listOf.length / longest);
        int lists = count;
        for (int point = 0; point < listOf.length; point++) {
            int centre = listOf[point];
            if (sizes[centre] == longest) {
                centreOf[lists] = centre;
                current[centre] = lists++;
                sizes[centre] = 0;
            }
            sizes[centre]++;
            listOf[point] = current[centre];
        }
        return Arrays.copyOf(centreOf, lists);
    }

    private PointBlock[] grouped(DenseMatrix points, int count) {
        int[] sizes = new int[count];
        for (int list : listOf) {
            sizes[list]++;
        }
        int[][] members = new int[count][];
        Arrays.setAll(members, list -> new int[sizes[list]]);
        for (int point = listOf.length - 1; point >= 0; point--) {
            members[listOf[point]][--sizes[listOf[point]]] = point;
        }
        PointBlock[] grouped = new PointBlock[count];
        Arrays.setAll(grouped, list -> new PointBlock(points, members[list]));
        return grouped;
    }

    /** The number of lists. */
    int count() {
        return lists.length;
    }

    /** The points of a list. */
    PointBlock list(int number) {
        return lists[number];
    }

    /** The list that a point is on. */
    int listOf(int point) {
        return listOf[point];
    }

    /** The centres, one for each list. */
    PointBlock centres() {
        return centres;
    }
}

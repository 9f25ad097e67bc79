package io.spatho.stgpt.discordance;

import io.spatho.core.random.CounterRandom;
import io.spatho.core.statistics.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the gain of a spot would be with pictures of other spots of its slide and molecular class, and how far above that it is.
 *
 * <p>Pictures of any spot of the slide would be the wrong null: against them an ordinary spot is low, since its picture fits, and a
 * discordant one is like all others. Within a molecular class the null says: this spot's picture is as good as any that comes with
 * these genes. A round exchanges the pictures of all spots at once, so neighbours keep their classes and borders stay borders. Each spot's
 * gain is standardised by its own rounds' mean and deviation; the rounds of all spots, standardised alike, are the null
 * distribution: {@code p = (1 + #{null ≥ observed}) / (1 + spots · rounds)}. Pictures of discordant spots among those
 * exchanged would make p too large, so spots that look discordant among all do not lend theirs.
 */
final class PictureNull {

    private static final double LEAST_DEVIATION = 0.05;

    private final int[][] groups;
    private final int spots;
    private final long seed;

    /** A null for slides and molecular classes of spots. */
    PictureNull(int[] slideOf, int[] classOf, long seed) {
        Map<Long, List<Integer>> members = new TreeMap<>();
        for (int spot = 0; spot < slideOf.length; spot++) {
            members.computeIfAbsent(((long) slideOf[spot] << 32) | classOf[spot], key -> new ArrayList<>())
                    .add(spot);
        }
        this.groups = members.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        this.spots = slideOf.length;
        this.seed = seed;
    }

    /**
     * Whose picture each spot gets in a round: an exchange among the spots that lend theirs; the others get those of lenders.
     *
     * @param withheld spots whose pictures are not lent, unless all of a group would be
     */
    int[] donors(int round, boolean[] withheld) {
        int[] donors = new int[spots];
        CounterRandom random = CounterRandom.of(seed, "discordance-pictures", round);
        for (int[] group : groups) {
            int[] lenders = Arrays.stream(group).filter(spot -> !withheld[spot]).toArray();
            int[] shuffled = lenders.length == 0 ? group.clone() : lenders.clone();
            random.shuffle(shuffled);
            int next = 0;
            for (int spot : group) {
                boolean own = !withheld[spot] || lenders.length == 0;
                donors[spot] = own ? shuffled[next++] : shuffled[random.nextInt(shuffled.length)];
            }
        }
        return donors;
    }

    /**
     * How high the gains are.
     *
     * @param expected mean over rounds
     * @param score observed less expected in deviations over rounds
     * @param pValues one-sided
     * @param adjusted after Benjamini and Hochberg over all spots
     */
    record Judged(double[] expected, double[] score, double[] pValues, double[] adjusted) {}

    /** Judges observed gains against those of the rounds (rounds x spots). */
    static Judged judge(double[] observed, double[][] rounds) {
        int n = observed.length;
        double[] expected = new double[n];
        double[] score = new double[n];
        double[] pooled = new double[Math.multiplyExact(n, rounds.length)];
        for (int spot = 0; spot < n; spot++) {
            double sum = 0;
            double squares = 0;
            for (double[] round : rounds) {
                sum += round[spot];
            }
            double mean = sum / rounds.length;
            for (double[] round : rounds) {
                squares += (round[spot] - mean) * (round[spot] - mean);
            }
            double least = Math.max(1e-9, LEAST_DEVIATION * Math.abs(mean));
            double deviation = Math.max(least, Math.sqrt(squares / Math.max(1, rounds.length - 1)));
            expected[spot] = mean;
            score[spot] = (observed[spot] - mean) / deviation;
            for (int round = 0; round < rounds.length; round++) {
                pooled[spot * rounds.length + round] = (rounds[round][spot] - mean) / deviation;
            }
        }
        Arrays.sort(pooled);
        double[] p = new double[n];
        for (int spot = 0; spot < n; spot++) {
            p[spot] = (1.0 + atLeast(pooled, score[spot])) / (1.0 + pooled.length);
        }
        return new Judged(expected, score, p, BenjaminiHochberg.adjust(p));
    }

    private static int atLeast(double[] ascending, double value) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] >= value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ascending.length - low;
    }
}

package io.spatho.stgpt.discordance;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of spots whose pictures and molecules were made to disagree.
 *
 * @param spots whether each is one of them
 * @param molecules the domain whose genes each spot has, where that is known
 * @param pictures the domain that each spot's picture shows, where that is known
 */
public record Planted(boolean[] spots, Optional<int[]> molecules, Optional<int[]> pictures) {

    private static final int DISC = 20;
    private static final int DRAWS = 20;

    /** The truth about made slides. */
    public static Planted of(MadeSlides made) {
        boolean[] spots = new boolean[made.pictures().length];
        for (int spot = 0; spot < spots.length; spot++) {
            spots[spot] = made.isPlanted(spot);
        }
        return new Planted(spots, Optional.of(made.molecules()), Optional.of(made.pictures()));
    }

    /**
     * Spots of which some got each other's pictures, and which these are.
     *
     * @param material the spots
     * @param truth what was planted
     */
    public record Swapped(SpotMaterial material, Planted truth) {}

    /**
     * Exchanges the pictures of pairs of discs, each a drawn spot and its 19 nearest, on every slide; a spot takes part at most once. The
     * two of a pair lie apart, but nothing makes sure that their tissue differs. Determinism: depends on the arguments.
     *
     * @param pairs of discs on each slide
     */
    public static Swapped swap(SpotMaterial material, int pairs, long seed) {
        int[] donors = IntStream.range(0, material.size()).toArray();
        for (int[] rows : material.slides().rows()) {
            CounterRandom random = CounterRandom.of(seed, "planted-pairs", rows[0]);
            List<Integer> centres = new ArrayList<>();
            for (int i = 0; i < 2 * pairs; i++) {
                centres.add(apart(material, rows, centres, random));
            }
            for (int pair = 0; pair < pairs; pair++) {
                int[] a = disc(material, rows, centres.get(2 * pair), donors);
                int[] b = disc(material, rows, centres.get(2 * pair + 1), donors);
                exchange(a, b, donors);
            }
        }
        boolean[] spots = new boolean[donors.length];
        for (int spot = 0; spot < spots.length; spot++) {
            spots[spot] = donors[spot] != spot;
        }
        return new Swapped(
                material.withImage(material.image().selectRows(donors)),
                new Planted(spots, Optional.empty(), Optional.empty()));
    }

    private static void exchange(int[] a, int[] b, int[] donors) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean free = donors[a[i]] == a[i] && donors[b[i]] == b[i] && a[i] != b[i];
            if (free) {
                donors[a[i]] = b[i];
                donors[b[i]] = a[i];
            }
        }
    }

    /** Of some drawn spots the one farthest from those before. */
    private static int apart(SpotMaterial material, int[] rows, List<Integer> centres, CounterRandom random) {
        int best = rows[0];
        double farthest = -1;
        for (int draw = 0; draw < DRAWS; draw++) {
            int spot = rows[random.nextInt(rows.length)];
            double near = centres.stream()
                    .mapToDouble(centre -> distance(material, spot, centre))
                    .min()
                    .orElse(0);
            if (near > farthest) {
                farthest = near;
                best = spot;
            }
        }
        return best;
    }

    private static int[] disc(SpotMaterial material, int[] rows, int centre, int[] donors) {
        return Arrays.stream(rows)
                .filter(spot -> donors[spot] == spot)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(spot -> distance(material, spot, centre))
                        .thenComparingInt(spot -> spot))
                .limit(DISC)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double distance(SpotMaterial material, int a, int b) {
        return Math.hypot(material.xUm()[a] - material.xUm()[b], material.yUm()[a] - material.yUm()[b]);
    }
}

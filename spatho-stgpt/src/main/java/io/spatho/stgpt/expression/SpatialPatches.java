package io.spatho.stgpt.expression;

import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Cuts the observations of each slide into patches of near ones by halving at the median of the longer side until each is small enough. */
final class SpatialPatches {

    private SpatialPatches() {}

    /** Patches of at most {@code most} of the given observations; each is in one, ascending by number inside. */
    static List<int[]> of(PlacedFeatures places, int[] chosen, int most) {
        return of(places, places.x(), places.y(), chosen, most);
    }

    private static List<int[]> of(PlacedFeatures places, double[] x, double[] y, int[] chosen, int most) {
        List<int[]> patches = new ArrayList<>();
        for (int slide = 0; slide < places.slides().size(); slide++) {
            int own = slide;
            int[] rows = Arrays.stream(chosen)
                    .filter(row -> places.slides().codes()[row] == own)
                    .toArray();
            if (rows.length > 0) {
                cut(x, y, rows, most, patches);
            }
        }
        return patches;
    }

    /** The patches of each step: rounds of all patches in random order, cut anew along turned axes in each round. */
    static int[][] plan(PlacedFeatures places, int[] chosen, int most, int needed, long seed) {
        int[][] plan = new int[needed][];
        int made = 0;
        for (int round = 0; made < needed; round++) {
            CounterRandom random = CounterRandom.of(seed, "expression-patches", round);
            double angle = random.nextDouble() * Math.PI;
            double[] along = turned(places, Math.cos(angle), Math.sin(angle));
            double[] across = turned(places, -Math.sin(angle), Math.cos(angle));
            List<int[]> patches = of(places, along, across, chosen, most);
            int[] order = new int[patches.size()];
            Arrays.setAll(order, i -> i);
            random.shuffle(order);
            for (int i = 0; i < order.length && made < needed; i++) {
                plan[made++] = patches.get(order[i]);
            }
        }
        return plan;
    }

    private static double[] turned(PlacedFeatures places, double byX, double byY) {
        double[] turned = new double[places.size()];
        Arrays.setAll(turned, i -> byX * places.x()[i] + byY * places.y()[i]);
        return turned;
    }

    private static void cut(double[] x, double[] y, int[] chosen, int most, List<int[]> patches) {
        if (chosen.length <= most) {
            int[] patch = chosen.clone();
            Arrays.sort(patch);
            patches.add(patch);
            return;
        }
        double[] along = width(x, chosen) >= width(y, chosen) ? x : y;
        int[] sorted = Arrays.stream(chosen)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> along[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        int middle = sorted.length / 2;
        cut(x, y, Arrays.copyOf(sorted, middle), most, patches);
        cut(x, y, Arrays.copyOfRange(sorted, middle, sorted.length), most, patches);
    }

    private static double width(double[] values, int[] chosen) {
        return Arrays.stream(chosen).mapToDouble(i -> values[i]).max().orElse(0)
                - Arrays.stream(chosen).mapToDouble(i -> values[i]).min().orElse(0);
    }
}

package io.spatho.stgpt.region;

import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Libraries;
import io.spatho.core.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The division of a case into cells that train a model, cells that choose among its states, and cells that only judge it. Whole
 * groups go to one part: squares of a grid over the slide, regions, slides or cases. Single held-out cells would share their
 * neighbours with training cells; whole groups hardly do.
 *
 * <p>Determinism: depends on positions or groups, shares and seed. Cost: linear in the cells.
 */
public final class Division {

    private static final int CELLS_PER_BLOCK = 100;
    private static final int MOST_BLOCKS_PER_SIDE = 40;
    private static final int FEWEST_PER_SIDE = 3;
    private static final double MOST_OF_CASE = 0.5;

    /** What a cell is for. */
    public enum Part {
        /** It trains. */
        TRAINING,
        /** It decides when training ends and calibrates intervals, and never changes a weight. */
        VALIDATION,
        /** It judges, and has no part in anything before. */
        HELD_OUT
    }

    private final String strategy;
    private final Part[] parts;
    private final int[] groups;

    private Division(String strategy, Part[] parts, int[] groups) {
        this.strategy = strategy;
        this.parts = parts;
        this.groups = groups;
    }

    /** A division by squares of a grid with about 100 cells each; {@code share} of the cells each for validation and judgement. */
    public static Division spatialBlocks(double[] x, double[] y, double share, long seed) {
        return ofGroups("spatial_block", grid(x, y), share, seed);
    }

    /** The square of each cell in a grid with about 100 cells in a square. */
    public static int[] grid(double[] x, double[] y) {
        int side = (int) Math.round(Math.sqrt(x.length / (double) CELLS_PER_BLOCK));
        side = Math.max(FEWEST_PER_SIDE, Math.min(MOST_BLOCKS_PER_SIDE, side));
        double[] xRange = range(x);
        double[] yRange = range(y);
        int[] blocks = new int[x.length];
        for (int cell = 0; cell < x.length; cell++) {
            blocks[cell] = bin(x[cell], xRange, side) * side + bin(y[cell], yRange, side);
        }
        return blocks;
    }

    /** The square of each cell in grids of its own slide; squares of different slides differ, and some numbers may stand for none. */
    public static int[] grid(double[] x, double[] y, Libraries slides) {
        int[] squares = new int[x.length];
        int next = 0;
        for (int[] rows : slides.rows()) {
            int[] own = grid(
                    Arrays.stream(rows).mapToDouble(row -> x[row]).toArray(),
                    Arrays.stream(rows).mapToDouble(row -> y[row]).toArray());
            for (int i = 0; i < rows.length; i++) {
                squares[rows[i]] = next + own[i];
            }
            next += Arrays.stream(own).max().orElse(0) + 1;
        }
        return squares;
    }

    /**
     * A division by given groups.
     *
     * @param strategy what the groups are, such as {@code region}
     * @param groups the group of each cell; cells of a negative group train
     * @param share wanted share of the cells for validation and, once more, for judgement
     */
    public static Division ofGroups(String strategy, int[] groups, double share, long seed) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (int group : groups) {
            if (group >= 0) {
                sizes.merge(group, 1, Integer::sum);
            }
        }
        int[] order = sizes.keySet().stream().mapToInt(Integer::intValue).toArray();
        CounterRandom.of(seed, "region-held-out", 0).shuffle(order);
        Map<Integer, Part> partOf = new TreeMap<>();
        choose(order, sizes, partOf, Part.HELD_OUT, share * groups.length, MOST_OF_CASE * groups.length);
        int taken = partOf.keySet().stream().mapToInt(sizes::get).sum();
        choose(order, sizes, partOf, Part.VALIDATION, share * groups.length, MOST_OF_CASE * groups.length - taken);
        Part[] parts = new Part[groups.length];
        Arrays.setAll(parts, cell -> partOf.getOrDefault(groups[cell], Part.TRAINING));
        return new Division(strategy, parts, groups.clone());
    }

    /** A division in which certain cells judge, and of the other cells' groups some choose. */
    public static Division halves(String strategy, int[] groups, IntPredicate judges, double share, long seed) {
        int[] others = IntStream.range(0, groups.length)
                .filter(cell -> !judges.test(cell))
                .toArray();
        int[] theirs = Arrays.stream(others).map(cell -> groups[cell]).toArray();
        Division inner = ofGroups(strategy, theirs, share / 2, seed);
        Part[] parts = new Part[groups.length];
        Arrays.fill(parts, Part.HELD_OUT);
        for (int i = 0; i < others.length; i++) {
            parts[others[i]] = inner.parts[i] == Part.TRAINING ? Part.TRAINING : Part.VALIDATION;
        }
        return new Division(strategy, parts, groups.clone());
    }

    /** Takes groups in order until they hold the wanted number of cells; one group always stays for training. */
    private static void choose(
            int[] order,
            Map<Integer, Integer> sizes,
            Map<Integer, Part> partOf,
            Part part,
            double wanted,
            double most) {
        int held = 0;
        for (int group : order) {
            if (held >= wanted || partOf.size() == order.length - 1) {
                return;
            }
            // A group that holds most of a small case would leave nothing to train on.
            if (!partOf.containsKey(group) && held + sizes.get(group) <= most) {
                partOf.put(group, part);
                held += sizes.get(group);
            }
        }
    }

    private static double[] range(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new double[] {low, high};
    }

    private static int bin(double value, double[] range, int side) {
        double width = range[1] - range[0];
        return width > 0 ? Math.min(side - 1, (int) ((value - range[0]) / width * side)) : 0;
    }

    /** What the groups are. */
    public String strategy() {
        return strategy;
    }

    /** The number of cells. */
    public int size() {
        return parts.length;
    }

    /** The part of a cell. */
    public Part part(int cell) {
        return parts[cell];
    }

    /** The group of a cell. */
    public int group(int cell) {
        return groups[cell];
    }

    /** The cells of a part, ascending. */
    public int[] cells(Part part) {
        return IntStream.range(0, parts.length)
                .filter(cell -> parts[cell] == part)
                .toArray();
    }

    /** The groups of a part, ascending. */
    public List<Integer> groups(Part part) {
        return new ArrayList<>(Arrays.stream(cells(part))
                .map(cell -> groups[cell])
                .boxed()
                .sorted()
                .distinct()
                .toList());
    }

    /** A digest over the strategy and, cell after cell, group and part. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.digest();
        digest.update(strategy.getBytes(StandardCharsets.UTF_8));
        ByteBuffer row = ByteBuffer.allocate(Integer.BYTES + 1);
        for (int cell = 0; cell < parts.length; cell++) {
            digest.update(
                    row.clear().putInt(groups[cell]).put(mark(parts[cell])).array());
        }
        return Fingerprint.of(digest.digest());
    }

    private static byte mark(Part part) {
        return (byte) (part == Part.TRAINING ? 0 : part == Part.VALIDATION ? 1 : 2);
    }
}

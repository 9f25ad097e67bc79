package io.spatho.core.spatial;

import java.util.Arrays;

/**
 * A division of the tissue into compact blocks of nearly equal numbers of cells, the units that a spatial bootstrap or jackknife
 * leaves out or draws: neighbouring cells are dependent, blocks nearly are not.
 *
 * <p>Blocks come from repeated splits at the median of the longer side. They depend on coordinates only, not on the order of
 * cells; cells at equal coordinates stay together. Cost: n log n for each doubling of the number of blocks.
 *
 * @param blocks number of blocks
 * @param blockOf the block of each cell
 */
public record SpatialBlocks(int blocks, int[] blockOf) {

    /** Blocks of fewer cells than this say nothing. */
    private static final int SMALLEST_BLOCK = 4;

    public SpatialBlocks {
        for (int block : blockOf) {
            if (block < 0 || block >= blocks) {
                throw new IllegalArgumentException("block " + block + " of " + blocks);
            }
        }
    }

    /** One block with all cells: intervals that rest on it are undefined. */
    public static SpatialBlocks single(int cells) {
        return new SpatialBlocks(1, new int[cells]);
    }

    /** At most {@code most} blocks (a power of two is used) of at least four cells of the positions named. */
    public static SpatialBlocks of(double[] x, double[] y, int most) {
        for (int cell = 0; cell < x.length; cell++) {
            if (!Double.isFinite(x[cell]) || !Double.isFinite(y[cell])) {
                throw new IllegalArgumentException("cell " + cell + " has no finite position");
            }
        }
        int[][] parts = {all(x.length)};
        while (parts.length * 2 <= most && x.length >= (long) parts.length * 2 * SMALLEST_BLOCK) {
            int[][] halves = new int[parts.length * 2][];
            int made = 0;
            for (int[] part : parts) {
                int[][] split = split(part, x, y);
                for (int[] half : split) {
                    halves[made++] = half;
                }
            }
            boolean unchanged = made == parts.length;
            parts = Arrays.copyOf(halves, made);
            if (unchanged) {
                break;
            }
        }
        return numbered(parts, x.length);
    }

    private static SpatialBlocks numbered(int[][] parts, int cells) {
        int[] blockOf = new int[cells];
        for (int block = 0; block < parts.length; block++) {
            for (int cell : parts[block]) {
                blockOf[cell] = block;
            }
        }
        return new SpatialBlocks(parts.length, blockOf);
    }

    private static int[] all(int cells) {
        int[] all = new int[cells];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** Two halves, or the part itself when it is too small or all its cells sit at one place. */
    private static int[][] split(int[] part, double[] x, double[] y) {
        if (part.length < 2 * SMALLEST_BLOCK) {
            return new int[][] {part};
        }
        double[] sortedX = sorted(part, x);
        double[] sortedY = sorted(part, y);
        double width = sortedX[part.length - 1] - sortedX[0];
        double height = sortedY[part.length - 1] - sortedY[0];
        if (Math.max(width, height) == 0) {
            return new int[][] {part};
        }
        return width >= height ? splitAt(part, x, sortedX) : splitAt(part, y, sortedY);
    }

    private static double[] sorted(int[] part, double[] values) {
        double[] sorted = Arrays.stream(part).mapToDouble(cell -> values[cell]).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static int[][] splitAt(int[] part, double[] values, double[] sorted) {
        double median = sorted[part.length / 2];
        // With many cells at the lowest value, "below the median" would be empty: then they are the lower half.
        boolean strict = median > sorted[0];
        int[] lower = Arrays.stream(part)
                .filter(cell -> strict ? values[cell] < median : values[cell] <= median)
                .toArray();
        int[] upper = Arrays.stream(part)
                .filter(cell -> strict ? values[cell] >= median : values[cell] > median)
                .toArray();
        return new int[][] {lower, upper};
    }

    /** The cells of each block, block after block in the order of cells; block b owns {@code starts[b] … starts[b+1] - 1}. */
    Members members() {
        int[] starts = new int[blocks + 1];
        for (int block : blockOf) {
            starts[block + 1]++;
        }
        for (int block = 0; block < blocks; block++) {
            starts[block + 1] += starts[block];
        }
        int[] next = Arrays.copyOf(starts, blocks);
        int[] cells = new int[blockOf.length];
        for (int cell = 0; cell < blockOf.length; cell++) {
            cells[next[blockOf[cell]]++] = cell;
        }
        return new Members(starts, cells);
    }

    /** Cells grouped by block. */
    record Members(int[] starts, int[] cells) {}
}

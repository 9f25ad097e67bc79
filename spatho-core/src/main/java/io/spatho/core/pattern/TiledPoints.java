package io.spatho.core.pattern;

import io.spatho.core.spatial.SpatialBlocks;
import java.util.stream.IntStream;

/**
 * Labelled points in the order of spatial blocks and, within each, of small compact tiles, so that pairs of tiles too far apart
 * are passed over together and what is compared lies together in memory.
 */
final class TiledPoints {

    private static final int POINTS_PER_TILE = 96;

    final double[] x;
    final double[] y;
    final int[] labels;
    /** First tile of each block, and the number of tiles. */
    final int[] blockStarts;
    /** First point of each tile, and the number of points. */
    final int[] tileStarts;

    private final double[][] boxes;

    /** Points with a label below 0 are left out. */
    TiledPoints(double[] allX, double[] allY, int[] allLabels, SpatialBlocks blocks) {
        int[][] members = new int[blocks.blocks()][];
        int[] labelled =
                IntStream.range(0, allX.length).filter(i -> allLabels[i] >= 0).toArray();
        for (int block = 0; block < members.length; block++) {
            int number = block;
            members[block] = IntStream.of(labelled)
                    .filter(i -> blocks.blockOf()[i] == number)
                    .toArray();
        }
        this.x = new double[labelled.length];
        this.y = new double[labelled.length];
        this.labels = new int[labelled.length];
        this.blockStarts = new int[members.length + 1];
        IntStream.Builder starts = IntStream.builder();
        int at = 0;
        for (int block = 0; block < members.length; block++) {
            SpatialBlocks tiles = tiles(members[block], allX, allY);
            int[][] inTiles = grouped(members[block], tiles);
            blockStarts[block + 1] = blockStarts[block] + inTiles.length;
            for (int[] tile : inTiles) {
                starts.add(at);
                for (int point : tile) {
                    x[at] = allX[point];
                    y[at] = allY[point];
                    labels[at++] = allLabels[point];
                }
            }
        }
        this.tileStarts = starts.add(at).build().toArray();
        this.boxes =
                IntStream.range(0, tileStarts.length - 1).mapToObj(this::box).toArray(double[][]::new);
    }

    private static SpatialBlocks tiles(int[] members, double[] allX, double[] allY) {
        double[] ownX = IntStream.of(members).mapToDouble(i -> allX[i]).toArray();
        double[] ownY = IntStream.of(members).mapToDouble(i -> allY[i]).toArray();
        return SpatialBlocks.of(ownX, ownY, Math.max(1, members.length / POINTS_PER_TILE));
    }

    private static int[][] grouped(int[] members, SpatialBlocks tiles) {
        int[] sizes = new int[tiles.blocks()];
        IntStream.of(tiles.blockOf()).forEach(tile -> sizes[tile]++);
        int[][] grouped = IntStream.of(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        for (int i = members.length - 1; i >= 0; i--) {
            int tile = tiles.blockOf()[i];
            grouped[tile][--sizes[tile]] = members[i];
        }
        return grouped;
    }

    private double[] box(int tile) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (int i = tileStarts[tile]; i < tileStarts[tile + 1]; i++) {
            box[0] = Math.min(box[0], x[i]);
            box[1] = Math.min(box[1], y[i]);
            box[2] = Math.max(box[2], x[i]);
            box[3] = Math.max(box[3], y[i]);
        }
        return box;
    }

    /** Whether two tiles may hold points whose squared distance is at most the one given. */
    boolean near(int tile, int other, double square) {
        double[] a = boxes[tile];
        double[] b = boxes[other];
        double dx = Math.max(0, Math.max(a[0] - b[2], b[0] - a[2]));
        double dy = Math.max(0, Math.max(a[1] - b[3], b[1] - a[3]));
        return dx * dx + dy * dy <= square;
    }

    int blocks() {
        return blockStarts.length - 1;
    }
}

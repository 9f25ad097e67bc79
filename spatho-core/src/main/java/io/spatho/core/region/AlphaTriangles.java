package io.spatho.core.region;

import io.spatho.core.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.triangulate.DelaunayTriangulationBuilder;
import org.locationtech.jts.triangulate.quadedge.Vertex;

/**
 * The triangles of the alpha complex of all cells whose three corners belong to one region.
 *
 * <p>A triangle is in the alpha complex if the circle through its corners has a radius of at most alpha and no other cell
 * inside. Being so small, it can be decided from the cells within alpha of the circle's centre: the slide is cut into tiles,
 * each tile with a border of alpha is triangulated (JTS, Delaunay), and a triangle belongs to the tile of its centre. So the
 * cost is linear in cells, tiles run in parallel, and the result does not depend on threads. Source: Edelsbrunner, Kirkpatrick
 * and Seidel 1983.
 */
final class AlphaTriangles {

    private static final int CELLS_PER_TILE = 6_000;
    private static final int MOST_TILES_PER_SIDE = 256;

    private final double[] x;
    private final double[] y;
    private final int[] regionOf;
    private final double alpha;
    private double originX;
    private double originY;
    private double side;
    private int across;
    private int down;

    private AlphaTriangles(double[] x, double[] y, int[] regionOf, double alpha) {
        this.x = x;
        this.y = y;
        this.regionOf = regionOf;
        this.alpha = alpha;
    }

    /** Corner triples (cells) of the triangles of each region. {@code regionOf[cell]} is -1 for cells that only stand between. */
    static List<int[]> of(double[] x, double[] y, int[] regionOf, int regions, double alpha, Workers workers) {
        AlphaTriangles triangles = new AlphaTriangles(x, y, regionOf, alpha);
        int[][] tiles = triangles.tiles();
        List<int[]> found = workers.map(tiles.length, tile -> triangles.inTile(tile, tiles[tile]));
        int[] lengths = new int[regions];
        for (int[] part : found) {
            for (int i = 0; i < part.length; i += 3) {
                lengths[regionOf[part[i]]] += 3;
            }
        }
        int[][] perRegion = new int[regions][];
        Arrays.setAll(perRegion, region -> new int[lengths[region]]);
        Arrays.fill(lengths, 0);
        for (int[] part : found) {
            for (int i = 0; i < part.length; i += 3) {
                int region = regionOf[part[i]];
                System.arraycopy(part, i, perRegion[region], lengths[region], 3);
                lengths[region] += 3;
            }
        }
        return List.of(perRegion);
    }

    /** The cells of each tile and its border, without second cells at one place. */
    private int[][] tiles() {
        int[] cells = distinct();
        double lowX = Arrays.stream(cells).mapToDouble(cell -> x[cell]).min().orElse(0);
        double lowY = Arrays.stream(cells).mapToDouble(cell -> y[cell]).min().orElse(0);
        double width = Arrays.stream(cells).mapToDouble(cell -> x[cell]).max().orElse(0) - lowX;
        double height = Arrays.stream(cells).mapToDouble(cell -> y[cell]).max().orElse(0) - lowY;
        double wanted = Math.sqrt(width * height / Math.max(1.0, (double) cells.length / CELLS_PER_TILE));
        side = Math.max(Math.max(wanted, 8 * alpha), Math.max(width, height) / MOST_TILES_PER_SIDE);
        // An origin off the grid of spots or bins keeps centres of equal circles away from tile borders.
        originX = lowX - 0.381966 * side;
        originY = lowY - 0.381966 * side;
        across = (int) ((width + 0.381966 * side) / side) + 1;
        down = (int) ((height + 0.381966 * side) / side) + 1;
        int[] lengths = new int[across * down];
        for (int cell : cells) {
            forTiles(cell, tile -> lengths[tile]++);
        }
        int[][] tiles = new int[across * down][];
        Arrays.setAll(tiles, tile -> new int[lengths[tile]]);
        Arrays.fill(lengths, 0);
        for (int cell : cells) {
            forTiles(cell, tile -> tiles[tile][lengths[tile]++] = cell);
        }
        return tiles;
    }

    private void forTiles(int cell, IntConsumer use) {
        for (int row = row(y[cell] - alpha); row <= row(y[cell] + alpha); row++) {
            for (int column = column(x[cell] - alpha); column <= column(x[cell] + alpha); column++) {
                use.accept(row * across + column);
            }
        }
    }

    private int column(double value) {
        return (int) Math.max(0, Math.min(across - 1.0, Math.floor((value - originX) / side)));
    }

    private int row(double value) {
        return (int) Math.max(0, Math.min(down - 1.0, Math.floor((value - originY) / side)));
    }

    /** Cells sorted by position and region; of several at one place the first region's stays. */
    private int[] distinct() {
        int[] sorted = IntStream.range(0, x.length)
                .filter(cell -> Double.isFinite(x[cell]) && Double.isFinite(y[cell]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer cell) -> x[cell])
                        .thenComparingDouble(cell -> y[cell])
                        .thenComparingInt(cell -> regionOf[cell] < 0 ? Integer.MAX_VALUE : regionOf[cell]))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = 0;
        for (int cell : sorted) {
            if (kept == 0 || x[sorted[kept - 1]] != x[cell] || y[sorted[kept - 1]] != y[cell]) {
                sorted[kept++] = cell;
            }
        }
        return Arrays.copyOf(sorted, kept);
    }

    private int[] inTile(int tile, int[] cells) {
        if (cells.length < 3 || Arrays.stream(cells).allMatch(cell -> regionOf[cell] < 0)) {
            return new int[0];
        }
        List<Coordinate> sites = new ArrayList<>(cells.length);
        for (int cell : cells) {
            sites.add(new Coordinate(x[cell], y[cell], cell));
        }
        DelaunayTriangulationBuilder builder = new DelaunayTriangulationBuilder();
        builder.setSites(sites);
        List<?> triples = builder.getSubdivision().getTriangleVertices(false);
        List<int[]> found = new ArrayList<>();
        for (Object triple : triples) {
            Vertex[] corners = (Vertex[]) triple;
            int a = (int) corners[0].getZ();
            int b = (int) corners[1].getZ();
            int c = (int) corners[2].getZ();
            if (regionOf[a] >= 0 && regionOf[a] == regionOf[b] && regionOf[a] == regionOf[c] && owns(tile, a, b, c)) {
                found.add(new int[] {a, b, c});
            }
        }
        // The engine lists triangles, and the corners of each, in an order that changes from run to run.
        found.forEach(Arrays::sort);
        found.sort(Arrays::compare);
        return found.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Whether the circle through three cells is small enough and has its centre in the tile. */
    private boolean owns(int tile, int first, int second, int third) {
        // In one order whatever tile asks, so that all tiles compute the same centre.
        int a = Math.min(first, Math.min(second, third));
        int c = Math.max(first, Math.max(second, third));
        int b = first ^ second ^ third ^ a ^ c;
        double bx = x[b] - x[a];
        double by = y[b] - y[a];
        double cx = x[c] - x[a];
        double cy = y[c] - y[a];
        double area = 2 * (bx * cy - by * cx);
        double centreX = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / area;
        double centreY = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / area;
        boolean small = centreX * centreX + centreY * centreY <= alpha * alpha;
        return small && row(y[a] + centreY) * across + column(x[a] + centreX) == tile;
    }
}

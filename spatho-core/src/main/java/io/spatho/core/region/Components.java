package io.spatho.core.region;

import io.spatho.core.graph.Graph;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The contiguous components of equal structure: cells joined by edges that are short enough and whose ends share a structure.
 *
 * @param componentOf component of each cell in the order of {@code sizes}, or -1 without a structure
 * @param sizes cells of each component, descending; equal sizes are ordered by the components' bounding boxes
 */
record Components(int[] componentOf, int[] sizes) {

    static Components of(Graph graph, double[] x, double[] y, int[] structureOf, double longestEdgeUm) {
        int[] componentOf = new int[graph.nodes()];
        Arrays.fill(componentOf, -1);
        int[] queue = new int[graph.nodes()];
        int components = 0;
        for (int seed = 0; seed < graph.nodes(); seed++) {
            if (structureOf[seed] >= 0 && componentOf[seed] < 0) {
                fill(graph, structureOf, longestEdgeUm, seed, components++, componentOf, queue);
            }
        }
        return ordered(componentOf, components, x, y);
    }

    private static void fill(
            Graph graph, int[] structureOf, double longest, int seed, int component, int[] componentOf, int[] queue) {
        int head = 0;
        int tail = 0;
        queue[tail++] = seed;
        componentOf[seed] = component;
        while (head < tail) {
            int cell = queue[head++];
            for (int at = graph.starts()[cell]; at < graph.starts()[cell + 1]; at++) {
                int other = graph.neighbours()[at];
                if (componentOf[other] < 0
                        && structureOf[other] == structureOf[seed]
                        && graph.weights()[at] <= longest) {
                    componentOf[other] = component;
                    queue[tail++] = other;
                }
            }
        }
    }

    private static Components ordered(int[] componentOf, int components, double[] x, double[] y) {
        int[] sizes = new int[components];
        double[][] box = new double[4][components];
        for (double[] side : box) {
            Arrays.fill(side, Double.POSITIVE_INFINITY);
        }
        for (int cell = 0; cell < componentOf.length; cell++) {
            int component = componentOf[cell];
            if (component >= 0) {
                sizes[component]++;
                box[0][component] = Math.min(box[0][component], x[cell]);
                box[1][component] = Math.min(box[1][component], y[cell]);
                box[2][component] = Math.min(box[2][component], -x[cell]);
                box[3][component] = Math.min(box[3][component], -y[cell]);
            }
        }
        Comparator<Integer> bySize = Comparator.comparingInt(component -> -sizes[component]);
        for (double[] side : box) {
            bySize = bySize.thenComparingDouble(component -> side[component]);
        }
        int[] order = IntStream.range(0, components)
                .boxed()
                .sorted(bySize)
                .mapToInt(Integer::intValue)
                .toArray();
        int[] place = new int[components];
        int[] sorted = new int[components];
        for (int i = 0; i < components; i++) {
            place[order[i]] = i;
            sorted[i] = sizes[order[i]];
        }
        int[] renumbered = Arrays.stream(componentOf)
                .map(component -> component < 0 ? -1 : place[component])
                .toArray();
        return new Components(renumbered, sorted);
    }
}

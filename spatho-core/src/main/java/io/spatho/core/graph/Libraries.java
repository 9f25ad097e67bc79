package io.spatho.core.graph;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The libraries (slides, sections) that observations of one case come from; positions of different libraries have nothing to do with
 * each other, so no spatial edge joins them.
 *
 * @param names the libraries in the order of their names
 * @param codes the library of each observation
 */
public record Libraries(String[] names, int[] codes) {

    /** One library without a name. */
    public static Libraries single(int observations) {
        return new Libraries(new String[] {""}, new int[observations]);
    }

    /** The libraries named per observation. */
    public static Libraries of(String[] keys) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String key : keys) {
            numbers.put(key, 0);
        }
        String[] names = numbers.keySet().toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            numbers.put(names[i], i);
        }
        return new Libraries(names, Arrays.stream(keys).mapToInt(numbers::get).toArray());
    }

    /** The number of libraries. */
    public int size() {
        return names.length;
    }

    /** The observations of each library, ascending. */
    public int[][] rows() {
        int[][] rows = new int[names.length][];
        int[] sizes = new int[names.length];
        for (int code : codes) {
            sizes[code]++;
        }
        for (int library = 0; library < rows.length; library++) {
            rows[library] = new int[sizes[library]];
        }
        for (int i = codes.length - 1; i >= 0; i--) {
            rows[codes[i]][--sizes[codes[i]]] = i;
        }
        return rows;
    }

    /** One graph over all observations, made of each library's graph over its own rows. */
    public Graph joined(Function<int[], Graph> graphOfRows) {
        if (names.length == 1) {
            int[] all = new int[codes.length];
            Arrays.setAll(all, i -> i);
            return graphOfRows.apply(all);
        }
        EdgeList edges = new EdgeList();
        for (int[] rows : rows()) {
            if (rows.length > 0) {
                Graph part = graphOfRows.apply(rows);
                for (int node = 0; node < rows.length; node++) {
                    for (int i = part.starts()[node]; i < part.starts()[node + 1]; i++) {
                        if (part.neighbours()[i] > node) {
                            edges.add(rows[node], rows[part.neighbours()[i]], part.weights()[i]);
                        }
                    }
                }
            }
        }
        return edges.toGraph(codes.length);
    }
}

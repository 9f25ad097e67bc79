package io.spatho.report.content;

import io.spatho.report.text.NaturalOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One label per observation.
 *
 * @param codes the position of each observation's label in {@code names}, or -1 for none
 * @param names the labels, the most frequent first, equal ones in natural order
 * @param counts how many observations have each label
 */
public record Labels(int[] codes, List<String> names, int[] counts) {

    /** The labels of a text column, in which null and empty mean none. */
    static Labels of(String[] values) {
        Map<String, Integer> tally = new HashMap<>();
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                tally.merge(value, 1, Integer::sum);
            }
        }
        TreeSet<String> natural = new TreeSet<>(NaturalOrder.INSTANCE);
        natural.addAll(tally.keySet());
        List<String> names = natural.stream()
                .sorted((a, b) -> Integer.compare(tally.get(b), tally.get(a)))
                .toList();
        Map<String, Integer> positions = new HashMap<>();
        int[] counts = new int[names.size()];
        for (int i = 0; i < counts.length; i++) {
            positions.put(names.get(i), i);
            counts[i] = tally.get(names.get(i));
        }
        int[] codes = new int[values.length];
        Arrays.setAll(codes, row -> values[row] == null ? -1 : positions.getOrDefault(values[row], -1));
        return new Labels(codes, names, counts);
    }

    /** The positions of the labels in natural order of their names. */
    public int[] inNaturalOrder() {
        Integer[] order = new Integer[names.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> NaturalOrder.INSTANCE.compare(names.get(a), names.get(b)));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}

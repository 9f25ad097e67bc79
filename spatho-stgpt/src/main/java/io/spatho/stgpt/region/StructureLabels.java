package io.spatho.stgpt.region;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The structure of each cell, for a head that learns to name it.
 *
 * @param names of the structures, ascending
 * @param ofCell the structure of each cell, -1 for none
 */
public record StructureLabels(List<String> names, int[] ofCell) {

    public StructureLabels {
        names = List.copyOf(names);
    }

    /** Labels by name; an empty name is none. */
    public static StructureLabels of(String[] labels) {
        TreeSet<String> known = new TreeSet<>(Arrays.asList(labels));
        known.remove("");
        List<String> names = List.copyOf(known);
        return new StructureLabels(
                names, Arrays.stream(labels).mapToInt(names::indexOf).toArray());
    }
}

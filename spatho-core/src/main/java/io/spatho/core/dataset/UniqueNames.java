package io.spatho.core.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes names unique by appending {@code -1}, {@code -2}, …, skipping suffixes that are taken (the rule of anndata 0.12). */
final class UniqueNames {

    private UniqueNames() {}

    static List<String> of(List<String> names) {
        Set<String> taken = new HashSet<>(names);
        Map<String, Integer> copies = new HashMap<>();
        List<String> unique = new ArrayList<>(names.size());
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String candidate = name;
            while (!seen.add(candidate) || (!candidate.equals(name) && taken.contains(candidate))) {
                candidate = name + "-" + copies.merge(name, 1, Integer::sum);
            }
            unique.add(candidate);
        }
        return List.copyOf(unique);
    }
}

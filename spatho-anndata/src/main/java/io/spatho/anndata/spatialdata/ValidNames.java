package io.spatho.anndata.spatialdata;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names that spatialdata accepts: letters, digits, {@code _}, {@code -} and {@code .}, not beginning with two underscores, and
 * different from each other whatever their case.
 */
final class ValidNames {

    private ValidNames() {}

    /** The name with an underscore for each character that cannot stand in it. */
    static String of(String name) {
        StringBuilder valid = new StringBuilder();
        name.codePoints()
                .forEach(c -> valid.appendCodePoint(Character.isLetterOrDigit(c) || "_-.".indexOf(c) >= 0 ? c : '_'));
        String text = valid.toString();
        boolean reserved = text.isEmpty()
                || text.equals(".")
                || text.equals("..")
                || text.startsWith("__")
                || text.equals("_index");
        return reserved ? "x" + text : text;
    }

    /** A new name for each old one, in their order; none of them is taken. */
    static Map<String, String> of(Collection<String> names, Collection<String> taken) {
        Set<String> used = new HashSet<>();
        taken.forEach(name -> used.add(name.toLowerCase(Locale.ROOT)));
        Map<String, String> valid = new LinkedHashMap<>();
        for (String name : names) {
            String base = of(name);
            String candidate = base;
            for (int copy = 2; !used.add(candidate.toLowerCase(Locale.ROOT)); copy++) {
                candidate = base + "_" + copy;
            }
            valid.put(name, candidate);
        }
        return valid;
    }
}

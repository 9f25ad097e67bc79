package io.spatho.core.analysis;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which compartments of a marker panel are immune and which are stroma, by explicit sets of keys.
 *
 * <p>A key is a compartment's name in lower case with underscores, without a final s: {@code T_cells}, {@code "T cell"} and {@code
 * t-cells} are one key, and no key matches by a part of another name. A compartment in neither set is neither.
 */
final class CompartmentGroups {

    private static final Set<String> IMMUNE = Set.of(
            "t_cell",
            "cd4_t_cell",
            "cd8_t_cell",
            "regulatory_t_cell",
            "b_cell",
            "plasma_cell",
            "nk_cell",
            "ilc",
            "macrophage",
            "monocyte",
            "dendritic_cell",
            "plasmacytoid_dendritic_cell",
            "neutrophil",
            "mast_cell",
            "eosinophil",
            "basophil",
            "myeloid",
            "lymphoid",
            "immune");

    private static final Set<String> STROMA = Set.of(
            "stromal_caf", "stromal", "stroma", "fibroblast", "myofibroblast", "caf", "cancer_associated_fibroblast");

    private CompartmentGroups() {}

    /** The key of a compartment's name. */
    static String key(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
        return plain.endsWith("s") ? plain.substring(0, plain.length() - 1) : plain;
    }

    static boolean isImmune(String compartment) {
        return IMMUNE.contains(key(compartment));
    }

    static boolean isStroma(String compartment) {
        return STROMA.contains(key(compartment));
    }

    /** The immune compartments of a list, in its order. */
    static List<String> immune(List<String> compartments) {
        return compartments.stream().filter(CompartmentGroups::isImmune).toList();
    }
}

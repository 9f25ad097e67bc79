package io.spatho.core.annotate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Names of structures (spatial domains) from the compartments of their cells.
 *
 * <p>The name is the compartment of at least half of the cells, or the two that together make at least half if the second has a
 * fifth, or "Mixed"; "Unclassified" when half of the cells or more are {@link ClusterLabel#UNKNOWN} or have no label. The domain's own id
 * follows in parentheses, so names are unique and do not change when another domain does. Underscores of compartment names become
 * spaces.
 */
public final class Structures {

    private static final double DOMINANT = 0.5;
    private static final double PARTNER = 0.2;

    private Structures() {}

    /**
     * A named structure.
     *
     * @param id the domain's id
     * @param label its name
     * @param cells number of its cells
     * @param dominant the compartments that the name states, most frequent first
     * @param shares share of the cells in each compartment, in the order of compartments; the rest has no label
     */
    public record Structure(String id, String label, int cells, List<String> dominant, double[] shares) {}

    /**
     * Names the domains. {@code domainOf[cell]} is a position in {@code domainIds} or -1, {@code compartmentOf[cell]} one in
     * {@code compartments} or -1.
     */
    public static List<Structure> named(
            int[] domainOf, List<String> domainIds, int[] compartmentOf, List<String> compartments) {
        if (domainOf.length != compartmentOf.length) {
            throw new IllegalArgumentException(domainOf.length + " domains, " + compartmentOf.length + " compartments");
        }
        Set<String> seen = new HashSet<>();
        domainIds.forEach(id -> {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("two domains have the id " + id);
            }
        });
        int kinds = compartments.size();
        int[] sizes = new int[domainIds.size()];
        int[] counts = new int[domainIds.size() * kinds];
        for (int cell = 0; cell < domainOf.length; cell++) {
            if (domainOf[cell] >= 0) {
                sizes[domainOf[cell]]++;
                if (compartmentOf[cell] >= 0) {
                    counts[domainOf[cell] * kinds + compartmentOf[cell]]++;
                }
            }
        }
        List<Structure> structures = new ArrayList<>();
        for (int domain = 0; domain < sizes.length; domain++) {
            double[] shares = new double[kinds];
            for (int kind = 0; kind < kinds; kind++) {
                shares[kind] = sizes[domain] == 0 ? 0 : (double) counts[domain * kinds + kind] / sizes[domain];
            }
            structures.add(structure(domainIds.get(domain), sizes[domain], shares, compartments));
        }
        return structures;
    }

    private static Structure structure(String id, int cells, double[] shares, List<String> compartments) {
        List<Integer> known = IntStream.range(0, shares.length)
                .filter(kind -> !compartments.get(kind).equals(ClusterLabel.UNKNOWN) && shares[kind] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer kind) -> -shares[kind])
                        .thenComparing(kind -> kind))
                .toList();
        double named = known.stream().mapToDouble(kind -> shares[kind]).sum();
        List<String> dominant = new ArrayList<>();
        if (!known.isEmpty() && shares[known.get(0)] >= DOMINANT) {
            dominant.add(plain(compartments.get(known.get(0))));
        } else if (known.size() > 1
                && shares[known.get(1)] >= PARTNER
                && shares[known.get(0)] + shares[known.get(1)] >= DOMINANT) {
            dominant.add(plain(compartments.get(known.get(0))));
            dominant.add(plain(compartments.get(known.get(1))));
        }
        String words = dominant.isEmpty()
                ? (named <= 1 - DOMINANT ? "Unclassified" : "Mixed")
                : String.join(" and ", dominant);
        return new Structure(id, words + " (domain " + id + ")", cells, List.copyOf(dominant), shares);
    }

    private static String plain(String compartment) {
        return compartment.replace('_', ' ');
    }
}

package io.spatho.core.integration;

import java.util.Arrays;
import java.util.List;

/**
 * What the observations differ in for technical reasons: one or more variables, such as case and protocol, each with a level per
 * observation.
 *
 * @param levelOf for each variable the level of each observation, numbered through all variables: those of the second follow those
 *     of the first
 * @param levels the number of levels of all variables together
 */
public record Batches(List<int[]> levelOf, int levels) {

    public Batches {
        levelOf = List.copyOf(levelOf);
        if (levelOf.isEmpty()) {
            throw new IllegalArgumentException("at least one variable is needed");
        }
        for (int[] codes : levelOf) {
            if (codes.length != levelOf.get(0).length) {
                throw new IllegalArgumentException("variables differ in their number of observations");
            }
        }
    }

    /** The batches of the variables named, each with levels 0, 1, …; a variable with a single level is left out unless it is the only one. */
    public static Batches of(int[]... variables) {
        List<int[]> used = Arrays.stream(variables)
                .filter(codes -> Arrays.stream(codes).max().orElse(0) > 0)
                .toList();
        List<int[]> chosen = used.isEmpty() ? List.of(variables[0]) : used;
        int next = 0;
        int[][] numbered = new int[chosen.size()][];
        for (int v = 0; v < numbered.length; v++) {
            int first = next;
            numbered[v] = Arrays.stream(chosen.get(v)).map(code -> first + code).toArray();
            next += Arrays.stream(chosen.get(v)).max().orElse(0) + 1;
        }
        return new Batches(List.of(numbered), next);
    }

    /** The number of observations. */
    public int size() {
        return levelOf.get(0).length;
    }

    /** The share of the observations that each level holds. */
    double[] shares() {
        double[] shares = new double[levels];
        for (int[] codes : levelOf) {
            for (int code : codes) {
                shares[code] += 1.0 / codes.length;
            }
        }
        return shares;
    }
}

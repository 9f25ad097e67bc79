package io.spatho.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that are nearest to what was typed: by the number of letters to change, of the same number by the alphabet. */
final class NearestNames {

    private static final int MOST = 3;

    private NearestNames() {}

    /** At most three of the known names, none that shares less than half of its letters with the typed one. */
    static List<String> of(String typed, Collection<String> known) {
        return known.stream()
                .distinct()
                .filter(name -> distance(typed, name) <= Math.max(typed.length(), name.length()) / 2)
                .sorted(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}

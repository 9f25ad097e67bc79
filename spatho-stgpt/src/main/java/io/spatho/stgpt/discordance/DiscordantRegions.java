package io.spatho.stgpt.discordance;

import io.spatho.core.graph.Graph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Connected parts of the spatial graph that consist of discordant spots, the largest first. */
final class DiscordantRegions {

    private DiscordantRegions() {}

    /** The spots of each region, ascending; regions below the least size are left out. */
    static List<int[]> of(Graph graph, boolean[] discordant, int fewest) {
        boolean[] seen = new boolean[discordant.length];
        List<int[]> regions = new ArrayList<>();
        for (int spot = 0; spot < discordant.length; spot++) {
            if (discordant[spot] && !seen[spot]) {
                int[] members = reach(graph, discordant, seen, spot);
                if (members.length >= fewest) {
                    regions.add(members);
                }
            }
        }
        regions.sort(
                Comparator.<int[]>comparingInt(members -> -members.length).thenComparingInt(members -> members[0]));
        return regions;
    }

    private static int[] reach(Graph graph, boolean[] discordant, boolean[] seen, int first) {
        List<Integer> members = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(first));
        seen[first] = true;
        while (!open.isEmpty()) {
            int spot = open.remove();
            members.add(spot);
            for (int i = graph.starts()[spot]; i < graph.starts()[spot + 1]; i++) {
                int next = graph.neighbours()[i];
                if (discordant[next] && !seen[next]) {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
        int[] sorted = members.stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}

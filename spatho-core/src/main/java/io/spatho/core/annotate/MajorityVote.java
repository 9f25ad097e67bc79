package io.spatho.core.annotate;

import java.util.Arrays;
import java.util.List;

/**
 * The label that most cells of a small cluster have, given to the cluster as a whole.
 *
 * <p>Source: CellTypist 1.7.1 {@code Classifier.majority_vote} and {@code Classifier.over_cluster}.
 */
public final class MajorityVote {

    /** The label of a cluster in which no label has the share that is asked for. */
    public static final String HETEROGENEOUS = "Heterogeneous";

    private static final int[] CELLS = {5_000, 20_000, 40_000, 100_000, 200_000};
    private static final double[] RESOLUTIONS = {5, 10, 15, 20, 25, 30};

    private MajorityVote() {}

    /**
     * The outcome in one cluster.
     *
     * @param label the winner, {@link #HETEROGENEOUS}, or empty when no cell voted
     * @param share the winner's share of the votes
     * @param votes cells that voted
     */
    public record Outcome(String label, double share, int votes) {}

    /** The Leiden resolution at which so many cells are clustered finely enough for a vote. */
    public static double resolution(int cells) {
        int step = 0;
        while (step < CELLS.length && cells >= CELLS[step]) {
            step++;
        }
        return RESOLUTIONS[step];
    }

    /**
     * The outcome of each cluster. {@code labelOf[cell]} is a position in {@code labels} or -1 for a cell without a vote; of equals the
     * first in the order of code points wins; a winner with a share below {@code minimumShare} does not stand.
     */
    public static List<Outcome> of(
            int[] labelOf, List<String> labels, int[] clusterOf, int clusters, double minimumShare) {
        if (labelOf.length != clusterOf.length) {
            throw new IllegalArgumentException(labelOf.length + " labels, " + clusterOf.length + " clusters");
        }
        int[][] votes = new int[clusters][labels.size()];
        for (int cell = 0; cell < labelOf.length; cell++) {
            if (labelOf[cell] >= 0 && clusterOf[cell] >= 0) {
                votes[clusterOf[cell]][labelOf[cell]]++;
            }
        }
        return Arrays.stream(votes)
                .map(counts -> outcome(counts, labels, minimumShare))
                .toList();
    }

    private static Outcome outcome(int[] counts, List<String> labels, double minimumShare) {
        int winner = -1;
        int all = 0;
        for (int label = 0; label < counts.length; label++) {
            all += counts[label];
            boolean ahead = winner < 0
                    || counts[label] > counts[winner]
                    || (counts[label] == counts[winner] && labels.get(label).compareTo(labels.get(winner)) < 0);
            winner = ahead ? label : winner;
        }
        if (all == 0) {
            return new Outcome("", Double.NaN, 0);
        }
        double share = (double) counts[winner] / all;
        return new Outcome(share < minimumShare ? HETEROGENEOUS : labels.get(winner), share, all);
    }
}

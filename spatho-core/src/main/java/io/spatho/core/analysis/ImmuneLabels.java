package io.spatho.core.analysis;

import io.spatho.core.annotate.CellTypePrediction;
import io.spatho.core.annotate.ImmuneRefinement;
import io.spatho.core.annotate.MajorityVote;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * What a classifier said of the cells that look immune, cell by cell.
 *
 * @param candidates the cells
 * @param prediction what the model says of them, in their order
 * @param typeOf position of the best class of each, or -1 where it is not accepted
 * @param voted label of the small cluster that each lies in
 */
record ImmuneLabels(
        ImmuneRefinement.Candidates candidates, CellTypePrediction prediction, int[] typeOf, String[] voted) {

    private static final double MATCH = 0.5;

    /** Labels accepted by rule, and the vote within the small clusters of all cells. */
    static ImmuneLabels of(
            ImmuneRefinement.Candidates candidates,
            CellTypePrediction prediction,
            boolean trusted,
            int[] fineClusterOf,
            int fineClusters,
            double minimumShare) {
        int n = candidates.cells().length;
        int[] best = new int[n];
        int[] accepted = new int[n];
        int[] clusterOf = new int[n];
        for (int i = 0; i < n; i++) {
            best[i] = prediction.best(i);
            boolean stands = trusted
                    && ImmuneRefinement.accepts(prediction.classes().get(best[i]), prediction.probability(i, best[i]));
            accepted[i] = stands ? best[i] : -1;
            clusterOf[i] = fineClusterOf[candidates.cells()[i]];
        }
        List<MajorityVote.Outcome> votes =
                MajorityVote.of(best, prediction.classes(), clusterOf, fineClusters, minimumShare);
        String[] voted = new String[n];
        Arrays.setAll(voted, i -> votes.get(clusterOf[i]).label());
        return new ImmuneLabels(candidates, prediction, accepted, voted);
    }

    /** The number of labels accepted. */
    int accepted() {
        return (int) Arrays.stream(typeOf).filter(type -> type >= 0).count();
    }

    /** One row per cell that looks immune: the columns of {@code immune_labels.parquet}. */
    Table table(String[] cellIds, int[] clusterOf, List<String> clusterIds) {
        int n = typeOf.length;
        String[] ids = new String[n];
        String[] clusters = new String[n];
        double[] scores = new double[n];
        String[] labels = new String[n];
        double[] probabilities = new double[n];
        String[] matches = new String[n];
        boolean[] accepted = new boolean[n];
        for (int i = 0; i < n; i++) {
            int cell = candidates.cells()[i];
            int best = prediction.best(i);
            ids[i] = cellIds[cell];
            clusters[i] = clusterOf[cell] < 0 ? "" : clusterIds.get(clusterOf[cell]);
            scores[i] = candidates.scores()[cell];
            labels[i] = prediction.classes().get(best);
            probabilities[i] = prediction.probability(i, best);
            matches[i] = prediction.above(i, MATCH);
            accepted[i] = typeOf[i] >= 0;
        }
        return Table.ofRows(n)
                .with("cell_id", new Column.Strings(ids))
                .with("cluster_id", new Column.Strings(clusters))
                .with("immune_score", new Column.Doubles(scores))
                .with("label", new Column.Strings(labels))
                .with("probability", new Column.Doubles(probabilities))
                .with("labels_above_half", new Column.Strings(matches))
                .with("voted_label", new Column.Strings(voted))
                .with("accepted", new Column.Booleans(accepted));
    }
}

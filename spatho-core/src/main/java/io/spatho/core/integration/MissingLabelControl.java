package io.spatho.core.integration;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.graph.NearestNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A control that shows over-correction on the data themselves: the observations of one label are taken out of one case, so that the
 * case truly lacks it, and the correction is run again. A correction that mixes at any price then pulls the label's observations of
 * the other cases onto something else; a sound one leaves them among their own.
 *
 * @param removedFrom the case that was made to lack the label
 * @param label the label
 * @param removed observations taken out
 * @param rows observations of the label that are left, all in other cases
 * @param foreignBefore for each of them the share of its nearest neighbours that carry another label, without correction
 * @param foreignAfter the same after the correction
 */
public record MissingLabelControl(
        int removedFrom, int label, int removed, int[] rows, double[] foreignBefore, double[] foreignAfter) {

    private static final int FEWEST = 20;

    /** Runs the control on the label and case with the most to lose; empty when no label is frequent enough in two cases. */
    public static Optional<MissingLabelControl> of(
            DenseMatrix vectors,
            int[] caseOf,
            int[] protocolOf,
            int[] labelOf,
            Correction correction,
            long seed,
            Workers workers) {
        int labels = Arrays.stream(labelOf).max().orElse(-1) + 1;
        int[][] counts = new int[protocolOf.length][labels];
        int[] sizes = new int[protocolOf.length];
        for (int row = 0; row < caseOf.length; row++) {
            sizes[caseOf[row]]++;
            if (labels > 0) {
                counts[caseOf[row]][labelOf[row]]++;
            }
        }
        int[] chosen = choice(counts, sizes);
        if (chosen[0] < 0) {
            return Optional.empty();
        }
        int[] kept = IntStream.range(0, caseOf.length)
                .filter(row -> caseOf[row] != chosen[0] || labelOf[row] != chosen[1])
                .toArray();
        int[] cases = Arrays.stream(kept).map(row -> caseOf[row]).toArray();
        int[] marks = Arrays.stream(kept).map(row -> labelOf[row]).toArray();
        DenseMatrix before = vectors.selectRows(kept);
        DenseMatrix after = correction.apply(before, cases, protocolOf, seed, workers);
        int[] left = IntStream.range(0, kept.length)
                .filter(i -> marks[i] == chosen[1])
                .toArray();
        return Optional.of(new MissingLabelControl(
                chosen[0],
                chosen[1],
                counts[chosen[0]][chosen[1]],
                Arrays.stream(left).map(i -> kept[i]).toArray(),
                foreign(before, marks, left, seed, workers),
                foreign(after, marks, left, seed, workers)));
    }

    /** The case and the label whose removal leaves the most on both sides; -1 when there is none. */
    private static int[] choice(int[][] counts, int[] sizes) {
        int[] chosen = {-1, -1};
        int most = FEWEST - 1;
        for (int label = 0; counts.length > 0 && label < counts[0].length; label++) {
            int all = 0;
            for (int[] count : counts) {
                all += count[label];
            }
            for (int number = 0; number < counts.length; number++) {
                int here = counts[number][label];
                int least = Math.min(here, all - here);
                if (least > most && 2 * here <= sizes[number]) {
                    most = least;
                    chosen = new int[] {number, label};
                }
            }
        }
        return chosen;
    }

    private static double[] foreign(DenseMatrix vectors, int[] labels, int[] rows, long seed, Workers workers) {
        NearestNeighbours nearest = ExpressionNeighbours.nearest(vectors, IntegrationScores.NEIGHBOURS, seed, workers)
                .neighbours();
        double[] shares = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int rank = 0; rank < nearest.k(); rank++) {
                shares[i] += labels[nearest.neighbour(rows[i], rank)] != labels[rows[i]] ? 1.0 / nearest.k() : 0;
            }
        }
        return shares;
    }
}

package io.spatho.core.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.MadeMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.statistics.WilsonInterval;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who looks immune, votes, scores of single cells. */
final class ImmuneRefinementTest {

    @Test
    void theSeventiethPercentileTellsImmuneCells() {
        // Two of the eight genes are measured; cell i has a mean of i.
        double[][] rows = new double[41][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i / 10.0, 7, i / 10.0};
        }
        ImmuneRefinement.Candidates found =
                ImmuneRefinement.candidates(MadeMatrix.of(rows), List.of("PTPRC", "EPCAM", "JCHAIN"));
        assertThat(found.genes()).containsExactly("PTPRC", "JCHAIN");
        assertThat(found.threshold()).isCloseTo(2.8, within(1e-6));
        assertThat(found.cells()).containsExactly(IntStream.rangeClosed(28, 40).toArray());
        assertThat(found.scores()[40]).isCloseTo(4, within(1e-6));
    }

    @Test
    void fewOrNoneLookImmuneWhereHardlyAnyCellHasTheGenes() {
        double[][] rows = new double[30][2];
        rows[3][0] = 1;
        CsrMatrix sparse = MadeMatrix.of(rows);
        assertThat(ImmuneRefinement.candidates(sparse, List.of("CD3D", "X")).cells())
                .isEmpty();
        assertThat(ImmuneRefinement.candidates(sparse, List.of("Y", "X")).cells())
                .isEmpty();
    }

    @Test
    void labelsAreAcceptedByProbabilityAndKind() {
        assertThat(ImmuneRefinement.accepts("T cells", 0.41)).isTrue();
        assertThat(ImmuneRefinement.accepts("T cells", 0.4)).isFalse();
        assertThat(ImmuneRefinement.accepts("Epithelial cells", 0.99)).isFalse();
        assertThat(ImmuneRefinement.accepts("Endothelial cells", 0.99)).isFalse();
        assertThat(ImmuneRefinement.accepts("Unassigned", 0.99)).isFalse();
    }

    @Test
    void equalVotesGoToTheFirstNameAndSmallSharesToNobody() {
        int[] labels = {1, 0, 1, 1, -1, 0};
        int[] clusters = {0, 0, 1, 1, 1, 1};
        List<MajorityVote.Outcome> votes = MajorityVote.of(labels, List.of("b", "a"), clusters, 3, 0);
        assertThat(votes.get(0)).isEqualTo(new MajorityVote.Outcome("a", 0.5, 2));
        assertThat(votes.get(1).label()).isEqualTo("a");
        assertThat(votes.get(1).share()).isEqualTo(2.0 / 3);
        assertThat(votes.get(2).label()).isEmpty();
        assertThat(MajorityVote.of(labels, List.of("b", "a"), clusters, 2, 0.6)
                        .get(0)
                        .label())
                .isEqualTo(MajorityVote.HETEROGENEOUS);
        assertThat(MajorityVote.resolution(4_999)).isEqualTo(5);
        assertThat(MajorityVote.resolution(5_000)).isEqualTo(10);
        assertThat(MajorityVote.resolution(199_999)).isEqualTo(25);
        assertThat(MajorityVote.resolution(200_000)).isEqualTo(30);
    }

    @Test
    void wilsonsIntervalHoldsAtTheEnds() {
        // 8 of 10: statsmodels 0.14 proportion_confint(method="wilson").
        assertThat(WilsonInterval.of(8, 10).lower()).isCloseTo(0.4901624715, within(1e-9));
        assertThat(WilsonInterval.of(8, 10).upper()).isCloseTo(0.9433178485, within(1e-9));
        assertThat(WilsonInterval.of(0, 5).lower()).isZero();
        assertThat(WilsonInterval.of(5, 5).upper()).isEqualTo(1);
        assertThat(WilsonInterval.of(0, 0)).isEqualTo(new WilsonInterval(0, 1));
    }

    @Test
    void aCellsScoreIsTheMeanOfItsZScores() {
        double[][] rows = {{1, 0, 5, 2}, {3, 2, 5, 0}, {5, 4, 5, 0}, {7, 0, 5, 2}};
        PanelMatch panel = new PanelMatch(
                List.of("one", "few", "two"),
                List.of(new int[] {0, 1, 2}, new int[] {0}, new int[] {1, 3}),
                List.of("a", "b", "c", "d"),
                List.of());
        try (Workers workers = new Workers(2)) {
            CellScores scores = CellScores.of(MadeMatrix.of(rows), panel, workers);
            // Cell 2: gene a (5 - 4) / sqrt 5, gene b (4 - 1.5) / sqrt 2.75, gene d (0 - 1) / 1.
            double one = (1 / Math.sqrt(5) + 2.5 / Math.sqrt(2.75)) / 2;
            double two = (2.5 / Math.sqrt(2.75) - 1) / 2;
            assertThat(scores.best()[2]).isZero();
            assertThat(scores.scores()[2]).isCloseTo(one, within(1e-7));
            assertThat(scores.margins()[2]).isCloseTo(one - two, within(1e-7));
            assertThat(scores.table(new String[] {"w", "x", "y", "z"}).strings("compartment")[0])
                    .isEqualTo("two");
        }
    }
}

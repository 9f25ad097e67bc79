package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.matrix.DenseMatrix;
import org.junit.jupiter.api.Test;

/** Scores, verdicts and reaches against values worked out by hand. */
class PredictionScoresTest {

    @Test
    void scoresAreThoseOfTheDefinition() {
        DenseMatrix measured = new DenseMatrix(3, 2, new float[] {1, 5, 2, 5, 3, 5});
        DenseMatrix predicted = new DenseMatrix(3, 2, new float[] {2, 4, 4, 6, 6, 5});
        PredictionScores genes = PredictionScores.ofGenes(measured, predicted);
        assertThat(genes.pearson()[0]).isCloseTo(1, within(1e-12));
        assertThat(genes.pearson()[1]).isNaN();
        assertThat(genes.squared()[0]).isCloseTo((1 + 4 + 9) / 3.0, within(1e-12));
        assertThat(genes.absolute()[1]).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(PredictionScores.mean(genes.pearson())).isCloseTo(1, within(1e-12));
        assertThat(PredictionScores.ofSpots(measured, predicted).squared()[2]).isCloseTo(4.5, within(1e-12));
    }

    @Test
    void theVerdictFollowsTheIntervalOverBlocks() {
        int n = 60;
        float[] right = new float[n];
        float[] wrong = new float[n];
        float[] mixed = new float[n];
        int[] groups = new int[n];
        for (int i = 0; i < n; i++) {
            wrong[i] = 1 + i % 3;
            mixed[i] = i / 6 % 2 == 0 ? 2 : 0;
            groups[i] = i / 6;
        }
        DenseMatrix truth = new DenseMatrix(n, 1, right);
        PredictionScores exact = PredictionScores.ofSpots(truth, truth);
        PredictionScores off = PredictionScores.ofSpots(truth, new DenseMatrix(n, 1, wrong));
        PredictionScores half = PredictionScores.ofSpots(truth, new DenseMatrix(n, 1, mixed));
        float[] one = new float[n];
        java.util.Arrays.fill(one, (float) Math.sqrt(2));
        PredictionScores even = PredictionScores.ofSpots(truth, new DenseMatrix(n, 1, one));
        assertThat(PredictionScores.Gain.of(exact, off, groups, 1).verdict()).isEqualTo("retrieval helps");
        assertThat(PredictionScores.Gain.of(off, exact, groups, 1).verdict()).isEqualTo("retrieval harms");
        assertThat(PredictionScores.Gain.of(half, even, groups, 1).verdict()).isEqualTo("retrieval does not help");
        assertThat(PredictionScores.Gain.of(exact, off, new int[n], 1).verdict())
                .startsWith("not decided");
    }

    @Test
    void reachIsTheRankOfSplitConformal() {
        DenseMatrix measured = new DenseMatrix(9, 1, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        DenseMatrix zeros = DenseMatrix.zeros(9, 1);
        assertThat(Conformal.reach(measured, zeros, 0.8)).containsExactly(8);
        assertThat(Conformal.reach(measured, zeros, 0.95)).containsExactly(Float.POSITIVE_INFINITY);
        assertThat(Conformal.coverage(measured, zeros, new float[] {4})).isCloseTo(4 / 9.0, within(1e-12));
    }
}

package io.spatho.stgpt.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Golden values: scikit-learn 1.7 on the same made points. */
final class EmbeddingScoresTest {

    private static final int N = 60;

    @Test
    void partitionsAgree() {
        int[] one = IntStream.range(0, N).map(i -> i % 3).toArray();
        int[] other = IntStream.range(0, N)
                .map(i -> i / 2 % 3 * (i % 2) + i % 3 * (1 - i % 2))
                .toArray();
        Contingency table = new Contingency(one, other, new int[N], 1);

        assertThat(table.randIndex(new int[] {1})).isCloseTo(0.4824561403508772, within(1e-12));
        assertThat(table.mutualInformation(new int[] {1})).isCloseTo(0.579380164285695, within(1e-12));
    }

    @Test
    void mediansCountGroupsAsOftenAsTheyAreDrawn() {
        CellValues values = new CellValues(new double[] {5, 1, 3, 9}, new int[] {0, 1, 1, 0});

        assertThat(values.median(new int[] {1, 1})).isEqualTo(4);
        assertThat(values.median(new int[] {0, 1})).isEqualTo(2);
        assertThat(values.median(new int[] {2, 1})).isEqualTo(5);
        assertThat(values.mean(new int[] {2, 1})).isCloseTo(32.0 / 6, within(1e-12));
    }

    @Test
    void talliesGiveTheCorrelationsAndErrorsOfTheirPairs() {
        double[] truth = {1, 2, 4, 8, 3};
        double[] found = {1.5, 1, 5, 6, 3};
        PairTally tally = new PairTally(2, 1);
        for (int i = 0; i < truth.length; i++) {
            tally.add(i % 2, 0, truth[i], found[i]);
        }

        assertThat(tally.pearson(0, tally.once())).isCloseTo(Correlation.pearson(truth, found), within(1e-12));
        assertThat(tally.error(0)).isCloseTo((0.25 + 1 + 1 + 4) / 5, within(1e-12));
        assertThat(Correlation.spearman(new double[] {1, 2, 2, 9}, new double[] {1, 5, 5, 7}))
                .isEqualTo(1);
    }
}

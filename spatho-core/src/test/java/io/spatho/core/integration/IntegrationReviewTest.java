package io.spatho.core.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.graph.ExpressionNeighbours;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Planted batches: a shift to remove, and a difference that is none. */
final class IntegrationReviewTest {

    private static final int WIDTH = 8;
    private static final int BLOCKS_OF_A_CASE = 10;

    /** Two cases of {@code each} observations of three kinds; the second is shifted, and holds the kinds given only. */
    private record Planted(DenseMatrix vectors, int[] caseOf, int[] kindOf) {

        static Planted of(int each, double shift, int... kindsOfSecond) {
            DenseMatrix vectors = DenseMatrix.zeros(2 * each, WIDTH);
            int[] caseOf = new int[2 * each];
            int[] kindOf = new int[2 * each];
            for (int row = 0; row < 2 * each; row++) {
                CounterRandom random = CounterRandom.of(11, "planted", row);
                caseOf[row] = row < each ? 0 : 1;
                kindOf[row] = row < each ? row % 3 : kindsOfSecond[row % kindsOfSecond.length];
                for (int j = 0; j < WIDTH; j++) {
                    double centre = j == kindOf[row] ? 4 : 0;
                    double moved = caseOf[row] == 1 && j >= 3 ? shift : 0;
                    vectors.values()[row * WIDTH + j] = (float) (centre + moved + 0.5 * random.nextGaussian());
                }
            }
            return new Planted(vectors, caseOf, kindOf);
        }

        IntegrationReview review(Correction correction, Workers workers) {
            return review(correction.apply(vectors, caseOf, new int[] {0, 0}, 3, workers), correction, workers);
        }

        IntegrationReview review(DenseMatrix corrected, Correction correction, Workers workers) {
            int[] blockOf = new int[caseOf.length];
            Arrays.setAll(blockOf, row -> caseOf[row] * BLOCKS_OF_A_CASE + row % BLOCKS_OF_A_CASE);
            return IntegrationReview.of(
                    new IntegrationReview.Subject(
                            vectors,
                            corrected,
                            caseOf,
                            new int[] {0, 0},
                            kindOf,
                            new SpatialBlocks(2 * BLOCKS_OF_A_CASE, blockOf)),
                    correction,
                    3,
                    workers);
        }
    }

    @Test
    void aShiftIsMixedAndKindsStayApart() {
        try (Workers workers = new Workers(2)) {
            for (Correction correction : new Correction[] {Correction.HARMONY, Correction.MNN}) {
                IntegrationReview review = Planted.of(300, 1.5, 0, 1, 2).review(correction, workers);

                assertThat(review.means().get("mixing_before").value()).isLessThan(0.05);
                assertThat(review.means().get("mixing_after").value()).isGreaterThan(0.6);
                assertThat(review.means().get("separation_after").value()).isGreaterThan(0.95);
                assertThat(review.after().connectivity()).isGreaterThan(0.95);
                assertThat(review.before().acceptance()).isLessThan(0.05);
            }
        }
    }

    @Test
    void mutualNeighboursLeaveAKindThatOneCaseLacksAmongItsOwn() {
        try (Workers workers = new Workers(2)) {
            IntegrationReview review = Planted.of(300, 1.5, 0, 1, 2).review(Correction.MNN, workers);

            assertThat(review.control()).isPresent();
            assertThat(review.means().get("control_foreign_after").value()).isLessThan(0.05);
            assertThat(review.outcome()).isEqualTo(IntegrationReview.Outcome.MIXED_AND_CONSERVED);
        }
    }

    @Test
    void aCorrectionThatMixesAtAnyPriceIsCalledOverCorrected() {
        try (Workers workers = new Workers(2)) {
            Planted planted = Planted.of(300, 1.5, 0, 1, 2);
            // Noise mixes perfectly.
            DenseMatrix noise = DenseMatrix.zeros(600, WIDTH);
            for (int i = 0; i < noise.values().length; i++) {
                noise.values()[i] = (float) CounterRandom.of(1, "noise", i).nextGaussian();
            }
            IntegrationReview review = planted.review(noise, Correction.HARMONY, workers);

            assertThat(review.means().get("mixing_after").value()).isGreaterThan(0.7);
            assertThat(review.means().get("retention").value()).isLessThan(0.2);
            assertThat(review.outcome()).isEqualTo(IntegrationReview.Outcome.OVER_CORRECTED);
            assertThat(review.sentence()).contains("over-corrected").contains("before");
        }
    }

    @Test
    void withoutACorrectionNothingIsClaimed() {
        try (Workers workers = new Workers(1)) {
            IntegrationReview review = Planted.of(60, 0, 0, 1, 2).review(Correction.NONE, workers);

            assertThat(review.outcome()).isEqualTo(IntegrationReview.Outcome.NOT_CORRECTED);
            assertThat(review.control()).isEmpty();
            assertThat(review.means().get("retention").value()).isCloseTo(1, within(1e-12));
            assertThat(review.means().get("mixing_change").value()).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void connectivityIsTheShareOfTheLargestPart() {
        DenseMatrix line = DenseMatrix.zeros(12, 1);
        int[] labels = new int[12];
        for (int i = 0; i < 12; i++) {
            line.values()[i] = i < 8 ? i : 1000 + i;
            labels[i] = i < 10 ? 0 : 1;
        }
        try (Workers workers = new Workers(1)) {
            // Label 0 lies in parts of 8 and 2, label 1 in one.
            assertThat(GraphConnectivity.of(ExpressionNeighbours.exact(line, 2, workers), labels))
                    .isCloseTo((0.8 + 1) / 2, within(1e-12));
        }
    }
}

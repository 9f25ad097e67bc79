package io.spatho.stgpt.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.annotate.MarkerPanel;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores, verdicts, reaches, activities and squares against values worked out by hand. */
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
        Arrays.fill(one, (float) Math.sqrt(2));
        PredictionScores even = PredictionScores.ofSpots(truth, new DenseMatrix(n, 1, one));
        Gain large = Gain.of(exact, off, groups, 1);
        Gain none = Gain.of(half, even, groups, 1);
        assertThat(large.mean()).isCloseTo((1 + 4 + 9) / 3.0, within(1e-6));
        assertThat(large.groups()).isEqualTo(10);
        assertThat(new Benefit(large, large).verdict()).isEqualTo("retrieval helps");
        assertThat(new Benefit(large, none).verdict()).isEqualTo("retrieval does not help: shuffled cells do as well");
        assertThat(new Benefit(Gain.of(off, exact, groups, 1), large).verdict()).isEqualTo("retrieval harms");
        assertThat(new Benefit(none, large).verdict()).isEqualTo("retrieval does not help");
        Gain alone = Gain.of(exact, off, new int[n], 1);
        assertThat(new Benefit(alone, alone).verdict()).startsWith("not decided");
    }

    @Test
    void theActivityOfAPathwayIsTheMeanOfItsStandardisedGenes() {
        MarkerPanel panel = new MarkerPanel(
                "made.gmt",
                List.of(
                        new MarkerPanel.Compartment("three", List.of("A", "C", "D", "X")),
                        new MarkerPanel.Compartment("too few", List.of("A", "B", "X"))));
        Moments scale = new Moments(new float[] {1, 0, 2, 0}, new float[] {2, 1, 1, 4});
        PathwayActivity activity = new PathwayActivity(panel, List.of("A", "B", "C", "D"), scale);
        assertThat(activity.names()).containsExactly("three");
        assertThat(activity.genes(0)).isEqualTo(3);
        DenseMatrix found = activity.of(new DenseMatrix(1, 4, new float[] {5, 9, 4, 8}));
        assertThat(found.values()).containsExactly(2);
        assertThatThrownBy(() -> new PathwayActivity(panel, List.of("A", "B", "C"), scale))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("--pathways", "2 sets with fewer");
    }

    @Test
    void squaresHoldOutEnoughOfThemselvesForAnInterval() {
        int side = 20;
        double[] x = new double[side * side];
        double[] y = new double[side * side];
        for (int i = 0; i < x.length; i++) {
            x[i] = 10.0 * (i % side);
            y[i] = 10.0 * Math.floorDiv(i, side);
        }
        int[] squares = SpatialSquares.of(x, y);
        assertThat(Arrays.stream(squares).distinct().count()).isEqualTo(64);
        assertThat(squares[0]).isEqualTo(squares[1]).isNotEqualTo(squares[side - 1]);
        Division division = SpatialSquares.division(x, y, 3);
        assertThat(division.groups(Division.Part.HELD_OUT)).hasSizeBetween(8, 12);
        assertThat(SpatialSquares.division(new double[30], new double[30], 3).groups(Division.Part.TRAINING))
                .isNotEmpty();
    }

    @Test
    void directionsAreSixthsOfTheCircle() {
        assertThat(PictureInputs.direction(1, 0)).isZero();
        assertThat(PictureInputs.direction(1, -0.1)).isZero();
        assertThat(PictureInputs.direction(0.5, 0.9)).isEqualTo(1);
        assertThat(PictureInputs.direction(-1, 0)).isEqualTo(3);
        assertThat(PictureInputs.direction(0.5, -0.9)).isEqualTo(5);
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

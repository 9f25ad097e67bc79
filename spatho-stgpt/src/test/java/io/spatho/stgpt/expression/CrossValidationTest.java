package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.graph.Libraries;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionScores.Kind;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import io.spatho.stgpt.train.TrainingState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Folds are apart, figures are their closed forms, and planted expression stands out from its controls. */
final class CrossValidationTest {

    private static final int[] PAIRS = {0, 0, 1, 1, 2, 2};

    @Test
    void whatJudgesNeitherTrainsNorChooses() {
        ExpressionFolds folds =
                ExpressionFolds.blocks(ExpressionTrainerTest.planted(0).places(), 4, 3);
        for (int fold = 0; fold < folds.folds(); fold++) {
            int[] all = IntStream.concat(
                            IntStream.of(folds.training(fold)),
                            IntStream.concat(IntStream.of(folds.choosing(fold)), IntStream.of(folds.judging(fold))))
                    .sorted()
                    .toArray();
            assertThat(all).isEqualTo(IntStream.range(0, 196).toArray());
            assertThat(folds.judging(fold)).isNotEmpty();
        }
    }

    @Test
    void ofTwoPatientsOneJudgesAndBlocksOfTheOtherChoose() {
        PlacedFeatures one = ExpressionTrainerTest.planted(0).places();
        String[] names = new String[one.size()];
        Arrays.setAll(names, i -> i % 2 == 0 ? "a" : "b");
        PlacedFeatures two = new PlacedFeatures(
                one.ids(), Libraries.of(names), one.x(), one.y(), one.names(), one.scales(), one.features());
        ExpressionFolds folds = ExpressionFolds.patients(two, List.of("p", "q"), 3);
        for (int fold = 0; fold < 2; fold++) {
            int judge = fold;
            assertThat(IntStream.of(folds.judging(fold)).boxed()).hasSize(98).allMatch(row -> row % 2 == judge);
            assertThat(IntStream.of(folds.choosing(fold)).boxed())
                    .hasSizeBetween(10, 40)
                    .allMatch(row -> row % 2 != judge);
            assertThat(folds.training(fold).length).isEqualTo(98 - folds.choosing(fold).length);
        }
        assertThat(folds.groups()).isEqualTo("spatial_block");
        assertThat(SpatialPatches.of(two, folds.training(0), 20))
                .allMatch(patch -> Arrays.stream(patch).allMatch(row -> row % 2 == 1));
        assertThatThrownBy(() -> ExpressionFolds.patients(two, List.of("p", "p"), 3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too few groups");
    }

    @Test
    void figuresOfAGeneAreTheirClosedForms() {
        ExpressionFolds folds = new ExpressionFolds("patient", PAIRS, "patient", PAIRS, 3, new boolean[6]);
        double[] x = {0, 3, 0, 3, 0, 3};
        double[] y = {0, 0, 30, 30, 60, 60};
        PlacedFeatures places =
                new PlacedFeatures(new String[6], Libraries.single(6), x, y, List.of(), List.of(), List.of());
        GeneFigures.Ground ground = GeneFigures.Ground.of(places, folds);
        DenseMatrix counts = new DenseMatrix(6, 1, new float[] {0, 3, 0, 3, 3, 0});
        DenseMatrix rates = new DenseMatrix(6, 1, new float[] {0, 1, 0, 1, 0, 1});
        GeneFigures gene = new GeneFigures(ground, counts, new int[] {0, 1, 2, 3, 4, 5}, rates, 0);
        assertThat(gene.pearson(new int[] {1, 1, 1})).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(gene.spearman(new int[] {1, 1, 1})).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(gene.pearson(new int[] {1, 1, 0})).isCloseTo(1, within(1e-12));
        assertThat(gene.precision(new int[] {1, 1, 1})).isCloseTo((1 + 1 + 0.5) / 3, within(1e-12));
        assertThat(gene.deviance(new int[] {1, 0, 0})).isCloseTo((2e-4 + 2 * (3 * Math.log(3) - 2)) / 2, within(1e-9));
        assertThat(ground.squares().side()).isEqualTo(8);
        assertThat(gene.pooled(new int[] {1, 1, 1})).isNaN();
        assertThat(gene.similarity(new int[] {1, 1, 1})).isNaN();
        DenseMatrix flat = new DenseMatrix(6, 1, new float[] {2, 2, 2, 2, 2, 2});
        GeneFigures constant = new GeneFigures(ground, counts, new int[] {0, 1, 2, 3, 4, 5}, flat, 0);
        assertThat(constant.pearson(new int[] {1, 1, 1})).isNaN();
        assertThat(constant.precision(new int[] {1, 1, 1})).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void plantedExpressionStandsOutFromItsControls() {
        ExpressionMaterial material = ExpressionTrainerTest.planted(1);
        ExpressionFolds folds = ExpressionFolds.blocks(material.places(), 4, 3);
        ExpressionSettings settings =
                new ExpressionSettings(Fusion.GATED, Decoder.LINEAR, Loss.POISSON, 16, 36, 2, 60, 20, 0, 1e-2, 5);
        try (Workers workers = new Workers(2)) {
            CrossValidation found = CrossValidation.run(
                    new CrossValidation.Course(material, folds, settings, fold -> TrainingState.none()),
                    DeviceRequest.cpu(),
                    workers,
                    Progress.SILENT);
            ExpressionScores network = ExpressionScores.of(material, folds, found.network(), 1, workers);
            ExpressionScores mean = ExpressionScores.of(material, folds, found.mean(), 1, workers);
            assertThat(network.of(Kind.PEARSON).genes().get(0).value()).isGreaterThan(0.5);
            assertThat(Math.abs(network.of(Kind.PEARSON).shuffled())).isLessThan(0.2);
            assertThat(Math.abs(network.of(Kind.PEARSON).shifted())).isLessThan(0.2);
            assertThat(network.of(Kind.PEARSON).interval().orElseThrow().lower())
                    .isGreaterThan(0.2);
            assertThat(network.of(Kind.DEVIANCE).value())
                    .isLessThan(mean.of(Kind.DEVIANCE).value());
            assertThat(mean.of(Kind.PEARSON).value()).isNaN();
            assertThat(network.of(Kind.POOLED_PEARSON).value()).isGreaterThan(0.2);
            assertThat(mean.of(Kind.POOLED_PEARSON).value()).isNaN();
            assertThat(network.of(Kind.SIMILARITY).value())
                    .isGreaterThan(network.of(Kind.SIMILARITY).shuffled() + 0.1);
            assertThat(network.minus(mean, Kind.DEVIANCE, folds, 1)
                            .interval()
                            .orElseThrow()
                            .upper())
                    .isNegative();
            assertThat(found.coverage(material)).isBetween(0.8, 0.97);
            assertThat(found.coverageOfExpressed(material)).isBetween(0.6, 0.99);
        }
    }
}

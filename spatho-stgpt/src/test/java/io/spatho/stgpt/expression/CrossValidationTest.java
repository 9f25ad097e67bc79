package io.spatho.stgpt.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Folds are apart, figures are their closed forms, and planted expression stands out from its controls. */
final class CrossValidationTest {

    @Test
    void whatJudgesNeitherTrainsNorChooses() {
        ExpressionFolds folds = ExpressionFolds.blocks(ExpressionModelTest.planted(0), 4, 3);
        for (int fold = 0; fold < folds.folds(); fold++) {
            int[] all = IntStream.concat(
                            IntStream.of(folds.training(fold)),
                            IntStream.concat(IntStream.of(folds.choosing(fold)), IntStream.of(folds.judging(fold))))
                    .sorted()
                    .toArray();
            assertThat(all).isEqualTo(IntStream.range(0, 196).toArray());
            assertThat(folds.judging(fold)).isNotEmpty();
        }
        assertThatThrownBy(() -> ExpressionFolds.patients(new String[] {"a", "b", "a"}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too few groups");
    }

    @Test
    void figuresOfAGeneAreTheirClosedForms() {
        ExpressionFolds folds =
                new ExpressionFolds("patient", new int[] {0, 0, 1, 1, 2, 2}, new int[] {0, 0, 1, 1, 2, 2}, 3);
        DenseMatrix counts = new DenseMatrix(6, 1, new float[] {0, 3, 0, 3, 3, 0});
        DenseMatrix rates = new DenseMatrix(6, 1, new float[] {0, 1, 0, 1, 0, 1});
        GeneFigures gene = new GeneFigures(folds, counts, new int[] {0, 1, 2, 3, 4, 5}, rates, 0);
        assertThat(gene.pearson(new int[] {1, 1, 1})).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(gene.spearman(new int[] {1, 1, 1})).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(gene.pearson(new int[] {1, 1, 0})).isCloseTo(1, within(1e-12));
        assertThat(gene.precision(new int[] {1, 1, 1})).isCloseTo((1 + 1 + 0.5) / 3, within(1e-12));
        assertThat(gene.deviance(new int[] {1, 0, 0})).isCloseTo((2e-4 + 2 * (3 * Math.log(3) - 2)) / 2, within(1e-9));
        DenseMatrix flat = new DenseMatrix(6, 1, new float[] {2, 2, 2, 2, 2, 2});
        GeneFigures constant = new GeneFigures(folds, counts, new int[] {0, 1, 2, 3, 4, 5}, flat, 0);
        assertThat(constant.pearson(new int[] {1, 1, 1})).isNaN();
        assertThat(constant.precision(new int[] {1, 1, 1})).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void plantedExpressionStandsOutFromItsControls() {
        ExpressionMaterial material = ExpressionModelTest.planted(1);
        ExpressionFolds folds = ExpressionFolds.blocks(material, 4, 3);
        ExpressionSettings settings =
                new ExpressionSettings(Fusion.GATED, Decoder.LINEAR, Loss.POISSON, 16, 36, 2, 60, 20, 0, 1e-2, 5);
        try (Workers workers = new Workers(2)) {
            CrossValidation found =
                    CrossValidation.run(material, folds, settings, DeviceRequest.cpu(), workers, Progress.SILENT);
            ExpressionScores network = ExpressionScores.of(material, folds, found.network(), 1, workers);
            ExpressionScores mean = ExpressionScores.of(material, folds, found.mean(), 1, workers);
            assertThat(network.pearson().byGene().get(0)).isGreaterThan(0.5);
            assertThat(Math.abs(network.pearson().shuffled())).isLessThan(0.2);
            assertThat(Math.abs(network.pearson().shifted())).isLessThan(0.2);
            assertThat(network.pearson().interval().orElseThrow().lower()).isGreaterThan(0.2);
            assertThat(network.deviance().value()).isLessThan(mean.deviance().value());
            assertThat(mean.pearson().value()).isNaN();
            assertThat(found.coverage(material)).isBetween(0.8, 0.97);
        }
    }
}

package io.spatho.core.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.HighlyVariableGenes.Flavour;
import io.spatho.core.preprocess.HighlyVariableGenes.Limits;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HighlyVariableGenesTest {

    private static CsrMatrix logCounts(Workers workers) {
        return Normalization.toMedian(AnalysisGolden.counts(), workers).matrix();
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void agreesWithScanpy(Flavour flavour) {
        String table = "hvg_" + flavour.name().toLowerCase(Locale.ROOT) + ".tsv";
        try (Workers workers = new Workers(2)) {
            GeneVariability limits = HighlyVariableGenes.within(logCounts(workers), flavour, Limits.DEFAULT, workers);
            GeneVariability top = HighlyVariableGenes.top(logCounts(workers), flavour, 60, workers);

            assertClose(limits.means(), AnalysisGolden.column(table, 0));
            assertClose(limits.dispersions(), AnalysisGolden.column(table, 1));
            assertClose(limits.normalizedDispersions(), AnalysisGolden.column(table, 2));
            assertThat(limits.selected()).containsExactly(chosen(table, 3));
            assertThat(top.selected()).containsExactly(chosen(table, 4));
        }
    }

    private static void assertClose(double[] actual, double[] expected) {
        for (int gene = 0; gene < expected.length; gene++) {
            if (Double.isNaN(expected[gene])) {
                assertThat(actual[gene]).as("gene %d", gene).isNaN();
            } else {
                assertThat(actual[gene]).as("gene %d", gene).isCloseTo(expected[gene], Offset.offset(4e-6));
            }
        }
    }

    private static int[] chosen(String table, int column) {
        double[] flags = AnalysisGolden.column(table, column);
        return IntStream.range(0, flags.length).filter(gene -> flags[gene] == 1).toArray();
    }

    @Test
    void aSmallPanelIsUsedWholeApartFromUnexpressedGenes() {
        try (Workers workers = new Workers(1)) {
            CsrMatrix log = logCounts(workers);
            GeneVariability chosen = GeneChoice.DEFAULT.of(log, log, workers);

            assertThat(chosen.selected()).hasSize(299).doesNotContain(299);
        }
    }

    @Test
    void dataWithoutVariationIsRefused() {
        CsrMatrix constant = AnalysisGolden.sparse(new float[][] {{1, 2}, {1, 2}, {1, 2}});
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> HighlyVariableGenes.top(constant, Flavour.SEURAT, 1, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no gene varies");
            assertThat(GeneChoice.DEFAULT.of(constant, constant, workers).selected())
                    .containsExactly(0, 1);
        }
    }
}

package io.spatho.core.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.error.InputException;
import io.spatho.core.golden.AnalysisGolden;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.GeneChoice.Flavour;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneChoiceTest {

    private static GeneVariability choose(Flavour flavour, OptionalInt top, int threads) {
        try (Workers workers = new Workers(threads)) {
            CsrMatrix counts = AnalysisGolden.counts();
            return new GeneChoice(flavour, top)
                    .of(counts, Normalization.toMedian(counts, workers).matrix(), workers);
        }
    }

    @Test
    void seuratVersionThreeAgreesWithScanpy() {
        GeneVariability chosen = choose(Flavour.SEURAT_V3, OptionalInt.of(60), 2);
        double[] means = AnalysisGolden.column("hvg_seurat_v3.tsv", 0);
        double[] variances = AnalysisGolden.column("hvg_seurat_v3.tsv", 1);
        double[] scores = AnalysisGolden.column("hvg_seurat_v3.tsv", 2);
        double[] top = AnalysisGolden.column("hvg_seurat_v3.tsv", 3);

        for (int gene = 0; gene < means.length; gene++) {
            assertThat(chosen.means()[gene]).isCloseTo(means[gene], within(1e-12 * means[gene]));
            assertThat(chosen.dispersions()[gene]).isCloseTo(variances[gene], within(1e-10 * (1 + variances[gene])));
            assertThat(chosen.normalizedDispersions()[gene])
                    .isCloseTo(scores[gene], within(1e-10 * (1 + scores[gene])));
        }
        assertThat(chosen.selected())
                .containsExactly(IntStream.range(0, top.length)
                        .filter(gene -> top[gene] == 1)
                        .toArray());
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void aSmallPanelIsKeptWholeUnlessANumberIsGiven(Flavour flavour) {
        assertThat(choose(flavour, OptionalInt.empty(), 1).selected())
                .hasSize(299)
                .doesNotContain(299);
        assertThat(choose(flavour, OptionalInt.of(20), 1).selected()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(choose(flavour, OptionalInt.of(20), 3).normalizedDispersions())
                .isEqualTo(choose(flavour, OptionalInt.of(20), 1).normalizedDispersions());
    }

    @Test
    void clippingBoundsTheWeightOfOneLargeCount() {
        float[][] dense = new float[400][40];
        for (int i = 0; i < 400; i++) {
            for (int j = 0; j < 40; j++) {
                dense[i][j] = (i * 31 + j * 17 + i * j) % (3 + j % 7) == 0 ? 1 + j % 3 : 0;
            }
        }
        dense[7][11] = 100_000;
        CsrMatrix counts = AnalysisGolden.sparse(dense);
        try (Workers workers = new Workers(1)) {
            GeneVariability chosen = new GeneChoice(Flavour.SEURAT_V3, OptionalInt.of(5))
                    .of(counts, Normalization.toMedian(counts, workers).matrix(), workers);

            // One clipped entry adds at most (s sqrt(n) / s)^2 / (n - 1), about 1; the mean's own square adds as much.
            assertThat(chosen.normalizedDispersions()[11]).isLessThan(2.1);
        }
    }

    @Test
    void constantCountsAreRefused() {
        CsrMatrix constant = AnalysisGolden.sparse(new float[][] {{1, 2}, {1, 2}});
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(
                            () -> new GeneChoice(Flavour.SEURAT_V3, OptionalInt.of(1)).of(constant, constant, workers))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no gene varies");
        }
    }
}

package io.spatho.core.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SharedPanelTest {

    private static CohortMember member(String name, List<String> genes, String prefix) {
        List<String> ids = genes.stream()
                .map(gene -> "id" + gene.substring(gene.length() - 2))
                .toList();
        List<String> names = genes.stream().map(gene -> prefix + gene).toList();
        GenePanel panel = new GenePanel("", names, ids, Collections.nCopies(genes.size(), "Gene Expression"));
        return new CohortMember(name, "", panel, Optional.empty(), workers -> {
            throw new AssertionError("not read");
        });
    }

    private static List<String> genes(int from, int to) {
        return IntStream.range(from, to).mapToObj(gene -> "G" + gene).toList();
    }

    @Test
    void genesAreMatchedWhereverTheyStandAndCountsFollow() {
        SharedPanel panel =
                SharedPanel.of(List.of(member("a", genes(10, 40), ""), member("b", genes(20, 60), "")), 0.5);

        assertThat(panel.genes()).hasSize(20).startsWith("G20").doesNotContain("G19", "G40");
        assertThat(panel.overlap()).isCloseTo(20.0 / 30, within(1e-12));
        assertThat(panel.union()).isEqualTo(50);
        // Case a: G15 is not shared, G21 is the second shared gene, G39 the last.
        CsrMatrix counts = new CsrMatrix(1, 30, new long[] {0, 3}, new int[] {5, 11, 29}, new float[] {7, 8, 9});
        CsrMatrix chosen = panel.select(0, counts);
        assertThat(chosen.columnIndices()).containsExactly(1, 19);
        assertThat(chosen.values()).containsExactly(8, 9);
    }

    @Test
    void idsAreUsedWhereNamesDiffer() {
        SharedPanel panel =
                SharedPanel.of(List.of(member("a", genes(10, 40), ""), member("b", genes(20, 60), "mm-")), 0.5);

        assertThat(panel.byIds()).isTrue();
        assertThat(panel.genes()).hasSize(20).startsWith("id20");
    }

    @Test
    void tooLittleInCommonIsRefused() {
        assertThatThrownBy(() ->
                        SharedPanel.of(List.of(member("a", genes(10, 40), ""), member("b", genes(36, 90), "")), 0.3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("share too few genes");
    }

    @Test
    void meansOverSlidesHaveStudentsInterval() {
        SlideMean mean = SlideMean.of(new double[] {0.2, 0.3, Double.NaN, 0.4}, 0, 1);

        assertThat(mean.slides()).isEqualTo(3);
        assertThat(mean.mean()).isCloseTo(0.3, within(1e-12));
        // 4.302653 is the 97.5 % quantile of t with two degrees of freedom.
        assertThat(mean.lower()).isCloseTo(0.3 - 4.302653 * 0.1 / Math.sqrt(3), within(1e-6));
        assertThat(SlideMean.of(new double[] {0.2, 0.4}, 0, 1).interval()).isEmpty();
    }
}

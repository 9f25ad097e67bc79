package io.spatho.stgpt.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.InputException;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import io.spatho.stgpt.tokens.TokenSettings.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TokenizerTest {

    private static final Vocabulary VOCABULARY =
            Vocabulary.of(Map.of("A", 0, "B", 1, "C", 2, "<pad>", 3, "<cls>", 4, "<eoc>", 5), "<pad>", "test");
    private static final String[] CELLS = {"one", "two", "three"};
    private static final List<String> PANEL = List.of("C", "unknown", "A", "B", "A");
    private static final CsrMatrix COUNTS = new CsrMatrix(
            3, 5, new long[] {0, 4, 5, 8}, new int[] {0, 2, 3, 4, 1, 0, 1, 3}, new float[] {4, 1, 0, 2, 9, 6, 1, 3});

    private static TokenSettings settings(int longest, GeneChoice choice, Ties ties, long seed) {
        return new TokenSettings(51, longest, -2, choice, ties, seed);
    }

    private static Tokenizer tokenizer(TokenSettings settings) {
        return Tokenizer.scgpt(COUNTS, CELLS, GeneMapping.of(PANEL, VOCABULARY, "test"), VOCABULARY, settings);
    }

    @Test
    void keepsDuplicatesInMatrixOrderAndDropsZerosAndUnknownGenes() {
        TokenSequence tokens = tokenizer(TokenSettings.published(0)).tokens(0).orElseThrow();

        assertThat(tokens.genes()).containsExactly(4, 2, 0, 0);
        assertThat(tokens.values()[0]).isEqualTo(-2);
        assertThat(tokens.values()[1]).isEqualTo(50);
        assertThat(tokens.values()[2]).isEqualTo(1);
    }

    @Test
    void aCellWithoutKnownGenesHasNoTokens() {
        Tokenizer tokenizer = tokenizer(TokenSettings.published(0));

        assertThat(tokenizer.hasNoGene(1)).isTrue();
        assertThat(tokenizer.length(1)).isZero();
        assertThat(tokenizer.tokens(1)).isEmpty();
        assertThat(tokenizer.hasNoGene(2)).isFalse();
    }

    @Test
    void theMostExpressedGenesStayWithTheBinsOfTheWholeCell() {
        TokenSequence tokens = tokenizer(settings(3, GeneChoice.TOP_EXPRESSED, Ties.FIXED, 0))
                .tokens(0)
                .orElseThrow();
        TokenSequence whole = tokenizer(TokenSettings.published(0)).tokens(0).orElseThrow();

        assertThat(tokens.genes()).containsExactly(4, 2, 0);
        assertThat(tokens.values()).containsExactly(-2, whole.values()[1], whole.values()[3]);
    }

    @Test
    void randomChoicesDependOnSeedAndCellIdAlone() {
        TokenSettings first = settings(3, GeneChoice.REFERENCE, Ties.SEEDED, 1);
        CsrMatrix reversed = COUNTS.selectRows(new int[] {2, 1, 0});
        Tokenizer other = Tokenizer.scgpt(
                reversed,
                new String[] {"three", "two", "one"},
                GeneMapping.of(PANEL, VOCABULARY, "test"),
                VOCABULARY,
                first);

        TokenSequence expected = tokenizer(first).tokens(0).orElseThrow();
        TokenSequence actual = other.tokens(2).orElseThrow();

        assertThat(actual.genes()).isEqualTo(expected.genes());
        assertThat(actual.values()).isEqualTo(expected.values());
        boolean differs = false;
        for (long seed = 2; seed < 10; seed++) {
            TokenSequence tokens = tokenizer(settings(3, GeneChoice.REFERENCE, Ties.SEEDED, seed))
                    .tokens(0)
                    .orElseThrow();
            differs |= !Arrays.equals(tokens.values(), expected.values());
        }
        assertThat(differs).isTrue();
    }

    @Test
    void spatialScaleDividesBySlideAndGeneMeansAndFillsMissingOnesIn() {
        GeneMapping mapping = GeneMapping.of(PANEL, VOCABULARY, "test");
        GeneMeans corpus = new GeneMeans(new double[] {2, Double.NaN, 0.5, 0, 0, 0}, 0);

        ExpressionScale scale = ExpressionScale.spatial(COUNTS, mapping, corpus);

        double slide = (4 + 1 + 2 + 6 + 3) / 5.0;
        assertThat(scale.scaled(4, 0)).isEqualTo((float) (4 / slide / 0.5));
        assertThat(scale.scaled(1, 2)).isEqualTo((float) (1 / slide / 2));
        assertThat(scale.scaled(3, 3)).isEqualTo((float) (3 / slide / (3 / slide)));
    }

    @Test
    void aPanelThatSharesNothingIsRefusedWithCountsAndExamples() {
        assertThatThrownBy(() -> GeneMapping.of(List.of("a", "<cls>", "ENSG1"), VOCABULARY, "panel"))
                .isInstanceOf(GuardrailException.class)
                .hasMessageContaining("0 of 3 genes such as a, <cls>, ENSG1")
                .hasMessageContaining("6 tokens such as A, B, C");
    }

    @Test
    void aSmallOverlapIsFlagged() {
        GeneMapping low = GeneMapping.of(List.of("A", "x", "y", "z"), VOCABULARY, "panel");
        GeneMapping enough = GeneMapping.of(List.of("A", "x", "y"), VOCABULARY, "panel");

        assertThat(low.lowOverlap()).isTrue();
        assertThat(low.sharedGenes()).isEqualTo(1);
        assertThat(low.missing()).containsExactly("x", "y", "z");
        assertThat(enough.lowOverlap()).isFalse();
    }

    @Test
    void countsThatAreNotFiniteAreRefused() {
        CsrMatrix broken = new CsrMatrix(1, 5, new long[] {0, 1}, new int[] {0}, new float[] {Float.NaN});
        Tokenizer tokenizer = Tokenizer.scgpt(
                broken,
                new String[] {"one"},
                GeneMapping.of(PANEL, VOCABULARY, "test"),
                VOCABULARY,
                TokenSettings.published(0));

        assertThatThrownBy(() -> tokenizer.tokens(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("one");
    }
}

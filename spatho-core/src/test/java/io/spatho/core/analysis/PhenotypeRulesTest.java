package io.spatho.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.guardrail.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhenotypeRulesTest {

    private static PhenotypeRules rules(double immune, double moran, double half, double entropy, double stroma) {
        return new PhenotypeRules(
                0.1, immune, moran, moran - half, moran + half, entropy, entropy - half, entropy + half, stroma);
    }

    @ParameterizedTest
    @CsvSource({
        "0.30, 0.50, 0.5, 0.0, immune_hot",
        "0.25, 0.50, 0.5, 0.0, mixed",
        "0.30, 0.40, 0.5, 0.2, stromal_rich",
        "0.04, 0.50, 1.5, 0.5, immune_cold",
        "0.10, 0.10, 1.3, 0.5, spatially_heterogeneous",
        "0.10, 0.10, 1.2, 0.5, stromal_rich",
        "0.10, 0.30, 1.3, 0.1, mixed"
    })
    void theFirstRuleThatHoldsNamesThePattern(
            double immune, double moran, double entropy, double stroma, String expected) {
        PhenotypeRules rules = rules(immune, moran, 0, entropy, stroma);
        assertThat(rules.undefinedReason()).isEmpty();
        assertThat(rules.phenotype().id()).isEqualTo(expected);
        assertThat(rules.isRobust()).isTrue();
    }

    @Test
    void aPatternThatChangesWithinTheIntervalsIsNotRobust() {
        assertThat(rules(0.3, 0.45, 0.1, 0.5, 0).isRobust()).isFalse();
        assertThat(rules(0.3, 0.45, 0.01, 0.5, 0).isRobust()).isTrue();
        assertThat(rules(0.3, 0.45, Double.NaN, 0.5, 0).isRobust()).isTrue();
    }

    @Test
    void withoutAFeatureThereIsAReasonAndNoPattern() {
        assertThat(rules(Double.NaN, 0.5, 0, 0.5, 0).undefinedReason()).contains("immune");
        assertThat(rules(0.1, Double.NaN, 0, 0.5, 0).undefinedReason()).contains("Moran");
        assertThat(rules(0.1, 0.5, 0, Double.NaN, 0).undefinedReason()).contains("neighbour");
        assertThat(new PhenotypeRules(0.6, 0.1, 0.5, 0.5, 0.5, 1, 1, 1, 0).undefinedReason())
                .contains("without a name");
    }

    @ParameterizedTest
    @CsvSource({
        "T_cells, true",
        "T cell, true",
        "t-cells, true",
        "Plasma_cells, true",
        "NK_cells, true",
        "Luminal_HR, false",
        "Unknown, false",
        "Epithelial, false",
        "B_cell_like_tumour, false"
    })
    void immuneCompartmentsMatchByTheirWholeKey(String name, boolean immune) {
        assertThat(CompartmentGroups.isImmune(name)).isEqualTo(immune);
    }

    @Test
    void stromaMatchesByItsWholeKey() {
        assertThat(CompartmentGroups.isStroma("Stromal_CAF")).isTrue();
        assertThat(CompartmentGroups.isStroma("Fibroblasts")).isTrue();
        assertThat(CompartmentGroups.isStroma("Endothelial")).isFalse();
    }

    @Test
    void twoSignsOfAWeakSignalStopAndOneDoesNot() {
        SpatialSignal none = new SpatialSignal(100, 2, 0, 2);
        SpatialSignal some = new SpatialSignal(100, 5, 0, 3);
        SpatialSignal strong = new SpatialSignal(100, 1, 1, 0);
        assertThat(new LowSignal(0.9, 0.1, none, 5).isWeak()).isFalse();
        assertThat(new LowSignal(0.1, 0.9, none, 5).reason()).isEqualTo("the signal of the slide is weak");
        assertThat(new LowSignal(0.1, 0.9, strong, 5).reason()).isEqualTo("too few observations have a sure name");
        assertThat(new LowSignal(0.9, 0.1, none, 0).isWeak()).isTrue();
        assertThat(new LowSignal(0.3, 0.1, some, 5).isWeak()).isFalse();
        assertThat(new LowSignal(0.3, 0.6, some, 5).isWeak()).isTrue();
        assertThat(new LowSignal(0.3, 0.1, strong, 5).isWeak()).isFalse();
        assertThat(new LowSignal(Double.NaN, Double.NaN, some, 5).isWeak()).isTrue();
        assertThat(new LowSignal(0.3, 0.6, some, 5).verdict().outcome()).isEqualTo(Verdict.Outcome.WARN);
        assertThat(new LowSignal(0.9, 0.1, some, 5).verdict().outcome()).isEqualTo(Verdict.Outcome.PASS);
    }
}

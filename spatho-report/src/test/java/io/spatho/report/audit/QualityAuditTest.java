package io.spatho.report.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.evidence.Evidence;
import io.spatho.report.mechanism.MadeEvidence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityAuditTest {

    private static final List<Evidence> RUN = MadeEvidence.run("immune_hot", true);

    private static List<String> checks(String text) {
        return QualityAudit.of(text, RUN, false).findings().stream()
                .map(Finding::check)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "There are 812 cells. | true",
                "There are 8,12 of them and 1812 more. | false",
                "CD812 and PD-812 are names. | false",
                "A distance of 812 µm was used. | false",
                "812 % is no share. | false",
                "About 812. | true"
            })
    void rawCountsAreNumbersOfTheirOwn(String text, boolean isRaw) {
        assertThat(QualityAudit.of(text, RUN, false).parroting().hasRawCounts()).isEqualTo(isRaw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Order is 0.61. | numeric_parroting",
                "Order is 0.613. | numeric_parroting",
                "The share is 31.7 %. | numeric_parroting",
                "Order is 0.62. | invented_number",
                "The share is 33 percent. | invented_number",
                "Some 4711 spots. | invented_number",
                "A 12-fold change. | invented_number"
            })
    void numbersAreHeldAgainstTheEvidence(String text, String check) {
        assertThat(checks(text)).contains(check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CD8A and ERBB2 lie in patches.",
                "10x Visium was used.",
                "There are 2 or 3 areas.",
                "T cells may be held in check by PD-1 (Tumeh et al. 2014).",
                "It may act through the axis of CXCL9 and CXCR3."
            })
    void namesAndOrdinaryNumbersAreNoFault(String text) {
        assertThat(checks(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FOXP3 is raised. | invented_marker",
                "PD-1 holds T cells in check. | invented_marker",
                "This was shown (Miller et al. 2019). | unknown_citation",
                "This was shown (Chen and Miller 2017). | unknown_citation",
                "The tissue is immune-cold. | wrong_pattern",
                "The diagnosis is open. | diagnosis",
                "The findings are consistent with invasive ductal carcinoma. | diagnosis",
                "The lesion is malignant. | diagnosis",
                "This is a grade 3 lesion. | grade_or_stage",
                "It has a poor prognosis. | prognosis",
                "The patient should receive checkpoint inhibitors. | treatment_advice",
                "Chemotherapy is recommended. | treatment_advice",
                "Patients will benefit. | treatment_advice",
                "Not only is the lesion malignant, it grows. | diagnosis",
                "The lesion is not only malignant. | diagnosis",
                "See https://example.org for more. | markup",
                "<script>alert(1)</script> | markup",
                "A weak trend gives definitive proof. | weak_signal_strong_claim"
            })
    void forbiddenStatementsAreFound(String text, String check) {
        assertThat(checks(text)).contains(check);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This is not a diagnosis.",
                "No treatment is recommended here.",
                "Nobody can say more, and it does not represent a carcinoma.",
                "Undiagnosable words and staged experiments may be mentioned.",
                "The arrangement may be read as hot rather than immune-cold.",
                "The intermediate stage of the microscope moved."
            })
    void negatedAndSimilarWordsAreNoFault(String text) {
        assertThat(checks(text)).isEmpty();
    }

    @Test
    void negationEndsWithItsClause() {
        assertThat(checks("No order was seen. Diagnosis follows.")).contains("diagnosis");
        assertThat(checks("No order was seen, but the diagnosis is clear.")).contains("diagnosis");
    }

    @Test
    void wordsAreFoundAtTheirBoundaries() {
        Lexicon lexicon = new Lexicon("via", "cell", "*-dependent", "tgf*", "treatment");
        assertThat(lexicon.affirmed("viable cellular maltreatment independent")).isEmpty();
        assertThat(lexicon.affirmed("via cells, contact-dependent, TGF-beta treatments"))
                .containsExactly("via", "cell", "*-dependent", "tgf*", "treatment");
        assertThat(lexicon.affirmed("without any treatment")).isEmpty();
        assertThat(lexicon.mentioned("without any treatment")).containsExactly("treatment");
    }

    @Test
    void typesAreNamedHoweverTheyAreWritten() {
        assertThat(List.of("T cells", "T-cell", "t_cells", "(T cell)"))
                .allMatch(text -> Parroting.isNamed("T_cells", text));
        assertThat(List.of("mast cells", "T cellular", "NKT cells"))
                .noneMatch(text -> Parroting.isNamed("T_cells", text));
    }

    @Test
    void stopDecisionMustBeHeeded() {
        List<Evidence> stopped = List.of(MadeEvidence.phenotype("", false, "the signal of the slide is weak"));
        assertThat(QualityAudit.of("The tissue is inflamed.", stopped).findings())
                .extracting(Finding::check)
                .contains("ignored_stop");
        assertThat(QualityAudit.of("No pattern is named.", stopped).isGo()).isTrue();
    }

    @Test
    void candidateMustWinThreeMetricsWithoutFault() {
        String good =
                "The pathway may act via a mechanism described in published cohorts, where checkpoint blockade and combination"
                        + " studies suggest significant therapeutic value within intervals.";
        AuditReport base = QualityAudit.of("812 cells.", RUN);
        AuditReport candidate = QualityAudit.of(good, RUN);
        Benchmark benchmark = new Benchmark(List.of(base), List.of(candidate));
        assertThat(benchmark.winners()).containsEntry("moa", "candidate").containsEntry("length", "tie");
        assertThat(benchmark.isGo()).isTrue();
        assertThat(new Benchmark(List.of(candidate), List.of(base)).isGo()).isFalse();
        assertThat(new Benchmark(List.of(base), List.of(QualityAudit.of(good + " Diagnosis: open.", RUN))).isGo())
                .isFalse();
    }

    @Test
    void overlapOfTexts() {
        assertThat(QualityAudit.overlap("alpha beta gamma", "alpha gamma delta"))
                .isEqualTo(2.0 / 4);
        assertThat(QualityAudit.isFragile("alpha beta", "other words")).isTrue();
    }
}

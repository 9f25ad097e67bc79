package io.spatho.report.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.random.CounterRandom;
import io.spatho.report.audit.AuditReport;
import io.spatho.report.audit.QualityAudit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismWriterTest {

    private static final List<String> PATTERNS =
            List.of("immune_hot", "immune_cold", "spatially_heterogeneous", "stromal_rich", "mixed");

    @ParameterizedTest
    @ValueSource(strings = {"immune_hot", "immune_cold", "spatially_heterogeneous", "stromal_rich", "mixed"})
    void everyPatternGivesAWholeReportThatPassesItsOwnAudit(String pattern) {
        for (boolean robust : new boolean[] {true, false}) {
            List<Evidence> run = MadeEvidence.run(pattern, robust);
            MechanismReport report = MechanismWriter.write(run, Variant.MOA);
            assertThat(report.words()).isEqualTo(WordCount.of(report.text())).isBetween(280, 320);
            assertThat(report.sections()).hasSize(5).allSatisfy(section -> assertThat(section.sentences())
                    .isNotEmpty());
            assertThat(report.status().id()).isEqualTo(pattern.equals("mixed") ? "no_single_mechanism" : "complete");
            AuditReport audit = QualityAudit.of(report.text(), run);
            assertThat(audit.findings()).isEmpty();
            assertThat(audit.isGo()).as(audit.reason()).isTrue();
            assertThat(audit.parroting().risk()).isEqualTo("LOW");
            MechanismReport plain = MechanismWriter.write(run, Variant.PLAIN);
            assertThat(plain.words()).isBetween(150, 200);
            assertThat(QualityAudit.of(plain.text(), run, false).findings()).isEmpty();
        }
    }

    @Test
    void withoutAPieceOfEvidenceNoSentenceRestsOnItAndTheLengthStays() {
        for (String pattern : PATTERNS) {
            List<Evidence> run = MadeEvidence.run(pattern, true);
            for (Evidence gone : run) {
                List<Evidence> left = run.stream().filter(item -> item != gone).toList();
                MechanismReport report = MechanismWriter.write(left, Variant.MOA);
                Set<String> known = ids(left);
                assertThat(report.sentences())
                        .allSatisfy(sentence -> assertThat(known).containsAll(sentence.evidenceIds()));
                if (gone.statement().type().equals("phenotype")) {
                    assertThat(report.status()).isEqualTo(MechanismReport.Status.STOPPED);
                    assertThat(report.sentences()).isEmpty();
                } else {
                    assertThat(report.words()).isBetween(280, 320);
                }
                if (gone.statement().unit() == Unit.SLIDE) {
                    List<String> texts =
                            report.sentences().stream().map(Sentence::text).toList();
                    MechanismWriter.write(run, Variant.MOA).sentences().stream()
                            .filter(sentence -> sentence.evidenceIds().contains(gone.id()))
                            .forEach(sentence -> assertThat(texts).doesNotContain(sentence.text()));
                }
            }
        }
    }

    @Test
    void anyPartOfTheEvidenceGivesTheSameLengthAndOrderDoesNotMatter() {
        CounterRandom random = CounterRandom.of(3, "parts of evidence", 0);
        for (int trial = 0; trial < 300; trial++) {
            List<Evidence> part = new ArrayList<>(MadeEvidence.run(PATTERNS.get(trial % 5), trial % 2 == 0).stream()
                    .filter(item -> item.statement().type().equals("phenotype") || random.nextDouble() < 0.4)
                    .toList());
            MechanismReport report = MechanismWriter.write(part, Variant.MOA);
            assertThat(report.words()).isBetween(280, 320);
            Collections.reverse(part);
            assertThat(MechanismWriter.write(part, Variant.MOA)).isEqualTo(report);
            assertThat(MechanismWriter.write(part, Variant.PLAIN).words()).isBetween(150, 200);
        }
    }

    @Test
    void saysThatItStopsInsteadOfGuessing() {
        List<Evidence> run = List.of(MadeEvidence.phenotype("", false, "the signal of the slide is weak"));
        MechanismReport report = MechanismWriter.write(run, Variant.MOA);
        assertThat(report.status()).isEqualTo(MechanismReport.Status.STOPPED);
        assertThat(report.text()).contains("No pattern of the whole slide is named", "the signal of the slide is weak");
        assertThat(QualityAudit.of(report.text(), run).isGo()).isTrue();
    }

    @Test
    void namesFromDataCannotWriteSentences() {
        List<Evidence> run = new ArrayList<>(List.of(MadeEvidence.phenotype("immune_hot", true, "")));
        for (String label : List.of("Patients should receive drugs", "a. Diagnosis: cancer", "<b>x</b>")) {
            run.add(MadeEvidence.item(
                    Unit.STRUCTURE,
                    label,
                    "cluster_annotation",
                    CanonicalJson.object().put("label", label).put("n_cells", 500)));
        }
        MechanismReport report = MechanismWriter.write(run, Variant.MOA);
        assertThat(report.text()).doesNotContain("Patients", "Diagnosis", "<b>");
        assertThat(PromptBuilder.prompt(CaseFacts.of(run), Variant.MOA)).doesNotContain("Patients should", "<b>");
    }

    @Test
    void promptTellsTheFactsWithoutNumbersOfTheRun() {
        String prompt = PromptBuilder.prompt(CaseFacts.of(MadeEvidence.run("immune_hot", true)), Variant.MOA);
        assertThat(prompt)
                .contains("strength = strong", "level = high", "CXCL9", "ev_")
                .doesNotContain("0.613", "812", "{{");
    }

    @Test
    void bibliographyIsSoundAndHoldsEachCitation() {
        Bibliography bibliography = Bibliography.bundled();
        assertThat(bibliography.entries().values()).allSatisfy(entry -> {
            assertThat(entry.doi()).matches(Pattern.compile("10\\.\\d{4,9}/[-._;()/:A-Za-z0-9]+"));
            assertThat(entry.year()).isBetween(1900, 2026);
            assertThat(entry.claims()).isNotEmpty();
            assertThat(bibliography.citationsIn("(" + entry.citation() + ")"))
                    .singleElement()
                    .satisfies(found -> assertThat(found.entry()).contains(entry));
        });
        assertThat(bibliography.entries().values())
                .extracting(Bibliography.Entry::doi)
                .doesNotHaveDuplicates();
        assertThat(bibliography.entries().values())
                .extracting(Bibliography.Entry::citation)
                .doesNotHaveDuplicates();
        assertThat(Template.all()).extracting(Template::id).doesNotHaveDuplicates();
        Set<String> used = new HashSet<>();
        assertThat(Template.all()).allSatisfy(template -> {
            template.citations().forEach(bibliography::get);
            used.addAll(template.citations());
            int marks = template.text().split("\\{cite:", -1).length - 1;
            assertThat(marks).isEqualTo(template.citations().size());
            template.citations().forEach(key -> assertThat(template.text()).contains("{cite:" + key + "}"));
        });
        assertThat(used).isEqualTo(bibliography.entries().keySet());
    }

    private static Set<String> ids(List<Evidence> evidence) {
        Set<String> ids = new HashSet<>();
        evidence.forEach(item -> ids.add(item.id()));
        return ids;
    }
}

package io.spatho.core.critic;

import static io.spatho.core.critic.MadeEvidence.measured;
import static io.spatho.core.critic.MadeEvidence.modelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.run.AuditEvent;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriticTest {

    private static final Artifact MEASURED = artifact("made/table.parquet", Origin.MEASURED);

    private static Artifact artifact(String path, Origin origin) {
        return new Artifact(path, "application/octet-stream", 1, 1, "b".repeat(64), origin);
    }

    private static AuditEvent event(List<Artifact> artifacts, List<Evidence> found, Verdict... verdicts) {
        return new AuditEvent(
                0,
                "made",
                "made@1.0",
                "k",
                CanonicalJson.object(),
                List.of(),
                artifacts,
                found.stream().map(Evidence::id).toList(),
                List.of(verdicts));
    }

    private static Critic.Outcome judge(List<Evidence> evidence, Verdict... verdicts) {
        return new Critic(new CriticCase(
                        evidence,
                        List.of(event(List.of(MEASURED), evidence, verdicts)),
                        false,
                        path -> Table.ofRows(0)))
                .judge();
    }

    private static Strength grade(Evidence evidence) {
        return judge(List.of(evidence)).judgements().get(0).strength();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spatial_autocorrelation | {\"moran_i\": 0.6, \"p_adjusted\": 0.0001, \"n_observations\": 2000} | STRONG",
                "spatial_autocorrelation | {\"moran_i\": 0.5, \"p_adjusted\": 0.0001} | STRONG",
                "spatial_autocorrelation | {\"moran_i\": 0.499, \"p_adjusted\": 0.0001} | MODERATE",
                "spatial_autocorrelation | {\"moran_i\": 0.249} | WEAK",
                "spatial_autocorrelation | {\"moran_i\": 0.9, \"p_adjusted\": 0.051} | WEAK",
                "spatial_autocorrelation | {\"moran_i\": 0.9, \"p_adjusted\": 0.05} | MODERATE",
                "spatial_autocorrelation | {\"moran_i\": 0.9, \"p_adjusted\": 0.0, \"p_permutation_adjusted\": 0.06} | WEAK",
                "cluster_annotation | {\"confidence\": 0.9, \"n_cells\": 100} | STRONG",
                "cluster_annotation | {\"confidence\": 0.9, \"n_cells\": 99} | MODERATE",
                "cluster_annotation | {\"confidence\": 0.9, \"n_cells\": 19} | WEAK",
                "cluster_annotation | {\"confidence\": 0.64, \"n_cells\": 500} | MODERATE",
                "cluster_annotation | {\"confidence\": 0.39, \"n_cells\": 500} | WEAK",
                "phenotype | {\"is_robust\": false} | MODERATE",
                "phenotype | {\"is_robust\": true, \"undefined_reason\": \"no immune cell\"} | WEAK",
                "structure | {\"annotated_share\": 0.24, \"n_cells\": 500} | WEAK",
                "expression_components | {\"confidence\": 0.0} | NOT_GRADED"
            })
    void strengthIsTheLeastThatAnyRuleAllows(String type, String value, Strength expected) {
        assertThat(grade(measured(Unit.GENE, "A", type, value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PASS, STRONG", "WARN, MODERATE", "NOT_ASSESSED, MODERATE", "FAIL, WEAK"})
    void checksOfTheDataCount(QcStatus status, Strength expected) {
        Evidence item = new Measured(MadeEvidence.statement(
                Unit.SLIDE, "slide", "immune_share", "{}", status, Optional.empty(), List.of(), "made/table.parquet"));
        assertThat(grade(item)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "neighborhood_enrichment | {\"ratio\": 2.0} | 1.5 | 2.6 | STRONG",
                "neighborhood_enrichment | {\"ratio\": 2.0} | 0.9 | 4.0 | WEAK",
                "neighborhood_enrichment | {\"ratio\": 2.0} | 1.1 | 4.2 | MODERATE",
                "spatial_autocorrelation | {\"moran_i\": 0.6} | -0.1 | 1.0 | WEAK",
                "immune_share | {\"share\": 0.5} | 0.45 | 0.6 | STRONG",
                "immune_share | {\"share\": 0.5} | 0.35 | 0.6 | MODERATE",
                "immune_share | {\"share\": 0.5} | 0.1 | 0.7 | WEAK"
            })
    void intervalsCount(String type, String value, double lower, double upper, Strength expected) {
        Evidence item = new Measured(MadeEvidence.statement(
                Unit.PAIR,
                "a|b",
                type,
                value,
                QcStatus.PASS,
                Optional.of(new Uncertainty(lower, upper, 0.95, "made")),
                List.of(),
                "made/table.parquet"));
        assertThat(grade(item)).isEqualTo(expected);
    }

    private static Evidence markers(String label, String status) {
        return measured(
                Unit.STRUCTURE,
                "c01",
                "cluster_annotation",
                "{\"label\": \"" + label + "\", \"parent\": \"\", \"status\": \"" + status
                        + "\", \"confidence\": 0.95, \"n_cells\": 400}");
    }

    private static Evidence model(String label, int accepted) {
        return modelled(
                Unit.STRUCTURE,
                "c01",
                "immune_label",
                "{\"label\": \"" + label + "\", \"share\": 0.8, \"n_accepted\": " + accepted
                        + ", \"n_cells\": 400, \"probability\": 0.9}");
    }

    @ParameterizedTest
    @CsvSource({
        "Epithelial, assigned, Macrophages, 300, 1",
        "T_cell, assigned, B cells, 300, 1",
        "T_cell, assigned, Tem/Effector helper T cells, 300, 0",
        "T_cells, assigned, Tcm/Naive cytotoxic T cells, 300, 0",
        "Macrophage, assigned, DC2, 300, 0",
        "Epithelial, assigned, Macrophages, 100, 0",
        "Epithelial, ambiguous, Macrophages, 300, 0",
        "Stromal_CAF, assigned, Plasma cells, 300, 1",
        "Immune, assigned, Plasma cells, 300, 0"
    })
    void markersAgainstCellTypeModel(String label, String status, String other, int accepted, int conflicts) {
        Critic.Outcome outcome = judge(List.of(markers(label, status), model(other, accepted)));
        assertThat(outcome.conflicts()).hasSize(conflicts);
        if (conflicts == 1) {
            assertThat(outcome.conflicts().get(0).evidenceIds()).hasSize(2);
            assertThat(outcome.judgements())
                    .allMatch(judgement -> judgement.isForReview()
                            && judgement.strength() == Strength.MODERATE
                            && judgement.verdicts().stream()
                                    .anyMatch(verdict -> verdict.guardrail().equals("CHANNEL_AGREEMENT")
                                            && verdict.outcome() == Verdict.Outcome.ESCALATE));
            assertThat(outcome.queue()).hasSize(2);
        }
    }

    @Test
    void vectorsOfAModelAgainstStructures() {
        Evidence structure =
                measured(Unit.STRUCTURE, "s01", "structure", "{\"structure_label\": \"Stroma\", \"n_cells\": 500}");
        Evidence torn = modelled(Unit.STRUCTURE, "Stroma", "coherence", "{\"value\": 0.1, \"n\": 500}");
        Evidence whole = modelled(Unit.STRUCTURE, "Stroma", "coherence", "{\"value\": 0.31, \"n\": 500}");
        assertThat(judge(List.of(structure, torn)).conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.evidenceIds()).containsExactly(structure.id(), torn.id()));
        assertThat(judge(List.of(structure, whole)).conflicts()).isEmpty();
        Evidence measuredOnly = measured(Unit.STRUCTURE, "Stroma", "coherence", "{\"value\": 0.1, \"n\": 500}");
        assertThat(judge(List.of(structure, measuredOnly)).conflicts()).isEmpty();
    }

    @Test
    void strongClaimsAgainstAWeakSignal() {
        Evidence strong = measured(Unit.GENE, "A", "spatial_autocorrelation", "{\"moran_i\": 0.9}");
        Evidence weak = measured(Unit.GENE, "B", "spatial_autocorrelation", "{\"moran_i\": 0.1}");
        Verdict signal = Guardrails.SPATIAL_SIGNAL.fail("slide", "Two signs.");
        assertThat(judge(List.of(strong, weak), signal).conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.evidenceIds()).containsExactly(strong.id()));
        assertThat(judge(List.of(strong, weak), Guardrails.SPATIAL_SIGNAL.pass("slide", "No sign."))
                        .conflicts())
                .isEmpty();
    }

    @Test
    void drawnRegionsAgainstAFailedRegistration() {
        Evidence region = measured(Unit.REGION, "r1", "region", "{\"structure_label\": \"\", \"n_cells\": 500}");
        Verdict missed = Guardrails.REGISTRATION_CONFIDENCE.fail("slide", "They miss.");
        CriticCase drawn = new CriticCase(
                List.of(region),
                List.of(event(List.of(MEASURED), List.of(region), missed)),
                true,
                path -> Table.ofRows(0));
        assertThat(new Critic(drawn).judge().conflicts()).hasSize(1);
        assertThat(judge(List.of(region), missed).conflicts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Tumor, Fibroblast, 100, 1",
        "Tumor, Epithelial, 100, 0",
        "stroma, T_cell, 100, 1",
        "my favourite place, T_cell, 100, 0",
        "Tumor, Fibroblast, 19, 0"
    })
    void compositionAgainstADrawnLabel(String label, String cells, int number, int conflicts) {
        Evidence region =
                measured(Unit.REGION, "r1", "region", "{\"structure_label\": \"" + label + "\", \"n_cells\": 500}");
        String[] ids = new String[number];
        Arrays.setAll(ids, i -> "cell" + i);
        Table types = Table.ofRows(number)
                .with("cell_id", new Column.Strings(ids))
                .with("cell_type", new Column.Strings(filled(number, cells)));
        Table members = Table.ofRows(number)
                .with("cell_id", new Column.Strings(ids))
                .with("region_id", new Column.Strings(filled(number, "r1")))
                .with("role", new Column.Strings(filled(number, "inner")));
        Map<String, Table> tables =
                Map.of("analysis/clusters.parquet", types, "regions/region_cell_membership.parquet", members);
        List<Artifact> artifacts = tables.keySet().stream()
                .sorted()
                .map(path -> artifact(path, Origin.MEASURED))
                .toList();
        CriticCase run = new CriticCase(List.of(region), List.of(event(artifacts, List.of(region))), true, tables::get);
        assertThat(new Critic(run).judge().conflicts()).hasSize(conflicts);
    }

    private static String[] filled(int number, String text) {
        String[] all = new String[number];
        Arrays.fill(all, text);
        return all;
    }

    @Test
    void whatIsCalledMeasuredAndRestsOnAModelIsBlocked() {
        Evidence item = new Measured(MadeEvidence.statement(
                Unit.GENE,
                "A",
                "spatial_autocorrelation",
                "{\"moran_i\": 0.9}",
                QcStatus.PASS,
                Optional.empty(),
                List.of(),
                "regions/predictions/genes.parquet"));
        Artifact made = artifact("regions/predictions/genes.parquet", Origin.MODEL_DERIVED);
        Critic.Outcome outcome = new Critic(new CriticCase(
                        List.of(item), List.of(event(List.of(made), List.of(item))), false, path -> Table.ofRows(0)))
                .judge();
        assertThat(outcome.judgements().get(0).verdicts())
                .anyMatch(verdict -> verdict.guardrail().equals("IMPUTATION_NOT_MEASURED")
                        && verdict.outcome() == Verdict.Outcome.BLOCK);
    }

    @Test
    void evidenceKeepsItsValues() {
        Evidence item = measured(Unit.GENE, "A", "spatial_autocorrelation", "{\"moran_i\": 0.1}");
        Judgement judgement = judge(List.of(item)).judgements().get(0);
        assertThat(judgement.evidence()).isSameAs(item);
        assertThat(judgement.evidence().statement().verdicts()).isEmpty();
        assertThat(judgement.reasons().get(0).words()).isEqualTo("its Moran's I is 0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "DCIS, EPITHELIAL",
        "Dendritic cells, MYELOID",
        "CD8+ T cells, T_CELL",
        "tumor stroma, STROMA",
        "Endothelial, ENDOTHELIAL",
        "Cancer-associated fibroblast, STROMA",
        "ROI 7,"
    })
    void labelsNameLineages(String label, Lineage expected) {
        assertThat(Lineage.of(label)).isEqualTo(Optional.ofNullable(expected));
    }
}

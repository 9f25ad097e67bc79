package io.spatho.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static Statement statement(double value) {
        return new Statement(
                Unit.GENE,
                "EPCAM",
                "moran@1.0",
                "spatial_autocorrelation",
                QcStatus.WARN,
                CanonicalJson.object().put("moran_i", value),
                Optional.of(new Uncertainty(0.1, 0.4, 0.95, "jackknife")),
                "EPCAM is spatially clustered.",
                List.of(new SupportingArtifact("analysis/x.parquet", "gene = EPCAM", "ab")),
                List.of("fp_1"),
                List.of(Guardrails.PANEL_COMPATIBILITY.fail("run", "12 of 400 genes")));
    }

    @Test
    void readsBackWhatItWrites() {
        Evidence derived = new ModelDerived(statement(0.25), new ModelReference("scgpt", "1", "a".repeat(64)));
        String line = CanonicalJson.line(derived.toJson());
        assertThat(EvidenceJson.read(StrictJson.parse(line, "test"))).isEqualTo(derived);
        assertThat(line).contains("\"measured\":false").contains("\"model_derived\":true");
    }

    @Test
    void theIdFollowsFromTheContent() {
        assertThat(new Measured(statement(0.25)).id()).isEqualTo(new Measured(statement(0.25)).id());
        assertThat(new Measured(statement(0.25)).id()).isNotEqualTo(new Measured(statement(0.26)).id());
        assertThat(new Measured(statement(0.25)).id())
                .isNotEqualTo(new ModelDerived(statement(0.25), new ModelReference("m", "1", "b".repeat(64))).id());
    }

    @Test
    void alteredEvidenceIsNoticed() {
        ObjectNode node = (ObjectNode) new Measured(statement(0.25)).toJson();
        node.put("summary", "EPCAM is lost.");
        assertThatThrownBy(() -> EvidenceJson.read(node)).hasMessageContaining("does not follow");
    }

    @Test
    void modelsWithoutFingerprintAndStatementsWithoutRowsCannotBe() {
        assertThatThrownBy(() -> new ModelReference("m", "1", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Statement(
                        Unit.CELL,
                        "c",
                        "s@1",
                        "t",
                        QcStatus.PASS,
                        CanonicalJson.object(),
                        Optional.empty(),
                        "x",
                        List.of(),
                        List.of(),
                        List.of()))
                .hasMessageContaining("rows");
    }

    @Test
    void numbersThatAreNotFiniteCannotBeWritten() {
        assertThatThrownBy(() -> new Measured(statement(Double.NaN))).hasMessageContaining("NaN");
    }
}

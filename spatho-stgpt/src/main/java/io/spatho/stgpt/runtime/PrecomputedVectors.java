package io.spatho.stgpt.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.ToolContext;
import java.util.ArrayList;
import java.util.List;

/** Vectors that were computed elsewhere, behind the gate of their quality report. */
final class PrecomputedVectors {

    private static final String NAME = "stGPT precomputed artifacts";

    private PrecomputedVectors() {}

    static JsonNode parameters(EmbeddingSource.Precomputed source) {
        return CanonicalJson.object()
                .put("source", "precomputed artifacts")
                .put("fingerprint", source.artifacts().fingerprint().sha256())
                .put("minimum_cell_coverage", source.gate().minimumCoverage())
                .put("require_qc_pass", source.gate().requirePass())
                .put("vectors_of", source.artifacts().areOfRegions() ? "regions" : "observations");
    }

    static EmbeddedCells embed(SpatialDataset kept, EmbeddingSource.Precomputed source, ToolContext context) {
        PrecomputedArtifacts artifacts = source.artifacts();
        DenseMatrix vectors = artifacts.vectorsOf(kept.cellIds());
        Verdict verdict = context.judge(verdict(artifacts, source.gate(), vectors));
        List<String> warnings = new ArrayList<>(artifacts.qc().warnings());
        if (verdict.outcome() != Verdict.Outcome.PASS) {
            warnings.add(verdict.detail());
        }
        if (artifacts.areOfRegions()) {
            warnings.add("the vectors are of " + Words.count(artifacts.rows(), "region")
                    + ": every observation bears that of its region");
        }
        return new EmbeddedCells(
                vectors,
                new ModelReference(
                        NAME,
                        artifacts.qc().model().orElse("model not stated"),
                        artifacts.fingerprint().sha256()),
                "artifacts that were computed elsewhere",
                artifacts.qc().overlap(),
                artifacts.areOfRegions() ? "region_vector" : "",
                warnings);
    }

    /** Fails before anything is written when the gate does not let all observations of a case through. */
    static void require(PrecomputedArtifacts artifacts, ArtifactGate gate, SpatialDataset dataset) {
        Verdict verdict = verdict(artifacts, gate, artifacts.vectorsOf(dataset.cellIds()));
        boolean fatal = !artifacts.qc().fatal().isEmpty();
        if (fatal && verdict.outcome() == Verdict.Outcome.BLOCK) {
            throw new GuardrailException(
                    Problem.of("guardrail " + verdict.guardrail() + " blocked the run: " + verdict.detail())
                            .at(artifacts.files().get(0))
                            .fix("Repair the artifacts, or set stgpt_require_qc_pass to false to have them marked"));
        }
    }

    private static Verdict verdict(PrecomputedArtifacts artifacts, ArtifactGate gate, DenseMatrix vectors) {
        ArtifactQc qc = artifacts.qc();
        double found = coverage(vectors);
        double coverage = Math.min(found, qc.coverage().orElse(found));
        String detail = Words.percent(found) + " of the observations have a precomputed vector"
                + (qc.coverage().isPresent()
                        ? " (" + Words.percent(qc.coverage().getAsDouble()) + " by the quality report)"
                        : "")
                + "; at least " + Words.percent(gate.minimumCoverage()) + " are asked for"
                + (qc.fatal().isEmpty()
                        ? "."
                        : ", and the quality report is fatal: " + String.join("; ", qc.fatal()) + ".");
        if (qc.fatal().isEmpty() && coverage >= gate.minimumCoverage()) {
            return Guardrails.CELL_COVERAGE_MINIMUM.pass("stgpt/cell_embeddings.parquet", detail);
        }
        Verdict failed = Guardrails.CELL_COVERAGE_MINIMUM.fail("stgpt/cell_embeddings.parquet", detail);
        return gate.requirePass()
                ? failed
                : new Verdict(
                        failed.guardrail(), failed.version(), failed.subject(), Verdict.Outcome.WARN, failed.detail());
    }

    private static double coverage(DenseMatrix vectors) {
        return vectors.rows() == 0 ? 0 : 1 - (double) EmbeddedCells.withoutVector(vectors) / vectors.rows();
    }
}

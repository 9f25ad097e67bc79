package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.stgpt.runtime.ArtifactGate;
import io.spatho.stgpt.runtime.ArtifactPaths;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where vectors that were computed elsewhere lie, and what they must fulfil. */
final class PrecomputedOptions {

    @Option(
            names = "--stgpt-artifact-dir",
            paramLabel = "DIR",
            description =
                    "For precomputed_artifacts: the folder with cell_embeddings.parquet or region_embeddings.parquet"
                            + " and region_cell_membership.parquet, structure summary and quality report.")
    Optional<Path> folder = Optional.empty();

    @Option(names = "--stgpt-cell-embeddings-path", paramLabel = "FILE", description = "The same, the vectors alone.")
    Optional<Path> cells = Optional.empty();

    @Option(
            names = "--stgpt-structure-summary-path",
            paramLabel = "FILE",
            description = "The same, the structure summary alone.")
    Optional<Path> structures = Optional.empty();

    @Option(names = "--stgpt-qc-report-path", paramLabel = "FILE", description = "The same, the quality report alone.")
    Optional<Path> qc = Optional.empty();

    @Option(
            names = "--stgpt-min-cell-coverage",
            paramLabel = "SHARE",
            defaultValue = "0.95",
            description = "Least share of observations with a precomputed vector (default: ${DEFAULT-VALUE}).")
    double coverage = ArtifactGate.standard().minimumCoverage();

    @Option(
            names = "--stgpt-require-qc-pass",
            arity = "1",
            paramLabel = "true|false",
            defaultValue = "true",
            description = "Whether precomputed artifacts that fail block the run, or are only marked (default:"
                    + " ${DEFAULT-VALUE}).")
    boolean requirePass = true;

    boolean isGiven() {
        return folder.isPresent() || cells.isPresent();
    }

    ArtifactPaths paths() {
        return new ArtifactPaths(folder, cells, structures, qc);
    }

    ArtifactGate gate() {
        return new ArtifactGate(coverage, requirePass);
    }

    void require() {
        RunSettings.require("--stgpt-min-cell-coverage", coverage, coverage >= 0 && coverage <= 1);
    }

    void describe(ObjectNode node) {
        folder.ifPresent(path -> node.put("stgpt_artifact_dir", RunSettings.name(path)));
        cells.ifPresent(path -> node.put("stgpt_cell_embeddings_path", RunSettings.name(path)));
        structures.ifPresent(path -> node.put("stgpt_structure_summary_path", RunSettings.name(path)));
        qc.ifPresent(path -> node.put("stgpt_qc_report_path", RunSettings.name(path)));
        node.put("stgpt_min_cell_coverage", coverage).put("stgpt_require_qc_pass", requirePass);
    }
}

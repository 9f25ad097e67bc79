package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Hands on the {@code regions/} and {@code stgpt/} artifacts of a finished run, byte for byte; the structure summary comes with
 * {@link SummarizeStructuresTool} under its other names.
 *
 * <p>A run without a model's vectors is refused: its region vectors are principal components, which no consumer of stGPT expects.
 */
public final class ExportArtifactsTool implements Tool<ExportArtifactsTool.Request, List<Artifact>> {

    /** A file that every export holds. */
    public static final String FILE = "regions/region_embeddings.parquet";

    private static final Set<String> OWN = Set.of(
            FILE,
            "regions/region_cell_membership.parquet",
            "regions/region_molecular_summary.parquet",
            "regions/region_neighbors.parquet",
            "regions/region_image_manifest.json",
            "regions/region_qc_report.json",
            "regions/region_outliers.parquet",
            "stgpt/cell_embeddings.parquet",
            "stgpt/qc_report.json");

    /** What to hand on. */
    public record Request(FinishedRun run, EmbeddedCase subject) {}

    @Override
    public ToolId id() {
        return new ToolId("export_spatho_artifacts", "1.0");
    }

    @Override
    public String purpose() {
        return "Writes the region, cell and structure artifacts that consumers of stGPT read.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("run_id", request.run().manifest().path("run_id").asText());
    }

    @Override
    public List<Artifact> run(Request request, ToolContext context) {
        if (!request.subject().embedding().name().equals(EmbedCellsTool.NAME)) {
            throw new ResourceException(Problem.of("the run has no vectors of a model to export")
                    .at(request.run().folder())
                    .fix("Export the case itself with --checkpoint, or run it without --stgpt none"));
        }
        List<Artifact> written = new ArrayList<>();
        for (Artifact artifact : request.run().artifacts()) {
            boolean prediction = artifact.path().startsWith("regions/predictions/");
            if (OWN.contains(artifact.path()) || prediction) {
                written.add(context.store()
                        .file(
                                artifact.path(),
                                artifact.mediaType(),
                                artifact.origin(),
                                file -> Files.copy(request.run().folder().resolve(artifact.path()), file)));
            }
        }
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "export")
                .value(CanonicalJson.object().put("artifacts", written.size()))
                .summary(Words.count(written.size(), "artifact") + " handed on from run "
                        + request.run().manifest().path("run_id").asText() + ".");
        written.forEach(artifact -> draft.restsOn(artifact, "all"));
        draft.modelDerived(request.subject().embedding().model().orElseThrow());
        return written;
    }
}

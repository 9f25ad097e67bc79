package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.analysis.CellEmbedding;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.runtime.StructureSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * Gives each structure one vector, every observation counting the same; writes it under every name that consumers know:
 * {@code stgpt/structure_embedding_summary.csv}, {@code structure_summary.csv} and {@code structure_summary.parquet}.
 */
public final class SummarizeStructuresTool implements Tool<SummarizeStructuresTool.Request, StructureSummary> {

    private static final String TABLE = "stgpt/structure_summary.parquet";

    /** Vectors of observations and the structure of each. */
    public record Request(CellEmbedding embedding, String[] structures) {}

    @Override
    public ToolId id() {
        return new ToolId("summarize_structures", "1.0");
    }

    @Override
    public String purpose() {
        return "Gives each structure one vector, every observation counting the same.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("embedding", request.embedding().name())
                .put("weighting", "observations, scaled to unit length again");
    }

    @Override
    public StructureSummary run(Request request, ToolContext context) {
        StructureSummary summary =
                StructureSummary.of(request.structures(), request.embedding().vectors());
        Origin origin = CompareRegionsTool.origin(request.embedding());
        byte[] csv = summary.csv().getBytes(StandardCharsets.UTF_8);
        for (String path : new String[] {"stgpt/structure_embedding_summary.csv", "stgpt/structure_summary.csv"}) {
            context.store().file(path, "text/csv", origin, file -> Files.write(file, csv));
        }
        Artifact table = context.store().table(TABLE, origin, summary.table());
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "structure_embeddings")
                .value(CanonicalJson.object()
                        .put("structures", summary.labels().length)
                        .put("dimensions", summary.vectors().columns()))
                .summary(Words.count(summary.labels().length, "structure") + " have a vector of "
                        + summary.vectors().columns() + " numbers.")
                .restsOn(table, "all");
        if (request.embedding().model().isPresent()) {
            draft.modelDerived(request.embedding().model().get());
        } else {
            draft.measured();
        }
        return summary;
    }
}

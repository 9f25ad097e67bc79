package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.util.Optional;

/** Makes a reference index of dissociated cells; writes the files of {@link ReferenceFiles}. */
public final class IndexReferenceTool implements Tool<IndexReferenceTool.Request, ReferenceIndex> {

    /**
     * What to index.
     *
     * @param cells the cells
     * @param settings how
     * @param checkpoint whose vectors are searched, if one is given
     * @param where the name of their file
     */
    public record Request(
            ReferenceCells cells,
            ReferenceSettings settings,
            Optional<EmbeddingSource.FromCheckpoint> checkpoint,
            String where) {}

    @Override
    public ToolId id() {
        return new ToolId("index_reference", "1.0");
    }

    @Override
    public String purpose() {
        return "Makes reference cells searchable by vector.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ReferenceSettings settings = request.settings();
        ObjectNode node = CanonicalJson.object();
        node.put("cell_type", settings.cellType())
                .put("vectors", settings.vectors().orElse(""))
                .put("genes", settings.genes())
                .put("components", settings.components())
                .put("most_per_type", settings.mostPerType())
                .put("seed", settings.seed());
        request.checkpoint()
                .flatMap(EmbeddingSource::checkpointFingerprint)
                .ifPresent(digest -> node.put("checkpoint", digest.sha256()));
        return node;
    }

    @Override
    public ReferenceIndex run(Request request, ToolContext context) {
        ReferenceIndex index = ReferenceBuilder.build(
                request.cells(),
                request.settings(),
                request.checkpoint().map(source -> new NetworkVectors(source, context)),
                request.where(),
                context.workers());
        SmallWorldCells graph =
                new SmallWorldCells(index.vectors(), request.settings().seed());
        Artifact cells = ReferenceFiles.save(index, request.settings(), graph, context.store());
        context.evidence(Unit.SLIDE, "reference", "reference_index")
                .value(CanonicalJson.object()
                        .put("cells", index.size())
                        .put("cell_types", index.typeNames().size())
                        .put("genes", index.genes().size())
                        .put("graph_recall", graph.recall())
                        .put("fingerprint", index.fingerprint().sha256()))
                .summary(Words.count(index.size(), "reference cell") + " of "
                        + Words.count(index.typeNames().size(), "cell type") + " can be looked up by " + index.space()
                        + "; the small-world graph finds "
                        + Words.percent(graph.recall()) + " of the ten nearest.")
                .restsOn(cells, "all")
                .qc(QcStatus.PASS)
                .measured();
        return index;
    }
}

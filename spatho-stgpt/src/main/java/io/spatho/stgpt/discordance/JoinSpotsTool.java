package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Joins the spots of a case with the features of their pictures; leaves no file. */
public final class JoinSpotsTool implements Tool<JoinSpotsTool.Request, SpotMaterial> {

    /**
     * What to join.
     *
     * @param name of the slide
     * @param dataset the case
     * @param features file of features
     * @param fieldUm field of view; or empty for the largest
     * @param mostGenes most genes, when none are named
     * @param genes those that a model reads
     */
    public record Request(
            String name,
            SpatialDataset dataset,
            Path features,
            Optional<Double> fieldUm,
            int mostGenes,
            Optional<List<String>> genes) {}

    @Override
    public ToolId id() {
        return new ToolId("join_spots_and_pictures", "1.0");
    }

    @Override
    public String purpose() {
        return "Joins spots with the features of their pictures.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object().put("most_genes", request.mostGenes());
        request.fieldUm().ifPresent(um -> node.put("field_um", um));
        request.genes()
                .ifPresent(genes -> node.put(
                        "genes", Fingerprint.ofText(String.join("\n", genes)).sha256()));
        return node;
    }

    @Override
    public SpotMaterial run(Request request, ToolContext context) {
        TileFeatures features = TileFeatures.read(request.features());
        double field = request.fieldUm().orElseGet(() -> SlideJoin.largestField(features));
        SlideJoin join = new SlideJoin(request.mostGenes(), request.genes(), context.workers(), context.progress());
        String origin = String.valueOf(request.features().getFileName());
        return join.join(List.of(join.slide(request.name(), request.dataset(), features, field, origin)));
    }
}

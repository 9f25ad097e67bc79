package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainableWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Predicts expression for tiles, with an interval for each value and a trace of the reference cells it rests on; writes predictions,
 * composition and trace below {@code regions/predictions/rag/}, maps in {@code rag/squares.parquet} and {@code rag/prediction.json}.
 * Beside a case with counts also how far predicted and measured values agree, and what the predictions of each region rest on.
 */
public final class RetrievalPredictTool implements Tool<RetrievalPredictTool.Request, JsonNode> {

    /** The document on the prediction. */
    public static final String FILE = "rag/prediction.json";

    /**
     * What to predict.
     *
     * @param sources model, reference and features
     * @param approximate whether the small-world graph is searched instead of every cell
     * @param device where
     * @param measured the case whose observations the tiles are, if their counts and regions are at hand
     */
    public record Request(
            RetrievalSources sources, boolean approximate, DeviceRequest device, Optional<MeasuredCase> measured) {}

    @Override
    public ToolId id() {
        return new ToolId("predict_retrieval", "1.1");
    }

    @Override
    public String purpose() {
        return "Predicts expression from pictures with reference cells that are looked up.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("reference", request.sources().model().reference())
                .put("model", request.sources().digest())
                .put("search", CellSearch.name(request.approximate()))
                .put("beside_measured", request.measured().isPresent());
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        RetrievalModel model = request.sources().model();
        PredictedTiles tiles = PredictedTiles.of(request.sources().features(), request.measured());
        RetrievalPrediction raw = predict(request, tiles, context);
        RetrievalPrediction found = raw.withGenes(model.geneScale().restored(raw.genes()));
        List<Artifact> tables = new RetrievalTables(
                        context.store(),
                        RetrievalTrainTool.PREDICTIONS,
                        tiles.ids(),
                        request.measured().map(measured -> regionIds(tiles, measured)))
                .all(model, request.sources().index(), found);
        ObjectNode document = document(request, tiles.size());
        List<Artifact> beside = new ArrayList<>();
        MeasuredAgreement agreement =
                MeasuredAgreement.of(request.sources(), tiles, request.measured(), context.workers());
        beside.add(new PredictionSquares(model, tiles.squares(context.workers()))
                .write(context.store(), found, agreement));
        if (request.measured().isPresent()) {
            beside.addAll(agreement.write(context.store(), model, tiles.ids(), found.genes(), document));
        }
        state(context, request, document, tables, beside);
        request.measured().ifPresent(measured -> {
            RegionTraces traces = new RegionTraces(request.sources().index(), found, tiles, measured);
            List<Artifact> written = traces.write(context.store(), model.reference());
            traces.regions().forEach(region -> state(context, request, region, written.get(0), tables.get(2)));
        });
        return document;
    }

    private static RetrievalPrediction predict(Request request, PredictedTiles tiles, ToolContext context) {
        RetrievalSources sources = request.sources();
        RetrievalModel model = sources.model();
        CellSearch search = CellSearch.of(
                sources.index(), request.approximate(), model.settings().seed());
        LookUp reference = LookUp.of(sources.index(), search, model.genes());
        PictureInputs inputs = PictureInputs.of(sources.features(), model.inputScale(), context.workers());
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        try (Operators operators = Operators.load(engine, device);
                TrainableWeights weights = TrainableWeights.of(engine, device, model.weights())) {
            RetrievalNetwork network = new RetrievalNetwork(
                    operators, model.shape(), reference, model.settings().cells());
            return new RetrievalPredictor(engine, device, network)
                    .predict(inputs, tiles.rows(), weights.tensors(), context.workers());
        }
    }

    private static String[] regionIds(PredictedTiles tiles, MeasuredCase measured) {
        int[] regions = tiles.regions(measured);
        String[] ids = new String[regions.length];
        for (int tile = 0; tile < ids.length; tile++) {
            ids[tile] = regions[tile] < 0 ? "" : measured.regions().get(regions[tile]);
        }
        return ids;
    }

    private static ObjectNode document(Request request, int tiles) {
        RetrievalModel model = request.sources().model();
        return CanonicalJson.object()
                .put("tiles", tiles)
                .put("genes", model.genes().size())
                .put("reference", model.reference())
                .put("reference_cells", request.sources().index().size())
                .put("model", request.sources().digest())
                .put("verdict_in_training", model.verdict())
                .put("caveat", Benefit.caveat(model.verdict()))
                .put("search", CellSearch.name(request.approximate()))
                .put(
                        "cells_retrieved",
                        Math.min(
                                model.settings().cells(),
                                request.sources().index().size()))
                .put("level", model.settings().level())
                .put("imputed", true);
    }

    private static void state(
            ToolContext context, Request request, ObjectNode document, List<Artifact> tables, List<Artifact> beside) {
        int tiles = document.path("tiles").asInt();
        int genes = document.path("genes").asInt();
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        var draft = context.evidence(Unit.SLIDE, "slide", "retrieval_prediction")
                .value(document.deepCopy())
                .summary(Words.count(genes, "gene") + " predicted for " + Words.count(tiles, "tile")
                        + " with reference cells. " + document.path("caveat").asText()
                        + " Predicted values are not measurements.")
                .qc(quality(request))
                .verdict(context.judge(PredictionsApart.verdict(
                        tables, tiles, genes, document.path("cells_retrieved").asInt())))
                .restsOn(file, "all");
        tables.forEach(table -> draft.restsOn(table, "all"));
        beside.forEach(table -> draft.restsOn(table, "all"));
        draft.modelDerived(request.sources().reference());
    }

    private static void state(
            ToolContext context, Request request, RegionTraces.OfRegion region, Artifact summary, Artifact trace) {
        String verdict = request.sources().model().verdict();
        int leading = region.leading();
        String type = request.sources().index().typeNames().get(leading);
        context.evidence(Unit.REGION, region.id(), "retrieval_trace")
                .value(CanonicalJson.object()
                        .put("tiles", region.members().length)
                        .put("cell_type", type)
                        .put("attention_share", region.attention()[leading])
                        .put("mean_similarity", region.meanSimilarity())
                        .put("verdict_in_training", verdict)
                        .put("caveat", Benefit.caveat(verdict))
                        .put("imputed", true))
                .summary("Predictions for " + Words.count(region.members().length, "tile")
                        + " here rest most on reference cells of type " + type + " ("
                        + Words.percent(region.attention()[leading]) + " of the attention). " + Benefit.caveat(verdict))
                .qc(quality(request))
                .restsOn(summary, "region_id = " + region.id())
                .restsOn(trace, "region_id = " + region.id())
                .modelDerived(request.sources().reference());
    }

    private static QcStatus quality(Request request) {
        return request.sources().model().verdict().equals(Benefit.HELPS) ? QcStatus.PASS : QcStatus.WARN;
    }
}

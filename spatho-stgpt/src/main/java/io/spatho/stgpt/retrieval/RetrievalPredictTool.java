package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.train.TrainableWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicts expression for every tile of a table, with an interval for each value and a trace of the reference cells it rests on; writes
 * predictions, composition and trace below {@code regions/predictions/rag/} and {@code rag/prediction.json}.
 */
public final class RetrievalPredictTool implements Tool<RetrievalPredictTool.Request, JsonNode> {

    /** The document on the prediction. */
    public static final String FILE = "rag/prediction.json";

    /**
     * What to predict.
     *
     * @param features of the tiles
     * @param index the reference that the model was trained with
     * @param model folder of the model
     * @param approximate whether the small-world graph is searched instead of every cell
     * @param device where
     */
    public record Request(
            TileFeatures features, ReferenceIndex index, Path model, boolean approximate, DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("predict_retrieval", "1.0");
    }

    @Override
    public String purpose() {
        return "Predicts expression from pictures with reference cells that are looked up.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("reference", request.index().fingerprint().sha256())
                .put("model", digest(request))
                .put("search", CellSearch.name(request.approximate()));
        return node;
    }

    private static String digest(Request request) {
        Path weights = request.model().resolve(RetrievalModel.WEIGHTS);
        try {
            return Fingerprint.ofFile(weights).sha256();
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the model's weights cannot be read")
                            .at(weights)
                            .fix("Name the folder rag/model that spatho rag train made"),
                    e);
        }
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        RetrievalModel model = RetrievalModel.load(request.model());
        require(request, model);
        CellSearch search = CellSearch.of(
                request.index(), request.approximate(), model.settings().seed());
        LookUp reference = LookUp.of(request.index(), search, model.genes());
        PictureInputs inputs = PictureInputs.of(request.features(), model.inputScale(), context.workers());
        int[] tiles = IntStream.range(0, inputs.features().rows()).toArray();
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        RetrievalPrediction found;
        try (Operators operators = Operators.load(engine, device);
                TrainableWeights weights = TrainableWeights.of(engine, device, model.weights())) {
            RetrievalNetwork network = new RetrievalNetwork(
                    operators, model.shape(), reference, model.settings().cells());
            found = new RetrievalPredictor(engine, device, network)
                    .predict(inputs, tiles, weights.tensors(), context.workers());
        }
        RetrievalTables tables = new RetrievalTables(
                context.store(),
                RetrievalTrainTool.PREDICTIONS,
                request.features().tileIds());
        List<Artifact> written = tables.all(
                model, request.index(), found.withGenes(model.geneScale().restored(found.genes())));
        ObjectNode document = document(request, model, tiles.length);
        state(context, document, model, written);
        return document;
    }

    private static ObjectNode document(Request request, RetrievalModel model, int tiles) {
        return CanonicalJson.object()
                .put("tiles", tiles)
                .put("genes", model.genes().size())
                .put("reference", model.reference())
                .put("model", digest(request))
                .put("verdict_in_training", model.verdict())
                .put("search", CellSearch.name(request.approximate()))
                .put(
                        "cells_retrieved",
                        Math.min(model.settings().cells(), request.index().size()))
                .put("level", model.settings().level())
                .put("imputed", true);
    }

    private static void state(ToolContext context, ObjectNode document, RetrievalModel model, List<Artifact> tables) {
        int tiles = document.path("tiles").asInt();
        int genes = document.path("genes").asInt();
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        var draft = context.evidence(Unit.SLIDE, "slide", "retrieval_prediction")
                .value(document.deepCopy())
                .summary(Words.count(genes, "gene") + " predicted for " + Words.count(tiles, "tile")
                        + " with reference cells; on the case of the training the verdict on looking them up was: "
                        + model.verdict() + ". Predicted values are not measurements.")
                .qc(model.verdict().equals(Benefit.HELPS) ? QcStatus.PASS : QcStatus.WARN)
                .verdict(context.judge(PredictionsApart.verdict(
                        tables, tiles, genes, document.path("cells_retrieved").asInt())))
                .restsOn(file, "all");
        tables.forEach(table -> draft.restsOn(table, "all"));
        draft.modelDerived(new ModelReference(
                RetrievalModel.NAME,
                RetrievalModel.VERSION,
                document.path("model").asText()));
    }

    private static void require(Request request, RetrievalModel model) {
        TileFeatures features = request.features();
        if (!features.names().equals(model.features()) || !features.scales().equals(model.scales())) {
            throw new InputException(Problem.of("the features are not those that the model was trained on")
                    .at("FEATURES")
                    .expected(
                            model.features().size() + " features at " + model.scales() + " µm",
                            features.names().size() + " features at " + features.scales() + " µm")
                    .fix("Make them with the same encoder and fields of view"));
        }
        String found = request.index().fingerprint().sha256();
        if (!found.equals(model.reference())) {
            throw new InputException(Problem.of("the model was trained with another reference")
                    .at("--index")
                    .expected(model.reference(), found)
                    .fix("Name the index that the training used"));
        }
        boolean fits = request.index().vectors().columns() == model.vectors()
                && request.index().typeNames().equals(model.types());
        if (!fits) {
            throw new InputException(Problem.of("the model does not fit the reference that it names")
                    .at(request.model().resolve(RetrievalModel.DESCRIPTION))
                    .expected(
                            request.index().typeNames().size() + " cell types, vectors of "
                                    + request.index().vectors().columns(),
                            model.types().size() + " cell types, vectors of " + model.vectors())
                    .fix("Train the model again, or copy the folder again."));
        }
    }
}

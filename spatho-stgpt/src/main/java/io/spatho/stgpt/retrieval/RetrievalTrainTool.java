package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains the retrieval model, the same without reference cells, the same with shuffled cells, and the baselines if they are wanted;
 * judges all on held-out spatial blocks and says whether retrieval helps.
 *
 * <p>Writes {@code rag/model/}, {@code rag/training.json}, the tables of {@link TrainingTables} and, for held-out observations,
 * predictions, composition and trace below {@code regions/predictions/rag/}. Determinism: bytes depend on the request only. A training
 * that was killed goes on.
 */
public final class RetrievalTrainTool implements Tool<RetrievalRequest, JsonNode> {

    /** The document on the training. */
    public static final String FILE = "rag/training.json";

    /** The folder of predictions. */
    static final String PREDICTIONS = "regions/predictions/rag";

    private static final String MODEL = "rag/model/";

    @Override
    public ToolId id() {
        return new ToolId("train_retrieval", "1.0");
    }

    @Override
    public String purpose() {
        return "Trains a model that predicts expression from pictures with reference cells that it looks up.";
    }

    @Override
    public JsonNode parameters(RetrievalRequest request) {
        ObjectNode node = CanonicalJson.object();
        node.put("reference", request.index().fingerprint().sha256())
                .put("settings", request.settings().toString())
                .put("genes", String.join(",", request.genes()))
                .put("most_genes", request.mostGenes())
                .put("annotation", request.annotation().orElse(""))
                .put(
                        "pathways",
                        request.pathways()
                                .map(panel -> panel.fingerprint().sha256())
                                .orElse(""))
                .put("variational", request.variational())
                .put("baselines", request.baselines())
                .put("search", CellSearch.name(request.approximate()));
        request.pictures()
                .ifPresent(pictures -> node.put("pixels", pictures.fingerprint().sha256()));
        return node;
    }

    @Override
    public JsonNode run(RetrievalRequest request, ToolContext context) {
        MaterialMaker maker = new MaterialMaker(request, context.workers());
        MaterialMaker.Made made = maker.make();
        LookUp reference = LookUp.of(request.index(), request.search(), made.genes());
        RetrievalReport report = new RetrievalReport(made.material(), made.genes(), request.pathways());
        List<TrainedNetworks.Trained> trained = train(request, made, reference, context);
        HeldOutPredictions predicted = HeldOutPredictions.of(trained);
        Benefit benefit = report.benefit(predicted, request.settings().seed());
        RetrievalModel model = model(
                request,
                made,
                trained.get(0),
                benefit.verdict(),
                report.ofGenes(predicted.model()).pearson());
        ObjectNode document = TrainingDocument.of(request, maker, model, report, trained, benefit);
        String[] ids = ids(request, maker, made.material());
        new TrainingTables(context.store(), report, predicted, ids).write(request.features());
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        RetrievalTables tables = new RetrievalTables(context.store(), PREDICTIONS, ids, Optional.empty());
        List<Artifact> written =
                tables.all(model, request.index(), trained.get(0).heldOut());
        state(context, document, file, written, ids.length, write(model, context));
        trained.forEach(one -> one.state().remove());
        return document;
    }

    private static RetrievalModel model(
            RetrievalRequest request,
            MaterialMaker.Made made,
            TrainedNetworks.Trained best,
            String verdict,
            double[] heldOut) {
        RetrievalMaterial material = made.material();
        return new RetrievalModel(
                request.settings(),
                true,
                request.variational(),
                made.genes(),
                request.index().typeNames(),
                request.index().vectors().columns(),
                request.features().names(),
                request.features().scales(),
                request.index().fingerprint().sha256(),
                verdict,
                heldOut,
                made.inputScale(),
                material.scale(),
                Conformal.reach(
                        material.expression().selectRows(material.calibrating()),
                        best.calibration(),
                        request.settings().level()),
                best.weights());
    }

    private List<TrainedNetworks.Trained> train(
            RetrievalRequest request, MaterialMaker.Made made, LookUp reference, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        Path states = context.store().locate("training");
        Fingerprint identity = Fingerprint.ofText(CanonicalJson.line(parameters(request))
                + made.material().division().fingerprint()
                + Arrays.hashCode(made.material().expression().values())
                + Arrays.hashCode(made.material().inputs().features().values()));
        TrainedNetworks networks = new TrainedNetworks(request, made, reference, context.workers());
        List<TrainedNetworks.Trained> trained = new ArrayList<>();
        try (Operators operators = Operators.load(engine, device)) {
            for (Configuration configuration : Configuration.all(
                    request.variational(),
                    request.baselines(),
                    request.pictures().isPresent())) {
                trained.add(
                        networks.train(configuration, engine, operators, device, states, identity, context.progress()));
            }
        }
        return trained;
    }

    private static String[] ids(RetrievalRequest request, MaterialMaker maker, RetrievalMaterial material) {
        return Arrays.stream(material.division().cells(Division.Part.HELD_OUT))
                .mapToObj(row -> request.dataset().cellIds()[maker.rows()[row]])
                .toArray(String[]::new);
    }

    private static ModelReference write(RetrievalModel model, ToolContext context) {
        context.store().json(MODEL + RetrievalModel.DESCRIPTION, Origin.MODEL_DERIVED, model.description());
        Artifact weights = context.store()
                .file(MODEL + RetrievalModel.WEIGHTS, "application/octet-stream", Origin.MODEL_DERIVED, file -> {
                    try (OutputStream out = Files.newOutputStream(file)) {
                        model.writeWeights(out);
                    }
                });
        return new ModelReference(RetrievalModel.NAME, RetrievalModel.VERSION, weights.sha256());
    }

    private static void state(
            ToolContext context,
            ObjectNode document,
            Artifact file,
            List<Artifact> tables,
            int tiles,
            ModelReference reference) {
        String verdict = document.path("gain").path("verdict").asText();
        int cells = document.path("cells_retrieved").asInt();
        var draft = context.evidence(Unit.SLIDE, "slide", "retrieval_training")
                .value(CanonicalJson.object()
                        .put("verdict", verdict)
                        .put("panel_overlap", document.path("panel_overlap").asDouble())
                        .put("reference", document.path("reference").asText())
                        .set("mean_squared_error_saved", document.path("gain").path("mean_squared_error_saved")))
                .summary("On " + Words.count(document.path("held_out").asInt(), "held-out observation")
                        + " the verdict on looking up reference cells is: " + verdict + ". Predicted values are not"
                        + " measurements.")
                .qc(verdict.equals(Benefit.HELPS) ? QcStatus.PASS : QcStatus.WARN)
                .verdict(context.judge(PredictionsApart.verdict(
                        tables, tiles, document.path("genes").asInt(), cells)))
                .restsOn(file, "all");
        tables.forEach(artifact -> draft.restsOn(artifact, "all"));
        draft.modelDerived(reference);
    }
}

package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
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

/**
 * Trains the retrieval model, the same without reference cells, and the baselines if they are wanted; judges all on held-out spatial
 * blocks and says whether retrieval helps.
 *
 * <p>Writes {@code rag/model/}, {@code rag/training.json}, {@code rag/genes.parquet}, {@code rag/spots.parquet}, {@code rag/maps.parquet} and,
 * for held-out observations, predictions, composition and trace below {@code regions/predictions/rag/}. Determinism: bytes depend on
 * the request only. A training that was killed goes on.
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
                .put("lists", request.lists());
        return node;
    }

    @Override
    public JsonNode run(RetrievalRequest request, ToolContext context) {
        MaterialMaker maker = new MaterialMaker(request, context.workers());
        MaterialMaker.Made made = maker.make();
        LookUp reference = LookUp.of(request.index(), request.search(), made.genes());
        List<TrainedNetworks.Trained> trained = train(request, made, reference, context);
        TrainedNetworks.Trained best = trained.get(0);
        RetrievalMaterial material = made.material();
        float[] reach = Conformal.reach(
                material.expression().selectRows(material.calibrating()),
                best.calibration(),
                request.settings().level());
        RetrievalModel model = new RetrievalModel(
                request.settings(),
                true,
                request.variational(),
                made.genes(),
                request.index().typeNames(),
                reference.width(),
                request.features().names(),
                request.features().scales(),
                request.index().fingerprint().sha256(),
                made.inputScale(),
                material.scale(),
                reach,
                best.weights());
        RetrievalReport report = new RetrievalReport(material, made.genes());
        ObjectNode document = document(request, maker, model, report, trained);
        String[] ids = ids(request, maker, material);
        tables(request, report, model, trained, ids, context);
        RetrievalTables tables = new RetrievalTables(context.store(), PREDICTIONS, ids);
        Artifact predictions = tables.predictions(model, best.heldOut().genes());
        tables.composition(model.types(), best.heldOut().composition());
        Artifact trace = tables.trace(request.index(), best.heldOut(), model.reference());
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        ModelReference name = write(model, context);
        state(context, document, List.of(file, predictions, trace), name);
        trained.forEach(one -> one.state().remove());
        return document;
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
            for (Configuration configuration : Configuration.all(request.variational(), request.baselines())) {
                trained.add(
                        networks.train(configuration, engine, operators, device, states, identity, context.progress()));
            }
        }
        return trained;
    }

    /** Each configuration with its predictions, the mean of the baselines at the end. */
    private static List<DenseMatrix> predictions(List<TrainedNetworks.Trained> trained) {
        List<DenseMatrix> all = new ArrayList<>();
        trained.forEach(one -> all.add(one.heldOut().genes()));
        if (trained.size() > 2) {
            all.add(RetrievalReport.mean(all.subList(2, trained.size())));
        }
        return all;
    }

    private static List<String> names(List<TrainedNetworks.Trained> trained) {
        List<String> names = new ArrayList<>();
        trained.forEach(one -> names.add(one.configuration().name()));
        if (trained.size() > 2) {
            names.add(Configuration.ENSEMBLE);
        }
        return names;
    }

    private static ObjectNode document(
            RetrievalRequest request,
            MaterialMaker maker,
            RetrievalModel model,
            RetrievalReport report,
            List<TrainedNetworks.Trained> trained) {
        List<DenseMatrix> predicted = predictions(trained);
        ObjectNode json = CanonicalJson.object();
        json.put("observations", maker.rows().length)
                .put("held_out", report.measured().rows())
                .put("genes", model.genes().size())
                .put("shared_genes", maker.shared())
                .put("panel_overlap", maker.overlap())
                .put("reference", model.reference())
                .put("composition", request.annotation().isPresent() ? "annotation" : "deconvolution")
                .put("search", request.lists() ? "lists" : "exact")
                .put(
                        "cells_retrieved",
                        Math.min(request.settings().cells(), request.index().size()))
                .put("variational", request.variational())
                .put("level", request.settings().level());
        double coverage = Conformal.coverage(report.measured(), predicted.get(0), model.reach());
        if (Double.isNaN(coverage)) {
            json.putNull("held_out_coverage");
        } else {
            json.put("held_out_coverage", coverage);
        }
        ArrayNode list = json.putArray("configurations");
        List<String> names = names(trained);
        for (int i = 0; i < names.size(); i++) {
            ObjectNode node = report.scores(names.get(i), predicted.get(i));
            if (i < trained.size()) {
                node.put("best_step", trained.get(i).outcome().bestStep())
                        .put("steps", trained.get(i).outcome().lastStep());
            }
            list.add(node);
        }
        list.add(report.scores("gene_mean", report.geneMeans()));
        json.set(
                "gain",
                RetrievalReport.json(report.gain(
                        predicted.get(0), predicted.get(1), request.settings().seed())));
        request.pathways().ifPresent(panel -> json.set("pathways", report.pathways(panel, predicted.get(0))));
        return json;
    }

    private static String[] ids(RetrievalRequest request, MaterialMaker maker, RetrievalMaterial material) {
        return Arrays.stream(material.division().cells(Division.Part.HELD_OUT))
                .mapToObj(row -> request.dataset().cellIds()[maker.rows()[row]])
                .toArray(String[]::new);
    }

    private static void tables(
            RetrievalRequest request,
            RetrievalReport report,
            RetrievalModel model,
            List<TrainedNetworks.Trained> trained,
            String[] ids,
            ToolContext context) {
        List<DenseMatrix> predicted = predictions(trained);
        List<String> names = names(trained);
        List<String> spots = Arrays.asList(ids);
        Table none = PredictionScores.ofGenes(DenseMatrix.zeros(0, 0), DenseMatrix.zeros(0, 0))
                .table("", "gene", List.of());
        context.store().table("rag/genes.parquet", Origin.MODEL_DERIVED, none, sink -> {
            for (int i = 0; i < names.size(); i++) {
                sink.append(PredictionScores.ofGenes(report.measured(), predicted.get(i))
                        .table(names.get(i), "gene", model.genes()));
            }
        });
        Table bare = PredictionScores.ofSpots(DenseMatrix.zeros(0, 0), DenseMatrix.zeros(0, 0))
                .table("", "tile_id", List.of());
        context.store().table("rag/spots.parquet", Origin.MODEL_DERIVED, bare, sink -> {
            for (int i = 0; i < names.size(); i++) {
                sink.append(PredictionScores.ofSpots(report.measured(), predicted.get(i))
                        .table(names.get(i), "tile_id", spots));
            }
        });
        maps(request, report.measured(), predicted.get(0), model, ids, context);
    }

    /** Positions, measured and predicted values of held-out observations, gene after gene. */
    private static void maps(
            RetrievalRequest request,
            DenseMatrix measured,
            DenseMatrix predicted,
            RetrievalModel model,
            String[] ids,
            ToolContext context) {
        int[] at = request.features().rowsOf(ids);
        int rows = ids.length * model.genes().size();
        String[] tiles = new String[rows];
        String[] genes = new String[rows];
        double[][] values = new double[4][rows];
        for (int i = 0; i < rows; i++) {
            int spot = i % ids.length;
            int gene = i / ids.length;
            tiles[i] = ids[spot];
            genes[i] = model.genes().get(gene);
            values[0][i] = request.features().xUm()[at[spot]];
            values[1][i] = request.features().yUm()[at[spot]];
            values[2][i] = measured.get(spot, gene);
            values[3][i] = predicted.get(spot, gene);
        }
        context.store()
                .table(
                        "rag/maps.parquet",
                        Origin.MODEL_DERIVED,
                        Table.ofRows(rows)
                                .with("tile_id", new Column.Strings(tiles))
                                .with("gene", new Column.Strings(genes))
                                .with("x_um", new Column.Doubles(values[0]))
                                .with("y_um", new Column.Doubles(values[1]))
                                .with("measured", new Column.Doubles(values[2]))
                                .with("predicted", new Column.Doubles(values[3])));
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
            ToolContext context, ObjectNode document, List<Artifact> rests, ModelReference reference) {
        String verdict = document.path("gain").path("verdict").asText();
        var draft = context.evidence(Unit.SLIDE, "slide", "retrieval_training")
                .value(CanonicalJson.object()
                        .put("verdict", verdict)
                        .put("panel_overlap", document.path("panel_overlap").asDouble())
                        .put("reference", document.path("reference").asText())
                        .set("mean_squared_error_saved", document.path("gain").path("mean_squared_error_saved")))
                .summary("On " + Words.count(document.path("held_out").asInt(), "held-out observation")
                        + " the verdict on looking up reference cells is: " + verdict + ". Predicted values are not"
                        + " measurements.")
                .qc(verdict.equals("retrieval helps") ? QcStatus.PASS : QcStatus.WARN)
                .verdict(context.judge(Guardrails.IMPUTATION_NOT_MEASURED.pass(
                        PREDICTIONS, "All predicted rows say imputed = true and stand apart from measured tables.")));
        rests.forEach(artifact -> draft.restsOn(artifact, "all"));
        draft.modelDerived(reference);
    }
}

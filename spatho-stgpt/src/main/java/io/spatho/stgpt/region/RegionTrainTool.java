package io.spatho.stgpt.region;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingState;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.List;

/**
 * Trains a region model on a case: genes and neighbourhoods, and, where they are given, pictures and structures.
 *
 * <p>Writes {@code model/model.json}, {@code model/model.safetensors} and {@code training/training.json}. While it works {@code
 * training/state.safetensors} holds what it goes on from after the process was killed. Determinism: bytes depend on case, split, inputs
 * and settings. Cost: see {@link RegionTrainer}.
 */
public final class RegionTrainTool implements Tool<RegionTrainTool.Request, RegionModel> {

    /** The document. */
    public static final String FILE = "training/training.json";

    /**
     * What to train.
     *
     * @param kept observations that passed quality control
     * @param spatial their spatial graph
     * @param division what each cell is for
     * @param inputs what the network may see and learns to name
     * @param settings the training
     * @param device where
     */
    public record Request(
            SpatialDataset kept,
            Graph spatial,
            Division division,
            RegionInputs inputs,
            RegionSettings settings,
            DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("train_region_model", "1.0");
    }

    @Override
    public String purpose() {
        return "Trains a model of cells, neighbourhoods, pictures and structures on a case.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = RegionModelFiles.settings(request.settings());
        node.put("split", request.division().strategy());
        node.put("split_fingerprint", request.division().fingerprint().sha256());
        request.inputs().images().ifPresent(images -> node.put("image_columns", images.columns())
                .put("image_fingerprint", digest(images)));
        request.inputs().structures().ifPresent(labels -> node.put("structures", String.join(",", labels.names())));
        return node;
    }

    private static String digest(ImageFeatures images) {
        MessageDigest digest = Fingerprint.digest();
        float[] values = images.values().values();
        for (int cell = 0; cell < images.present().length; cell++) {
            ByteBuffer row = ByteBuffer.allocate(1 + 4 * images.columns());
            row.put((byte) (images.present()[cell] ? 1 : 0));
            for (int i = 0; i < images.columns(); i++) {
                row.putFloat(values[cell * images.columns() + i]);
            }
            digest.update(row.array());
        }
        return Fingerprint.of(digest.digest()).sha256();
    }

    @Override
    public RegionModel run(Request request, ToolContext context) {
        TrainingState state = TrainingState.in(context.store().locate("training"), identity(request));
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        RegionModel model;
        try (Operators operators = Operators.load(engine, device)) {
            RegionTrainer.Lesson lesson = new RegionTrainer.Lesson(
                    request.kept(), request.spatial(), request.division(), request.inputs(), List.of());
            model = new RegionTrainer(engine, operators, device, request.settings())
                    .train(lesson, state, context.workers(), context.progress());
        }
        byte[] description = model.description();
        context.store()
                .file(
                        "model/model.json",
                        "application/json",
                        Origin.MODEL_DERIVED,
                        file -> Files.write(file, description));
        context.store().file("model/model.safetensors", "application/octet-stream", Origin.MODEL_DERIVED, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                model.writeWeights(out);
            }
        });
        state(context, model, context.store().json(FILE, Origin.MODEL_DERIVED, document(request, model)));
        state.remove();
        return model;
    }

    private Fingerprint identity(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.set("parameters", parameters(request));
        node.put("device", request.device().toString());
        MessageDigest digest = Fingerprint.digest();
        SpatialDataset kept = request.kept();
        for (int cell = 0; cell < kept.size(); cell++) {
            int from = kept.counts().start(cell);
            int to = kept.counts().end(cell);
            ByteBuffer row = ByteBuffer.allocate(8 * (to - from));
            for (int i = from; i < to; i++) {
                row.putInt(kept.counts().columnIndices()[i])
                        .putFloat(kept.counts().values()[i]);
            }
            digest.update(row.array());
        }
        for (int neighbour : request.spatial().neighbours()) {
            digest.update(ByteBuffer.allocate(4).putInt(neighbour).array());
        }
        request.inputs().structures().ifPresent(labels -> {
            for (int label : labels.ofCell()) {
                digest.update(ByteBuffer.allocate(4).putInt(label).array());
            }
        });
        node.put("cells", Fingerprint.of(digest.digest()).sha256());
        return Fingerprint.ofText(CanonicalJson.line(node));
    }

    private static ObjectNode document(Request request, RegionModel model) {
        ObjectNode node = CanonicalJson.object();
        node.putObject("model")
                .put("name", RegionModel.NAME)
                .put("version", RegionModel.VERSION)
                .put("fingerprint", model.fingerprint().sha256());
        node.putObject("split")
                .put("strategy", request.division().strategy())
                .put("fingerprint", request.division().fingerprint().sha256());
        node.set("settings", RegionModelFiles.settings(model.settings()));
        node.set("training", RegionModelFiles.report(model.report()));
        model.scores().retrieval().ifPresent(score -> node.set("image_gene_retrieval", score.document()));
        model.scores().structures().ifPresent(score -> node.set("structure_prediction", score.document()));
        return node;
    }

    private static void state(ToolContext context, RegionModel model, Artifact file) {
        TrainingReport.HeldOut held = model.report().heldOut();
        ObjectNode value = CanonicalJson.object();
        value.put("dropped_gene_error", held.panel()).put("dropped_gene_error_of_gene_mean", held.panelGeneMean());
        StringBuilder words = new StringBuilder("A region model was trained on this case; error for genes taken out of"
                + " held-out observations: " + Words.decimal(held.panel(), 2) + " (gene mean: "
                + Words.decimal(held.panelGeneMean(), 2) + ").");
        model.scores().retrieval().ifPresent(score -> {
            value.set("image_gene_retrieval", score.document());
            words.append(" Of ")
                    .append(score.cells())
                    .append(" pictures the own one is among the first 10 for ")
                    .append(Words.decimal(100 * RetrievalScore.recall(score.genesToImage(), 10), 0))
                    .append(" % of cells.");
        });
        model.scores().structures().ifPresent(score -> {
            value.set("structure_prediction", score.document());
            words.append(" Structures are named right for ")
                    .append(Words.decimal(100 * score.model().accuracy(), 0))
                    .append(" % (logistic regression: ")
                    .append(Words.decimal(100 * score.logistic().accuracy(), 0))
                    .append(" %, most frequent: ")
                    .append(Words.decimal(100 * score.majority().accuracy(), 0))
                    .append(" %).");
        });
        context.evidence(Unit.SLIDE, "slide", "region_model_training")
                .value(value)
                .summary(words.toString())
                .restsOn(file, "training.held_out")
                .qc(held.panel() < held.panelGeneMean() ? QcStatus.PASS : QcStatus.WARN)
                .modelDerived(new ModelReference(
                        RegionModel.NAME,
                        RegionModel.VERSION + " trained on this case",
                        model.fingerprint().sha256()));
    }
}

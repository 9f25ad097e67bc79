package io.spatho.stgpt.finetune;

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
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.tokens.GeneMapping;
import io.spatho.stgpt.tokens.TokenSettings.GeneChoice;
import io.spatho.stgpt.train.TrainingState;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a scGPT or scGPT-spatial checkpoint on a case and writes the result as a checkpoint.
 *
 * <p>Writes {@code model/} (safetensors, vocabulary, settings, {@code card.json}), {@code training/finetuning.json}, {@code
 * training/steps.parquet} and, where asked for, {@code scgpt/} in the layout that scGPT-spatial reads. While it works {@code
 * training/state.safetensors} holds what it goes on from after the process was killed. Determinism: bytes depend on case, checkpoint
 * and settings. Cost: see {@link Finetuner}.
 */
public final class FinetuneTool implements Tool<FinetuneTool.Request, CheckpointFolder> {

    /** The document. */
    public static final String FILE = "training/finetuning.json";

    /** The folder of the trained checkpoint. */
    public static final String MODEL = "model";

    private static final String PUBLISHED = "scgpt";

    /**
     * What to train.
     *
     * @param kept observations that passed quality control
     * @param folder the checkpoint
     * @param mapping which of its genes each panel gene is
     * @param choice which genes stay when a cell has more than fit
     * @param batches the column of obs that names batches, for the loss of batches
     * @param settings the training
     * @param publish whether to write the folder for scGPT-spatial too
     * @param device where
     */
    public record Request(
            SpatialDataset kept,
            CheckpointFolder folder,
            GeneMapping mapping,
            GeneChoice choice,
            Optional<String> batches,
            FinetuneSettings settings,
            boolean publish,
            DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("finetune_checkpoint", "1.0");
    }

    @Override
    public String purpose() {
        return "Trains a published model on a case and says what it gained on tissue that it did not see.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = request.settings().document();
        node.put("checkpoint", request.folder().fingerprint().sha256());
        node.put("gene_choice", request.choice().name());
        request.batches().ifPresent(column -> node.put("batches", column));
        node.put("publish", request.publish());
        return node;
    }

    @Override
    public CheckpointFolder run(Request request, ToolContext context) {
        SpatialDataset kept = request.kept();
        FinetuneSettings settings = request.settings();
        Division division = Division.spatialBlocks(kept.xUm(), kept.yUm(), settings.heldOutShare(), settings.seed());
        CellMaterial material = CaseMaterial.of(request, division);
        TrainingState state = TrainingState.in(context.store().locate("training"), identity(request, material));
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        Finetuner.Result result;
        try (Operators operators = Operators.load(engine, device)) {
            result = new Finetuner(engine, operators, device, settings)
                    .train(request.folder(), material, state, context.workers(), context.progress());
        }
        return write(request, division, result, state, context);
    }

    private CheckpointFolder write(
            Request request, Division division, Finetuner.Result result, TrainingState state, ToolContext context) {
        String first = request.folder().fingerprint().sha256();
        new PublishedFolder(context.store(), MODEL)
                .safetensors(request.folder(), result.tensors(), Map.of("trained_from", first));
        CheckpointFolder trained = CheckpointFolder.open(context.store().locate(MODEL));
        if (request.publish()) {
            new PublishedFolder(context.store(), PUBLISHED).stateDict(request.folder(), result.tensors());
        }
        context.store()
                .table(
                        "training/steps.parquet",
                        Origin.MODEL_DERIVED,
                        result.report().history().table());
        ObjectNode document = document(request, division, result.report(), trained);
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        context.store().json(MODEL + "/card.json", Origin.MODEL_DERIVED, card(request, result.report(), trained));
        state(context, result.report(), file, trained);
        state.remove();
        return trained;
    }

    /** A digest over everything that decides the result. */
    private Fingerprint identity(Request request, CellMaterial material) {
        ObjectNode node = CanonicalJson.object();
        node.set("parameters", parameters(request));
        node.put("device", request.device().toString());
        node.put("division", material.division().fingerprint().sha256());
        node.put("cells", CaseMaterial.digest(request.kept(), material));
        return Fingerprint.ofText(CanonicalJson.line(node));
    }

    private static String kind(CheckpointFolder folder) {
        return folder.geneMeans().isPresent() ? "scGPT-spatial" : "scGPT";
    }

    private static ObjectNode document(
            Request request, Division division, FinetuneReport report, CheckpointFolder trained) {
        ObjectNode node = CanonicalJson.object();
        node.set("model", card(request, report, trained));
        node.putObject("split")
                .put("strategy", division.strategy())
                .put("fingerprint", division.fingerprint().sha256());
        node.set("training", report.document());
        return node;
    }

    private static ObjectNode card(Request request, FinetuneReport report, CheckpointFolder trained) {
        ObjectNode node = CanonicalJson.object();
        node.put("kind", kind(request.folder()));
        node.put("fingerprint", trained.fingerprint().sha256());
        node.put("trained_from", request.folder().fingerprint().sha256());
        node.put("case_name", request.kept().metadata().sampleName());
        node.put("shared_genes", request.mapping().sharedGenes());
        node.put("panel_genes", request.mapping().panelGenes());
        node.set("settings", request.settings().document());
        node.put("best_step", report.bestStep());
        node.put("adapters_merged", request.settings().lora().isPresent());
        node.put("new_tensors", String.join(",", report.freshTensors()));
        return node;
    }

    private static void state(ToolContext context, FinetuneReport report, Artifact file, CheckpointFolder trained) {
        ObjectNode value = CanonicalJson.object();
        ObjectNode before = value.putObject("before");
        report.before().forEach(before::put);
        ObjectNode after = value.putObject("after");
        report.after().forEach(after::put);
        value.put("gene_mean", report.geneMean());
        StringBuilder gains = new StringBuilder();
        report.after().forEach((name, error) -> gains.append(gains.length() == 0 ? "" : ", ")
                .append(name)
                .append(' ')
                .append(Words.decimal(report.before().get(name), 2))
                .append(" to ")
                .append(Words.decimal(error, 2)));
        context.evidence(Unit.SLIDE, "slide", "model_finetuning")
                .value(value)
                .summary("The checkpoint was trained on this case; errors on held-out blocks, before and after: "
                        + gains + ". Guessing each gene's mean value: " + Words.decimal(report.geneMean(), 2) + ".")
                .restsOn(file, "training.held_out")
                .qc(report.bestStep() == 0 ? QcStatus.WARN : QcStatus.PASS)
                .modelDerived(new ModelReference(
                        "finetuned checkpoint",
                        "step " + report.bestStep(),
                        trained.fingerprint().sha256()));
    }
}

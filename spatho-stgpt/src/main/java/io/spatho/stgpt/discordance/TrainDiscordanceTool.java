package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.train.TrainingHistory;
import io.spatho.stgpt.train.TrainingState;
import java.util.Optional;

/**
 * Trains a discordance model; writes {@code model/}, {@code training/discordance.json} and {@code training/steps.parquet}, and of
 * contrastive training and embedded clustering the steps of their own. While it works {@code training/state.safetensors} holds
 * what it goes on from after the process was killed.
 */
public final class TrainDiscordanceTool implements Tool<TrainDiscordanceTool.Request, DiscordanceModel> {

    /** The folder of the trained model. */
    public static final String MODEL = "model";

    /** The document. */
    public static final String FILE = "training/discordance.json";

    /**
     * What to train on.
     *
     * @param material the spots
     * @param settings the training
     * @param device where
     */
    public record Request(SpotMaterial material, DiscordanceSettings settings, DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("train_discordance", "2.0");
    }

    @Override
    public String purpose() {
        return "Trains a model of what genes to expect from pictures.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return request.settings()
                .document()
                .put("spots", request.material().fingerprint().sha256());
    }

    @Override
    public DiscordanceModel run(Request request, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        ObjectNode identity = (ObjectNode) parameters(request);
        identity.put("device", request.device().toString());
        TrainingState state =
                TrainingState.in(context.store().locate("training"), Fingerprint.ofText(CanonicalJson.line(identity)));
        DiscordanceTrainer.Result result = new DiscordanceTrainer(
                        engine, engine.device(request.device()), request.settings())
                .train(request.material(), state, context.workers(), context.progress());
        result.model().write(context.store(), MODEL);
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document(request, result));
        for (DiscordanceTrainer.Phase phase : result.phases()) {
            String name = phase.equals(result.variational()) ? "steps" : phase.name() + "_steps";
            context.store()
                    .table(
                            "training/" + name + ".parquet",
                            Origin.MODEL_DERIVED,
                            phase.history().table());
        }
        state(result, file, context);
        DiscordanceTrainer.forget(state);
        return result.model();
    }

    private static ObjectNode document(Request request, DiscordanceTrainer.Result result) {
        ObjectNode document = CanonicalJson.object();
        document.put("fingerprint", result.model().fingerprint().sha256());
        document.set("settings", request.settings().document());
        document.put("spots", request.material().size());
        for (DiscordanceTrainer.Phase phase : result.phases()) {
            ObjectNode node = phase.equals(result.variational()) ? document : document.putObject(phase.name());
            node.put("steps", phase.lastStep()).put("best_step", phase.bestStep());
            node.set("curve", phase.history().document());
        }
        return document;
    }

    @Override
    public Optional<DiscordanceModel> restore(Request request, ToolContext context) {
        return Optional.of(DiscordanceModel.read(context.store().locate(MODEL)));
    }

    private static void state(DiscordanceTrainer.Result result, Artifact file, ToolContext context) {
        // The last part's weights are the model's, so it is there that a collapse shows.
        DiscordanceTrainer.Phase last = result.phases().get(result.phases().size() - 1);
        TrainingHistory.Scoring best = last.history().scorings().stream()
                .filter(scoring -> scoring.step() == last.bestStep())
                .findFirst()
                .orElseThrow();
        double active = best.parts().getOrDefault("active_dimensions", 0.0);
        ObjectNode value = CanonicalJson.object().put("best_step", last.bestStep());
        best.parts().forEach(value::put);
        context.evidence(Unit.SLIDE, "slide", "discordance_training")
                .value(value)
                .summary("A model of what genes to expect from pictures was trained here; on held-out places "
                        + Words.decimal(active, 0) + " of "
                        + result.model().settings().latent() + " latent dimensions are in use.")
                .restsOn(file, "curve")
                .qc(active == 0 ? QcStatus.WARN : QcStatus.PASS)
                .modelDerived(result.model().reference());
    }
}

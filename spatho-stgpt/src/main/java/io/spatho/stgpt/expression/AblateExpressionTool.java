package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which encoder and fields of view, fusion, loss and decoder predict best, in four phases: each starts from the best of the one before.
 *
 * <p>What is best is said by Poisson's deviance of the choosing parts; what judges is only reported. Writes {@code
 * histology/expression/ablation.json}. A killed run goes on. Cost: a cross-validation for each combination that was not tried before.
 */
public final class AblateExpressionTool implements Tool<AblateExpressionTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = TrainExpressionTool.FOLDER + "ablation.json";

    /**
     * The same observations and genes with other features.
     *
     * @param name encoder and fields
     * @param material the observations with them
     * @param encoder digest of the encoder, if it is known
     */
    public record Inputs(String name, ExpressionMaterial material, Optional<String> encoder) {}

    /**
     * What to try; the first of each is where the phases before its own stand.
     *
     * @param inputs of the first phase
     * @param fusions of the second
     * @param losses of the third
     * @param decoders of the fourth
     * @param folds the same for all
     * @param settings everything else
     * @param device where
     */
    public record Request(
            List<Inputs> inputs,
            List<Fusion> fusions,
            List<Loss> losses,
            List<Decoder> decoders,
            ExpressionFolds folds,
            ExpressionSettings settings,
            DeviceRequest device) {

        public Request {
            inputs = List.copyOf(inputs);
            fusions = List.copyOf(fusions);
            losses = List.copyOf(losses);
            decoders = List.copyOf(decoders);
        }
    }

    /** An encoder's features with all its fields and, where there are several, with the finest and the widest alone. */
    public static List<Inputs> fields(String name, ExpressionMaterial material, Optional<String> encoder) {
        List<Double> scales = material.places().scales();
        List<Inputs> inputs = new ArrayList<>(List.of(new Inputs(name + ", all fields", material, encoder)));
        for (int field : scales.size() > 1 ? List.of(0, scales.size() - 1) : List.<Integer>of()) {
            inputs.add(new Inputs(
                    name + ", " + side(scales.get(field)) + " µm",
                    material.with(material.places().withFields(List.of(field))),
                    encoder));
        }
        return inputs;
    }

    private static String side(double um) {
        return um == Math.rint(um) ? Long.toString(Math.round(um)) : Double.toString(um);
    }

    @Override
    public ToolId id() {
        return new ToolId("ablate_expression", "1.0");
    }

    @Override
    public String purpose() {
        return "Says what encoder, fusion, loss and decoder are worth for expression from H&E.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = request.settings().document();
        node.put("folds", request.folds().fingerprint().sha256())
                .put("fusions", request.fusions().toString())
                .put("losses", request.losses().toString())
                .put("decoders", request.decoders().toString());
        ArrayNode inputs = node.putArray("inputs");
        request.inputs()
                .forEach(one -> inputs.add(
                        one.name() + " " + one.material().fingerprint().sha256()));
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        AblationTrials trials = new AblationTrials(request, context);
        AblationTrials.Choice best = new AblationTrials.Choice(
                0,
                request.fusions().get(0),
                request.losses().get(0),
                request.decoders().get(0));
        ObjectNode document = CanonicalJson.object();
        document.set("settings", request.settings().document());
        document.set("split", request.folds().document());
        document.put(
                "chosen_by", "mean Poisson deviance of the parts that stop the trainings, never of those that judge");
        ArrayNode phases = document.putArray("phases");
        for (AblationTrials.Phase phase : AblationTrials.Phase.values()) {
            context.progress().note("phase " + (phases.size() + 1) + " of 4: " + phase.id());
            best = trials.best(phase, best, phases.addObject());
        }
        ObjectNode chosen = trials.describe(best);
        document.set("chosen", chosen);
        document.put("trained", trials.count());
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        String digest = trials.digest();
        context.evidence(Unit.SLIDE, "slide", "expression_ablation")
                .value(chosen)
                .summary("Of " + Words.count(trials.count(), "combination")
                        + " that were trained, the one with the smallest deviance in the parts that choose is "
                        + chosen.path("inputs").asText() + " with "
                        + chosen.path("fusion").asText() + " fusion, "
                        + chosen.path("loss").asText() + " loss and the "
                        + chosen.path("decoder").asText() + " decoder.")
                .restsOn(file, "phases")
                .qc(QcStatus.PASS)
                .modelDerived(new ModelReference(ExpressionModel.NAME, "1, ablation", digest));
        trials.forget();
        return document;
    }
}

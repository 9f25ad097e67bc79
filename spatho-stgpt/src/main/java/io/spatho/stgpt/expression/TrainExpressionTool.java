package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.train.TrainingState;
import java.util.Optional;

/**
 * Trains a model of expression from pictures; writes {@code histology/expression/model/}, {@code training.json} and {@code steps.parquet}.
 *
 * <p>The first fold judges and calibrates intervals, another stops the training, the others train. While it works {@code training/}
 * holds what it goes on from after the process was killed, with the same bytes in the end.
 */
public final class TrainExpressionTool implements Tool<TrainExpressionTool.Request, ExpressionModel> {

    /** Everything about expression in a run. */
    static final String FOLDER = "histology/expression/";

    /** The folder of the trained model. */
    public static final String MODEL = FOLDER + "model";

    /** The document. */
    public static final String FILE = FOLDER + "training.json";

    private static final int JUDGE = 0;

    /**
     * What to train on.
     *
     * @param material observations
     * @param folds of which the first judges and calibrates
     * @param settings the training
     * @param encoder digest of what made the features, if it is known
     * @param device where
     */
    public record Request(
            ExpressionMaterial material,
            ExpressionFolds folds,
            ExpressionSettings settings,
            Optional<String> encoder,
            DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("train_expression", "1.0");
    }

    @Override
    public String purpose() {
        return "Trains a model that predicts expression from H&E.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return parameters(request.material(), request.folds(), request.settings(), request.encoder());
    }

    static ObjectNode parameters(
            ExpressionMaterial material, ExpressionFolds folds, ExpressionSettings settings, Optional<String> encoder) {
        return settings.document()
                .put("material", material.fingerprint().sha256())
                .put("folds", folds.fingerprint().sha256())
                .put("encoder", encoder.orElse(""));
    }

    /** Where a training is kept while it lasts. */
    static TrainingState state(ToolContext context, String name, JsonNode parameters, DeviceRequest device) {
        return TrainingState.in(
                context.store().locate("training").resolve(name),
                Fingerprint.ofText(CanonicalJson.line(parameters) + name + device));
    }

    @Override
    public ExpressionModel run(Request request, ToolContext context) {
        ExpressionMaterial material = request.material();
        int[] training = request.folds().training(JUDGE);
        int[] choosing = request.folds().choosing(JUDGE);
        int[] judging = request.folds().judging(JUDGE);
        TrainingState state = state(context, "expression", parameters(request), request.device());
        ExpressionTrainer.Trained trained;
        DenseMatrix predicted;
        try (PatchPredictor.Setting place = PatchPredictor.Setting.open(request.device(), request.settings())) {
            trained = ExpressionTrainer.train(
                    place, material, training, choosing, state, context.workers(), context.progress());
            predicted = trained.predict(material.places(), judging, context.workers());
        }
        ExpressionModel model = model(request, trained, predicted, training, judging);
        model.write(context.store(), MODEL);
        context.store()
                .table(
                        FOLDER + "steps.parquet",
                        Origin.MODEL_DERIVED,
                        trained.outcome().history().table());
        ObjectNode document = document(request, trained, model);
        ObjectNode heldOut = document.putObject("held_out");
        DenseMatrix ridge = ExpressionRidge.fit(material, training, choosing, context.workers())
                .predict(material.places(), judging);
        figures(
                heldOut,
                "mean",
                material,
                training,
                judging,
                CrossValidation.means(material, training, judging.length));
        figures(heldOut, "ridge", material, training, judging, ridge);
        figures(heldOut, "network", material, training, judging, predicted);
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        state(context, model, heldOut, judging.length, file);
        state.remove();
        return model;
    }

    private static ExpressionModel model(
            Request request, ExpressionTrainer.Trained trained, DenseMatrix predicted, int[] training, int[] judging) {
        ExpressionMaterial material = request.material();
        double[] reach = Conformal.reach(material, judging, predicted);
        float[] rounded = new float[reach.length];
        for (int gene = 0; gene < reach.length; gene++) {
            rounded[gene] = (float) reach[gene];
        }
        return new ExpressionModel(
                request.settings(),
                material.genes(),
                material.places().names(),
                material.places().scales(),
                request.encoder(),
                material.fingerprint().sha256(),
                trained.pitch(),
                trained.scales(),
                rounded,
                GeneSupport.of(material, training, judging, predicted),
                trained.outcome().best());
    }

    private static ObjectNode document(Request request, ExpressionTrainer.Trained trained, ExpressionModel model) {
        ObjectNode document = CanonicalJson.object();
        document.put("model", model.fingerprint().sha256());
        document.set("settings", request.settings().document());
        document.set("material", ExpressionDocuments.material(request.material(), request.encoder()));
        document.set("split", request.folds().document());
        document.putObject("observations")
                .put("training", request.folds().training(JUDGE).length)
                .put("choosing", request.folds().choosing(JUDGE).length)
                .put("held_out", request.folds().judging(JUDGE).length);
        document.put("level", Conformal.LEVEL);
        document.put("interval_method", Conformal.METHOD);
        document.put("steps", trained.outcome().lastStep())
                .put("best_step", trained.outcome().bestStep());
        document.put(
                "stopped_early",
                trained.outcome().lastStep() < request.settings().steps());
        document.set("curve", trained.outcome().history().document());
        return document;
    }

    private static void figures(
            ObjectNode node,
            String name,
            ExpressionMaterial material,
            int[] training,
            int[] judging,
            DenseMatrix rates) {
        ObjectNode figures = node.putObject(name);
        figures.put("poisson_deviance", Deviance.mean(material.counts(), judging, rates));
        ExpressionDocuments.number(
                figures,
                "pearson",
                GeneSupport.of(material, training, judging, rates).meanPearson());
    }

    private static void state(
            ToolContext context, ExpressionModel model, ObjectNode heldOut, int observations, Artifact file) {
        double mean = heldOut.path("mean").path("poisson_deviance").asDouble();
        double ridge = heldOut.path("ridge").path("poisson_deviance").asDouble();
        double own = heldOut.path("network").path("poisson_deviance").asDouble();
        context.evidence(Unit.SLIDE, "slide", "expression_training")
                .value(heldOut.deepCopy())
                .summary("A model of " + Words.count(model.genes().size(), "gene") + " from H&E leaves "
                        + Words.percent(own / mean) + " of the gene mean's Poisson deviance on "
                        + Words.count(observations, "held-out observation") + "; ridge regression leaves "
                        + Words.percent(ridge / mean) + ".")
                .restsOn(file, "held_out")
                .qc(own < mean ? QcStatus.PASS : QcStatus.WARN)
                .modelDerived(model.reference());
    }
}

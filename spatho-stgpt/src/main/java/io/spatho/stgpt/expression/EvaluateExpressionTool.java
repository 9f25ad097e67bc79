package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.ExpressionScores.Difference;
import io.spatho.stgpt.expression.ExpressionScores.Kind;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges predictions of expression on tissue that had no part in them, beside the mean and ridge regression; writes {@code
 * evaluation.json}, {@code predictability.parquet} and {@code held_out.parquet} below {@code histology/expression/}.
 *
 * <p>A run that was killed goes on; the bytes do not depend on that. Cost: a training for each fold, and genes x resamples x observations.
 */
public final class EvaluateExpressionTool implements Tool<EvaluateExpressionTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = TrainExpressionTool.FOLDER + "evaluation.json";

    private static final String PREDICTABILITY = TrainExpressionTool.FOLDER + "predictability.parquet";
    private static final String HELD_OUT = TrainExpressionTool.FOLDER + "held_out.parquet";

    /**
     * What to judge.
     *
     * @param material observations
     * @param folds each of which judges once
     * @param settings of the network
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
        return new ToolId("evaluate_expression", "1.0");
    }

    @Override
    public String purpose() {
        return "Judges predictions of expression from H&E on held-out tissue.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return TrainExpressionTool.parameters(
                request.material(), request.folds(), request.settings(), request.encoder());
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        ExpressionMaterial material = request.material();
        JsonNode parameters = parameters(request);
        List<TrainingState> states = new ArrayList<>();
        for (int fold = 0; fold < request.folds().folds(); fold++) {
            states.add(TrainExpressionTool.state(context, "fold-" + fold, parameters, request.device()));
        }
        CrossValidation found = CrossValidation.run(
                new CrossValidation.Course(material, request.folds(), request.settings(), states::get),
                request.device(),
                context.workers(),
                context.progress());
        context.progress().note("resampling");
        long seed = request.settings().seed();
        ExpressionScores mean = ExpressionScores.of(material, request.folds(), found.mean(), seed, context.workers());
        ExpressionScores ridge = ExpressionScores.of(material, request.folds(), found.ridge(), seed, context.workers());
        ExpressionScores network =
                ExpressionScores.of(material, request.folds(), found.network(), seed, context.workers());
        ObjectNode document = head(request, found);
        ArrayNode models = document.putArray("models");
        models.addObject().put("name", "mean").setAll(ExpressionDocuments.scores(mean));
        models.addObject().put("name", "ridge").setAll(ExpressionDocuments.scores(ridge));
        ObjectNode own = models.addObject().put("name", "network");
        own.setAll(ExpressionDocuments.scores(network));
        found.bestSteps().forEach(own.putArray("best_steps")::add);
        Difference pearson = network.minus(ridge, Kind.PEARSON, request.folds(), seed);
        Difference deviance = network.minus(ridge, Kind.DEVIANCE, request.folds(), seed);
        ObjectNode against = document.putObject("network_minus_ridge");
        ExpressionDocuments.estimate(against.putObject("pearson"), pearson.value(), pearson.interval());
        ExpressionDocuments.estimate(against.putObject("poisson_deviance"), deviance.value(), deviance.interval());
        against.put("verdict", verdict(pearson));
        long predictable = network.of(Kind.PEARSON).genes().stream()
                .filter(ExpressionTables::isPredictable)
                .count();
        document.put("predictable_genes", predictable);
        ExpressionTables tables = new ExpressionTables(context.store(), material.places(), material.genes());
        Artifact genes = tables.predictability(PREDICTABILITY, material, network, ridge);
        Artifact values = tables.heldOut(HELD_OUT, material, request.folds(), found);
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        ModelReference model = new ModelReference(
                ExpressionModel.NAME, "1, cross-validated", found.fingerprint().sha256());
        stateAccuracy(context, network, mean, predictable, file, genes, model);
        stateComparison(context, pearson, against, file, model);
        stateCoverage(context, document, file, values, model);
        states.forEach(TrainingState::remove);
        return document;
    }

    private static ObjectNode head(Request request, CrossValidation found) {
        ExpressionMaterial material = request.material();
        ObjectNode document = CanonicalJson.object();
        document.set("settings", request.settings().document());
        document.set("material", ExpressionDocuments.material(material, request.encoder()));
        document.set("split", request.folds().document());
        document.put("level", Conformal.LEVEL)
                .put("interval_method", Conformal.METHOD)
                .put("coverage", found.coverage(material));
        ExpressionDocuments.number(document, "coverage_of_expressed", found.coverageOfExpressed(material));
        document.putObject("ssim")
                .put("window", SpatialSimilarity.WINDOW + " x " + SpatialSimilarity.WINDOW + " squares, uniform")
                .put("mask", SpatialSimilarity.MASK)
                .put("genes", "all " + material.genes().size() + " of " + PREDICTABILITY);
        document.put(
                "pooled_side_um",
                PooledSquares.of(material.places(), request.folds()).side());
        return document;
    }

    private static String verdict(Difference pearson) {
        Optional<Uncertainty> interval = pearson.interval();
        if (interval.isEmpty()) {
            return "not assessed";
        }
        if (interval.get().lower() > 0) {
            return "network better than ridge";
        }
        return interval.get().upper() < 0 ? "ridge better than network" : "no difference shown";
    }

    private static void stateAccuracy(
            ToolContext context,
            ExpressionScores network,
            ExpressionScores mean,
            long predictable,
            Artifact file,
            Artifact genes,
            ModelReference model) {
        ExpressionScores.Figure pearson = network.of(Kind.PEARSON);
        double saved =
                1 - network.of(Kind.DEVIANCE).value() / mean.of(Kind.DEVIANCE).value();
        ObjectNode value = ExpressionDocuments.scores(network).put("predictable_genes", predictable);
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "expression_accuracy")
                .value(value)
                .summary("On held-out tissue predictions from H&E correlate with counts by "
                        + Words.decimal(pearson.value(), 3) + " in the mean of "
                        + Words.count(pearson.genes().size(), "gene") + " (shuffled "
                        + Words.decimal(pearson.shuffled(), 3) + ", half a slide away "
                        + Words.decimal(pearson.shifted(), 3) + ") and save " + Words.percent(saved)
                        + " of the gene mean's Poisson deviance; " + Words.count(predictable, "gene")
                        + " stand out from both controls.")
                .restsOn(file, "models")
                .restsOn(genes, "all")
                .qc(predictable > 0 && saved > 0 ? QcStatus.PASS : QcStatus.WARN);
        pearson.interval().ifPresent(draft::uncertainty);
        draft.modelDerived(model);
    }

    private static void stateComparison(
            ToolContext context, Difference pearson, ObjectNode against, Artifact file, ModelReference model) {
        String verdict = against.path("verdict").asText();
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "expression_against_ridge")
                .value(against.deepCopy())
                .summary("The network's mean correlation less that of ridge regression on the same features is "
                        + Words.decimal(pearson.value(), 3) + ": " + verdict + ".")
                .restsOn(file, "network_minus_ridge")
                .qc(verdict.equals("network better than ridge") ? QcStatus.PASS : QcStatus.WARN);
        pearson.interval().ifPresent(draft::uncertainty);
        draft.modelDerived(model);
    }

    private static void stateCoverage(
            ToolContext context, ObjectNode document, Artifact file, Artifact values, ModelReference model) {
        double coverage = document.path("coverage").asDouble();
        double expressed = document.path("coverage_of_expressed").asDouble(Double.NaN);
        context.evidence(Unit.SLIDE, "slide", "expression_coverage")
                .value(ExpressionDocuments.number(
                        CanonicalJson.object().put("coverage", coverage).put("level", Conformal.LEVEL),
                        "coverage_of_expressed",
                        expressed))
                .summary("Intervals that should hold " + Words.percent(Conformal.LEVEL) + " of the counts hold "
                        + Words.percent(coverage) + " on held-out tissue, and " + Words.percent(expressed)
                        + " of those above 0.")
                .restsOn(file, "coverage")
                .restsOn(values, "all")
                .qc(coverage >= Conformal.LEVEL - 0.05 && !(expressed < 0.5) ? QcStatus.PASS : QcStatus.WARN)
                .verdict(context.judge(Guardrails.IMPUTATION_NOT_MEASURED.pass(
                        HELD_OUT, "All predicted rows say imputed = true and stand beside, not in place of, counts.")))
                .modelDerived(model);
    }
}

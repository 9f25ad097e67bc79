package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Predicts expression for every tile of a table, with an interval for each value and what is known of each gene; writes {@code
 * predictions.parquet} and {@code support.parquet} below {@code regions/predictions/histology/} and {@code
 * histology/expression/prediction.json}. Where counts were measured at the same places, {@code maps.parquet} and {@code agreement.parquet} set
 * them beside the predictions.
 *
 * <p>Intervals hold the stated share of values in tissue like that which calibrated them; on another slide nothing is promised.
 */
public final class PredictExpressionTool implements Tool<PredictExpressionTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = TrainExpressionTool.FOLDER + "prediction.json";

    /** Measured and predicted maps. */
    public static final String MAPS = TrainExpressionTool.FOLDER + "maps.parquet";

    /** How far measured and predicted values agree, by gene. */
    public static final String AGREEMENT = TrainExpressionTool.FOLDER + "agreement.parquet";

    private static final String FOLDER = "regions/predictions/histology/";

    /**
     * What to predict.
     *
     * @param places with the features that the model reads
     * @param model the model
     * @param device where
     * @param measured counts at these very places of genes that the model predicts, if there are any
     */
    public record Request(
            PlacedFeatures places, ExpressionModel model, DeviceRequest device, Optional<ExpressionMaterial> measured) {

        /** Without measured counts. */
        public static Request of(PlacedFeatures places, ExpressionModel model, DeviceRequest device) {
            return new Request(places, model, device, Optional.empty());
        }

        /** Of the places of a case, beside its counts. */
        public static Request of(ExpressionMaterial measured, ExpressionModel model, DeviceRequest device) {
            return new Request(measured.places(), model, device, Optional.of(measured));
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("predict_expression", "1.0");
    }

    @Override
    public String purpose() {
        return "Predicts expression from H&E.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("model", request.model().fingerprint().sha256())
                .put("places", request.places().fingerprint().sha256());
        request.measured()
                .ifPresent(counts -> node.put("measured", counts.fingerprint().sha256()));
        return node;
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        ExpressionModel model = request.model();
        PlacedFeatures places = request.places();
        DenseMatrix rates;
        try (PatchPredictor.Setting place = PatchPredictor.Setting.open(request.device(), model.settings())) {
            rates = model.predictor(place)
                    .rates(places, IntStream.range(0, places.size()).toArray(), model.weights(), context.workers());
        }
        ExpressionTables tables = new ExpressionTables(context.store(), places, model.genes());
        Artifact predictions = tables.predictions(FOLDER + "predictions.parquet", model, rates);
        Artifact support = tables.support(FOLDER + "support.parquet", model);
        long supported = IntStream.range(0, model.genes().size())
                .filter(gene -> model.support().isSupported(gene))
                .count();
        ObjectNode document = CanonicalJson.object();
        document.put("model", model.fingerprint().sha256())
                .put("tiles", places.size())
                .put("genes", model.genes().size())
                .put("supported_genes", supported)
                .put(
                        "supported_means",
                        "held-out Pearson above " + GeneSupport.LEAST_PEARSON + " and at least "
                                + GeneSupport.FEWEST_EXPRESSED + " training observations that express the gene")
                .put("level", Conformal.LEVEL)
                .put("interval_method", Conformal.METHOD)
                .put("imputed", true);
        List<Artifact> beside = new ArrayList<>();
        request.measured().ifPresent(measured -> {
            ExpressionMaps maps = new ExpressionMaps(model, measured, rates);
            double[] correlations = maps.correlations();
            ExpressionDocuments.number(
                    document.putObject("measured").put("genes", correlations.length),
                    "pearson",
                    GeneSupport.fisherMean(correlations));
            beside.add(maps.maps(context.store(), MAPS));
            beside.add(maps.agreement(context.store(), AGREEMENT));
        });
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "expression_prediction")
                .value(document.deepCopy())
                .summary(Words.count(model.genes().size(), "gene") + " predicted from H&E for "
                        + Words.count(places.size(), "tile") + "; held-out tissue of the training supports "
                        + Words.count(supported) + " of them. Predicted values are not measurements.")
                .restsOn(file, "all")
                .restsOn(predictions, "all")
                .restsOn(support, "all");
        beside.forEach(table -> draft.restsOn(table, "all"));
        draft.qc(supported > 0 ? QcStatus.PASS : QcStatus.WARN)
                .verdict(context.judge(Guardrails.IMPUTATION_NOT_MEASURED.pass(
                        FOLDER, "All predicted rows say imputed = true and stand apart from measured tables.")))
                .modelDerived(model.reference());
        return document;
    }
}

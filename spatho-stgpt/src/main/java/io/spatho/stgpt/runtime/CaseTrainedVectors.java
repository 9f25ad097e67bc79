package io.spatho.stgpt.runtime;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.RegionEmbedder;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.region.RegionTrainer;
import io.spatho.stgpt.region.Standing;
import io.spatho.stgpt.region.TrainingReport;
import java.io.OutputStream;
import java.nio.file.Files;

/** Vectors by a small model that is trained on the case itself, stated beside what simple baselines reach. */
final class CaseTrainedVectors {

    private static final String TRAINING = "stgpt/training.json";

    private CaseTrainedVectors() {}

    static JsonNode parameters(EmbeddingSource.TrainedOnCase source) {
        ObjectNode node = CanonicalJson.object().put("source", "trained on this case");
        node.set("settings", settings(source.settings()));
        return node;
    }

    private static ObjectNode settings(RegionSettings settings) {
        return CanonicalJson.object()
                .put("width", settings.width())
                .put("heads", settings.heads())
                .put("layers", settings.layers())
                .put("hidden", settings.hidden())
                .put("most_genes", settings.mostGenes())
                .put("longest", settings.longest())
                .put("masked_share", settings.maskedShare())
                .put("batch", settings.batch())
                .put("epochs", settings.epochs())
                .put("most_steps", settings.mostSteps())
                .put("learning_rate", settings.learningRate())
                .put("held_out_share", settings.heldOutShare())
                .put("seed", settings.seed());
    }

    static EmbeddedCells embed(
            SpatialDataset kept, Graph spatial, EmbeddingSource.TrainedOnCase source, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(source.device());
        try (Operators operators = Operators.load(engine, device)) {
            RegionModel model = new RegionTrainer(engine, operators, device, source.settings())
                    .train(kept, spatial, context.workers(), context.progress());
            DenseMatrix vectors;
            try (RegionEmbedder embedder = new RegionEmbedder(engine, operators, device, model)) {
                vectors = RegionModelVectors.withoutZeros(embedder.embed(kept, context.workers(), context.progress()));
            }
            ModelReference reference = new ModelReference(
                    RegionModel.NAME,
                    RegionModel.VERSION + " trained on this case",
                    model.fingerprint().sha256());
            save(context.store(), model);
            state(context, model, reference);
            return EmbeddedCells.computed(
                    vectors,
                    reference,
                    "a small model that was trained on this case",
                    new PanelOverlap(model.genes().size(), kept.panel().size(), false));
        }
    }

    private static void save(ArtifactStore store, RegionModel model) {
        byte[] description = model.description();
        store.file(
                "stgpt/model/model.json",
                "application/json",
                Origin.MODEL_DERIVED,
                file -> Files.write(file, description));
        store.file("stgpt/model/model.safetensors", "application/octet-stream", Origin.MODEL_DERIVED, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                model.writeWeights(out);
            }
        });
    }

    private static void state(ToolContext context, RegionModel model, ModelReference reference) {
        TrainingReport report = model.report();
        TrainingReport.HeldOut heldOut = report.heldOut();
        ObjectNode node = CanonicalJson.object();
        node.put("model", reference.name() + " " + reference.version());
        node.set("config", settings(model.settings()));
        ArrayNode loss = node.putArray("loss");
        ArrayNode curve = node.putArray("curve");
        for (TrainingReport.CurvePoint point : report.curve()) {
            loss.add(point.training());
            curve.addObject()
                    .put("step", point.step())
                    .put("training", point.training())
                    .put("validation_masked", point.validationMasked())
                    .put("validation_nearby", point.validationNearby());
        }
        ObjectNode validation = validation(heldOut);
        node.set("validation", validation);
        Artifact file = context.store().json(TRAINING, Origin.MODEL_DERIVED, node);
        boolean better = heldOut.masked() < heldOut.maskedGeneMean() && heldOut.nearby() < heldOut.nearbyGeneMean();
        Standing linear = Standing.of(heldOut.nearby(), heldOut.nearbyLinear());
        context.evidence(Unit.SLIDE, "slide", "model_validation")
                .value(validation)
                .summary("On held-out tissue the model's error for hidden genes is "
                        + Words.decimal(heldOut.masked(), 2)
                        + " (gene mean: " + Words.decimal(heldOut.maskedGeneMean(), 2) + ") and for neighbourhoods "
                        + Words.decimal(heldOut.nearby(), 2) + " (gene mean: "
                        + Words.decimal(heldOut.nearbyGeneMean(), 2) + ", linear regression: "
                        + Words.decimal(heldOut.nearbyLinear(), 2) + "); it "
                        + (better ? "beats" : "does not beat") + " the mean and " + linear.words()
                        + " the linear regression.")
                .restsOn(file, "validation")
                .qc(better ? QcStatus.PASS : QcStatus.WARN)
                .modelDerived(reference);
    }

    private static ObjectNode validation(TrainingReport.HeldOut heldOut) {
        ObjectNode validation = CanonicalJson.object();
        validation
                .put("masked_gene_error", heldOut.masked())
                .put("dropped_gene_error", heldOut.panel())
                .put("dropped_gene_error_of_network_alone", heldOut.panelNetwork())
                .put("neighbourhood_error", heldOut.nearby())
                .put("neighbourhood_error_of_network_alone", heldOut.nearbyNetwork())
                .put("held_out_observations", heldOut.cells());
        ObjectNode baselines = validation.putObject("baselines");
        baselines
                .putObject("gene_mean")
                .put("masked_gene_error", heldOut.maskedGeneMean())
                .put("dropped_gene_error", heldOut.panelGeneMean())
                .put("neighbourhood_error", heldOut.nearbyGeneMean());
        baselines.putObject("linear_regression").put("neighbourhood_error", heldOut.nearbyLinear());
        baselines.putObject("principal_components").put("dropped_gene_error", heldOut.panelLinear());
        return validation;
    }
}

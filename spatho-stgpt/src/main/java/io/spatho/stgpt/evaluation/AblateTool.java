package io.spatho.stgpt.evaluation;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.region.ImageFeatures;
import io.spatho.stgpt.region.RegionInputs;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.region.RegionSettings;
import io.spatho.stgpt.region.RegionTrainer;
import io.spatho.stgpt.region.TrainingReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What each kind of input is worth: the model trained anew on one and the same split with genes, place and picture switched on
 * and off, in the six ways of the published recipe. Ways that need a picture are named as not applicable when there is none.
 *
 * <p>Writes {@code evaluation/ablation.json}. Determinism: bytes depend on the case, the split and the seed. Cost: a training for each
 * way.
 */
public final class AblateTool implements Tool<AblateTool.Request, JsonNode> {

    /** The document. */
    public static final String FILE = "evaluation/ablation.json";

    private static final List<Way> WAYS = List.of(
            new Way("full", true, true, true),
            new Way("gene_only", true, false, false),
            new Way("image_only", false, false, true),
            new Way("spatial_only", false, true, false),
            new Way("image_gene", true, false, true),
            new Way("image_gene_spatial", true, true, true));

    /** A choice of inputs. */
    private record Way(String name, boolean genes, boolean place, boolean picture) {

        /** Whether the name promises a picture; the full model goes without one when there is none. */
        boolean needsPicture() {
            return picture && !name.equals("full");
        }

        /** Whether another way has the same inputs and a result already. */
        boolean repeatsFull() {
            return name.equals("image_gene_spatial");
        }
    }

    /**
     * What to train.
     *
     * @param kept observations that passed quality control
     * @param spatial their spatial graph
     * @param split how the cells are divided, in all ways alike
     * @param picture what an encoder makes of the slide around each observation; empty without
     * @param settings the training
     * @param device where
     */
    public record Request(
            SpatialDataset kept,
            Graph spatial,
            Split split,
            Optional<ImageFeatures> picture,
            RegionSettings settings,
            DeviceRequest device) {}

    @Override
    public ToolId id() {
        return new ToolId("ablate", "1.0");
    }

    @Override
    public String purpose() {
        return "Says what genes, place and picture are each worth to the model.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("split", request.split().division().strategy())
                .put(
                        "split_fingerprint",
                        request.split().division().fingerprint().sha256())
                .put("picture", request.picture().isPresent())
                .put("epochs", request.settings().epochs())
                .put("most_steps", request.settings().mostSteps());
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        TorchEngine engine = TorchEngine.start();
        Device device = engine.device(request.device());
        ObjectNode node = CanonicalJson.object();
        node.set("split", request.split().document(request.kept()));
        ArrayNode ways = node.putArray("ablations");
        Optional<RegionModel> full = Optional.empty();
        try (Operators operators = Operators.load(engine, device)) {
            RegionTrainer trainer = new RegionTrainer(engine, operators, device, request.settings());
            for (Way way : WAYS) {
                ObjectNode entry = ways.addObject();
                entry.put("name", way.name).set("inputs", inputs(way, request));
                if (way.needsPicture() && request.picture().isEmpty()) {
                    entry.put("status", "not_applicable");
                    entry.put("reason", "no image features of this case were given (--image-features)");
                    continue;
                }
                context.progress().note("ablation: " + way.name);
                RegionModel model = way.repeatsFull() && full.isPresent()
                        ? full.get()
                        : trainer.train(lesson(way, request), context.workers(), context.progress());
                if (way.name.equals("full")) {
                    full = Optional.of(model);
                }
                entry.put("status", "trained");
                entry.put("fingerprint", model.fingerprint().sha256());
                scores(entry, model.report());
                model.scores().retrieval().ifPresent(score -> entry.set("image_gene_retrieval", score.document()));
            }
        }
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, node);
        state(context, request, full.orElseThrow(), ways, file);
        return node;
    }

    private static ArrayNode inputs(Way way, Request request) {
        ArrayNode inputs = CanonicalJson.array();
        if (way.genes) {
            inputs.add("genes");
        }
        if (way.place) {
            inputs.add("place");
        }
        if (way.picture && request.picture().isPresent()) {
            inputs.add("picture");
        }
        return inputs;
    }

    private static RegionTrainer.Lesson lesson(Way way, Request request) {
        SpatialDataset kept = request.kept();
        Division division = request.split().division();
        int columns = way.place ? 2 : 0;
        DenseMatrix beside = DenseMatrix.zeros(kept.size(), columns);
        for (int cell = 0; cell < kept.size(); cell++) {
            if (way.place) {
                beside.values()[cell * columns] = (float) kept.xUm()[cell];
                beside.values()[cell * columns + 1] = (float) kept.yUm()[cell];
            }
        }
        DenseMatrix scaled = RegionInputs.standardised(beside, division.cells(Division.Part.TRAINING));
        RegionInputs inputs = new RegionInputs(
                way.genes, scaled, way.picture ? request.picture() : Optional.empty(), Optional.empty());
        return new RegionTrainer.Lesson(kept, request.spatial(), division, inputs, List.of());
    }

    private static void scores(ObjectNode entry, TrainingReport report) {
        TrainingReport.HeldOut heldOut = report.heldOut();
        entry.put("best_step", report.bestStep());
        entry.put("held_out_cells", heldOut.cells());
        ObjectNode errors = entry.putObject("error_relative_to_gene_mean");
        Scores.number(
                errors,
                "hidden_values",
                heldOut.hiddenValues() > 0 ? heldOut.masked() / heldOut.maskedGeneMean() : Double.NaN);
        Scores.number(errors, "dropped_genes", heldOut.panel() / heldOut.panelGeneMean());
        Scores.number(errors, "neighbourhoods", heldOut.nearby() / heldOut.nearbyGeneMean());
    }

    private static void state(ToolContext context, Request request, RegionModel full, ArrayNode ways, Artifact file) {
        String list = StreamSupport.stream(ways.spliterator(), false)
                .filter(way -> way.path("status").asText().equals("trained"))
                .map(way -> way.path("name").asText() + " "
                        + Words.decimal(
                                way.path("error_relative_to_gene_mean")
                                        .path("dropped_genes")
                                        .asDouble(),
                                2))
                .collect(Collectors.joining(", "));
        context.evidence(Unit.SLIDE, "slide", "model_ablation")
                .value(CanonicalJson.object().set("ablations", ways))
                .summary("Error for genes taken out of held-out observations, as a share of the gene mean's, by input: "
                        + list + (request.picture().isEmpty() ? "; there was no picture to learn from." : "."))
                .restsOn(file, "ablations")
                .qc(QcStatus.PASS)
                .modelDerived(new ModelReference(
                        RegionModel.NAME,
                        RegionModel.VERSION + " trained on "
                                + request.split().division().strategy() + " split",
                        full.fingerprint().sha256()));
    }
}

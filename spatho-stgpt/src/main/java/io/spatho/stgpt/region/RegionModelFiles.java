package io.spatho.stgpt.region;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The two files of a region model: {@code model.json} says what it is, {@code model.safetensors} holds its weights. */
final class RegionModelFiles {

    private static final String DESCRIPTION = "model.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final int MOST_GENES = 1_000_000;

    private RegionModelFiles() {}

    static byte[] describe(RegionModel model) {
        ObjectNode json = CanonicalJson.object();
        json.put("model", RegionModel.NAME);
        json.put("version", RegionModel.VERSION);
        json.put("trained_on_this_case", true);
        json.put("target_total", model.target());
        json.put("network_share", model.path().share());
        json.put("network_share_of_unseen_genes", model.path().panelShare());
        model.path().components().ifPresent(map -> json.put("panel_noise", map.noise()));
        json.set("settings", settings(model.settings()));
        if (model.parts().seesImages()) {
            model.imageColumns().forEach(json.putArray("image_columns")::add);
        }
        if (model.parts().namesStructures()) {
            model.structures().forEach(json.putArray("structures")::add);
        }
        ArrayNode genes = json.putArray("genes");
        GeneScale scale = model.scale();
        for (int gene = 0; gene < model.genes().size(); gene++) {
            ObjectNode entry = genes.addObject();
            entry.put("name", model.genes().get(gene));
            entry.put("expressed_mean", (double) scale.expressedMean()[gene]);
            entry.put("expressed_deviation", (double) scale.expressedDeviation()[gene]);
            entry.put("nearby_mean", (double) scale.nearbyMean()[gene]);
            entry.put("nearby_deviation", (double) scale.nearbyDeviation()[gene]);
            entry.put("panel_mean", (double) scale.panelMean()[gene]);
            entry.put("panel_deviation", (double) scale.panelDeviation()[gene]);
        }
        json.set("training", report(model.report()));
        return CanonicalJson.document(json);
    }

    static ObjectNode settings(RegionSettings settings) {
        ObjectNode json = CanonicalJson.object();
        json.put("width", settings.width());
        json.put("heads", settings.heads());
        json.put("layers", settings.layers());
        json.put("hidden", settings.hidden());
        json.put("most_genes", settings.mostGenes());
        json.put("longest", settings.longest());
        json.put("masked_share", settings.maskedShare());
        json.put("batch", settings.batch());
        json.put("epochs", settings.epochs());
        json.put("most_steps", settings.mostSteps());
        json.put("learning_rate", settings.learningRate());
        json.put("held_out_share", settings.heldOutShare());
        json.put("seed", settings.seed());
        return json;
    }

    static ObjectNode report(TrainingReport report) {
        ObjectNode json = CanonicalJson.object();
        json.put("training_cells", report.trainingCells());
        json.put("validation_cells", report.validationCells());
        json.put("held_out_cells", report.heldOutCells());
        json.put("cells_without_genes", report.cellsWithoutGenes());
        json.put("steps", report.steps());
        json.put("best_step", report.bestStep());
        ArrayNode curve = json.putArray("curve");
        for (TrainingReport.CurvePoint point : report.curve()) {
            ObjectNode entry = curve.addObject();
            entry.put("step", point.step());
            entry.put("training", point.training());
            entry.put("validation_masked", point.validationMasked());
            entry.put("validation_nearby", point.validationNearby());
        }
        TrainingReport.HeldOut heldOut = report.heldOut();
        ObjectNode scores = json.putObject("held_out");
        scores.put("cells", heldOut.cells());
        scores.put("hidden_values", heldOut.hiddenValues());
        scores.put("masked", heldOut.masked());
        scores.put("masked_gene_mean", heldOut.maskedGeneMean());
        scores.put("masked_cell_mean", heldOut.maskedCellMean());
        scores.put("panel", heldOut.panel());
        scores.put("panel_network", heldOut.panelNetwork());
        put(scores, "panel_linear", heldOut.panelLinear());
        scores.put("panel_gene_mean", heldOut.panelGeneMean());
        scores.put("nearby", heldOut.nearby());
        scores.put("nearby_network", heldOut.nearbyNetwork());
        scores.put("nearby_gene_mean", heldOut.nearbyGeneMean());
        put(scores, "nearby_linear", heldOut.nearbyLinear());
        return json;
    }

    /** A number, or null for a baseline that a model without genes does not have. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    static void save(RegionModel model, Path folder) {
        byte[] description = model.description();
        DurableFiles.write(folder.resolve(DESCRIPTION), part -> Files.write(part, description));
        DurableFiles.write(folder.resolve(WEIGHTS), part -> {
            try (OutputStream out = Files.newOutputStream(part)) {
                model.writeWeights(out);
            }
        });
    }

    static RegionModel load(Path folder) {
        Path file = folder.resolve(DESCRIPTION);
        JsonNode json = StrictJson.read(file);
        DescriptionReader reader = new DescriptionReader(file);
        if (!RegionModel.NAME.equals(json.path("model").asText())
                || !RegionModel.VERSION.equals(json.path("version").asText())) {
            throw reader.fault("model", RegionModel.NAME + " " + RegionModel.VERSION, json.path("model"));
        }
        RegionSettings settings = reader.settings(json.path("settings"));
        JsonNode genes = json.path("genes");
        if (!genes.isArray() || genes.size() < 2 || genes.size() > MOST_GENES) {
            throw reader.fault("genes", "a list of genes", genes.getNodeType());
        }
        List<String> names = new ArrayList<>();
        for (JsonNode gene : genes) {
            names.add(gene.path("name").asText());
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw reader.fault("genes", "each gene once", "one twice");
        }
        GeneScale scale = new GeneScale(
                reader.column(genes, "expressed_mean"),
                reader.column(genes, "expressed_deviation"),
                reader.column(genes, "nearby_mean"),
                reader.column(genes, "nearby_deviation"),
                reader.column(genes, "panel_mean"),
                reader.column(genes, "panel_deviation"));
        double target = reader.number(json, "target_total");
        if (!(target > 0)) {
            throw reader.fault("target_total", "above 0", target);
        }
        Checkpoint saved = belonging(folder.resolve(WEIGHTS), file);
        List<NamedTensor> weights = new ArrayList<>();
        RegionParts parts = new RegionParts(0, reader.texts(json, "image_columns"), reader.texts(json, "structures"));
        for (RegionNetwork.Slot slot : RegionNetwork.slots(settings, names.size(), parts)) {
            weights.add(tensor(saved, slot.name(), slot.extents()));
        }
        NamedTensor centre = tensor(saved, RegionModel.CENTRE, settings.width());
        TrainingReport report = reader.report(json.path("training"), names.size());
        LinearPath path = path(saved, names.size(), reader.number(json, "network_share"))
                .withComponents(
                        components(saved, names.size(), json, reader),
                        reader.number(json, "network_share_of_unseen_genes"));
        int images = parts.imageColumns().size();
        float[] moments = images == 0
                ? new float[0]
                : tensor(saved, RegionModel.IMAGE_MOMENTS, 2, images).values();
        return new RegionModel(settings, names, target, scale, weights, report, path, parts, moments, PartScores.none())
                .withCentre(centre.values());
    }

    private static Checkpoint belonging(Path file, Path description) {
        Checkpoint saved = CheckpointReader.read(file);
        String expected;
        try {
            expected = Fingerprint.ofFile(description).sha256();
        } catch (IOException e) {
            throw new InputException(Problem.of("the file cannot be read").at(description), e);
        }
        if (!expected.equals(saved.values().get("description_sha256"))) {
            throw new InputException(Problem.of("the weights do not belong to this description")
                    .at(file)
                    .expected(expected, saved.values().get("description_sha256"))
                    .fix("Keep model.json and model.safetensors of one training together, unchanged."));
        }
        return saved;
    }

    private static LinearPath path(Checkpoint saved, int genes, double share) {
        if (!saved.tensors().containsKey(RegionModel.LINEAR_OFFSET)) {
            return LinearPath.none();
        }
        return LinearPath.ofNeighbourhoods(
                        tensor(saved, RegionModel.LINEAR, genes, genes).values(),
                        tensor(saved, RegionModel.LINEAR_OFFSET, genes).values())
                .withShare(share);
    }

    private static Optional<PanelComponents> components(
            Checkpoint saved, int genes, JsonNode json, DescriptionReader reader) {
        if (!saved.tensors().containsKey(RegionModel.PRECISION)) {
            return Optional.empty();
        }
        NamedTensor precision = saved.tensor(RegionModel.PRECISION);
        int count = precision.values().length;
        return Optional.of(new PanelComponents(
                tensor(saved, RegionModel.LOADINGS, genes, count).values(),
                precision.values(),
                reader.number(json, "panel_noise")));
    }

    private static NamedTensor tensor(Checkpoint saved, String name, long... extents) {
        NamedTensor tensor = saved.tensor(name);
        if (!Arrays.equals(tensor.shape(), extents)) {
            throw new InputException(Problem.of("the tensor " + name + " has another shape")
                    .at(saved.source())
                    .expected(Arrays.toString(extents), Arrays.toString(tensor.shape()))
                    .fix("Keep model.json and model.safetensors of one training together."));
        }
        return tensor;
    }
}

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
        json.set("settings", settings(model.settings()));
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

    private static ObjectNode settings(RegionSettings settings) {
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

    private static ObjectNode report(TrainingReport report) {
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
        scores.put("panel_gene_mean", heldOut.panelGeneMean());
        scores.put("nearby", heldOut.nearby());
        scores.put("nearby_network", heldOut.nearbyNetwork());
        scores.put("nearby_gene_mean", heldOut.nearbyGeneMean());
        scores.put("nearby_linear", heldOut.nearbyLinear());
        return json;
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
        Reader reader = new Reader(file);
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
        for (RegionNetwork.Slot slot : RegionNetwork.slots(settings, names.size(), 0)) {
            weights.add(tensor(saved, slot.name(), slot.extents()));
        }
        NamedTensor centre = tensor(saved, RegionModel.CENTRE, settings.width());
        TrainingReport report = reader.report(json.path("training"), names.size());
        LinearPath path = path(saved, names.size(), reader.number(json, "network_share"));
        return new RegionModel(settings, names, target, scale, weights, report, path).withCentre(centre.values());
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
        return new LinearPath(
                tensor(saved, RegionModel.LINEAR, genes, genes).values(),
                tensor(saved, RegionModel.LINEAR_OFFSET, genes).values(),
                share);
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

    /** Takes checked values out of the description. */
    private record Reader(Path file) {

        RegionSettings settings(JsonNode json) {
            try {
                return new RegionSettings(
                        whole(json, "width", 4096),
                        whole(json, "heads", 4096),
                        whole(json, "layers", 64),
                        whole(json, "hidden", 1 << 16),
                        whole(json, "most_genes", MOST_GENES),
                        whole(json, "longest", 1 << 20),
                        number(json, "masked_share"),
                        whole(json, "batch", 1 << 20),
                        whole(json, "epochs", 1 << 20),
                        whole(json, "most_steps", 1 << 24),
                        number(json, "learning_rate"),
                        number(json, "held_out_share"),
                        json.path("seed").asLong());
            } catch (IllegalArgumentException e) {
                throw new InputException(Problem.of(e.getMessage()).at(file), e);
            }
        }

        TrainingReport report(JsonNode json, int genes) {
            List<TrainingReport.CurvePoint> curve = new ArrayList<>();
            for (JsonNode point : json.path("curve")) {
                curve.add(new TrainingReport.CurvePoint(
                        whole(point, "step", 1 << 24),
                        number(point, "training"),
                        number(point, "validation_masked"),
                        number(point, "validation_nearby")));
            }
            JsonNode scores = json.path("held_out");
            TrainingReport.HeldOut heldOut = new TrainingReport.HeldOut(
                    whole(scores, "cells", Integer.MAX_VALUE),
                    scores.path("hidden_values").asLong(),
                    number(scores, "masked"),
                    number(scores, "masked_gene_mean"),
                    number(scores, "masked_cell_mean"),
                    number(scores, "panel"),
                    number(scores, "panel_gene_mean"),
                    number(scores, "nearby"),
                    number(scores, "nearby_network"),
                    number(scores, "nearby_gene_mean"),
                    number(scores, "nearby_linear"));
            return new TrainingReport(
                    whole(json, "training_cells", Integer.MAX_VALUE),
                    whole(json, "validation_cells", Integer.MAX_VALUE),
                    whole(json, "held_out_cells", Integer.MAX_VALUE),
                    whole(json, "cells_without_genes", Integer.MAX_VALUE),
                    genes,
                    whole(json, "steps", 1 << 24),
                    whole(json, "best_step", 1 << 24),
                    curve,
                    heldOut);
        }

        float[] column(JsonNode genes, String key) {
            float[] values = new float[genes.size()];
            for (int gene = 0; gene < values.length; gene++) {
                values[gene] = (float) number(genes.get(gene), key);
            }
            return values;
        }

        int whole(JsonNode json, String key, int largest) {
            JsonNode value = json.path(key);
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < 0
                    || value.intValue() > largest) {
                throw fault(key, "a whole number of at most " + largest, value);
            }
            return value.intValue();
        }

        double number(JsonNode json, String key) {
            JsonNode value = json.path(key);
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw fault(key, "a number", value);
            }
            return value.doubleValue();
        }

        InputException fault(String key, Object expected, Object found) {
            return new InputException(Problem.of("the description of the region model is broken")
                    .at(file + ", key " + key)
                    .expected(expected, found)
                    .fix("Train the model again, or copy the folder again."));
        }
    }
}

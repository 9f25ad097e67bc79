package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A trained network with all that its use needs: {@code model.json} and {@code model.safetensors}.
 *
 * @param settings how it was made
 * @param retrieval whether it looks cells up; a model without is used alike
 * @param variational whether its generator has a latent variable
 * @param genes genes predicted
 * @param types cell types
 * @param vectors width of the reference's vectors
 * @param features names of the features of one scale
 * @param scales sides of the fields of view, micrometres
 * @param reference digest of the reference
 * @param verdict whether looking up helped on the held-out blocks of the case it was trained on
 * @param heldOutPearson Pearson's correlation of each gene on those blocks; NaN where it is undefined
 * @param inputScale moments of the features
 * @param geneScale moments of the genes
 * @param reach how far intervals reach, for each gene
 * @param weights in the network's order
 */
record RetrievalModel(
        RetrievalSettings settings,
        boolean retrieval,
        boolean variational,
        List<String> genes,
        List<String> types,
        int vectors,
        List<String> features,
        List<Double> scales,
        String reference,
        String verdict,
        double[] heldOutPearson,
        Moments inputScale,
        Moments geneScale,
        float[] reach,
        List<NamedTensor> weights) {

    static final String NAME = "spatho retrieval model";
    static final String VERSION = "3";
    static final String DESCRIPTION = "model.json";
    static final String WEIGHTS = "model.safetensors";

    private static final int MOST = 1 << 20;

    Configuration configuration() {
        return retrieval ? Configuration.retrieval(variational) : Configuration.plain(variational);
    }

    NetworkShape shape() {
        int inputs = Math.multiplyExact(features.size(), scales.size());
        return new NetworkShape(
                configuration(), inputs, types.size(), vectors, genes.size(), settings.width(), settings.latent());
    }

    /** Genes by their correlation on held-out tissue; those without one last, equals in the model's order. */
    List<String> bestSupportedFirst(List<String> some) {
        return some.stream()
                .sorted(Comparator.<String>comparingDouble(gene -> -support(genes.indexOf(gene)))
                        .thenComparingInt(genes::indexOf))
                .toList();
    }

    private double support(int gene) {
        return Double.isNaN(heldOutPearson[gene]) ? -2 : heldOutPearson[gene];
    }

    ObjectNode description() {
        ObjectNode json = CanonicalJson.object();
        json.put("model", NAME).put("version", VERSION);
        json.put("retrieval", retrieval).put("variational", variational);
        json.put("vectors", vectors).put("reference", reference).put("verdict", verdict);
        genes.forEach(json.putArray("genes")::add);
        types.forEach(json.putArray("cell_types")::add);
        features.forEach(json.putArray("features")::add);
        ArrayNode correlations = json.putArray("held_out_pearson");
        for (double pearson : heldOutPearson) {
            if (Double.isNaN(pearson)) {
                correlations.addNull();
            } else {
                correlations.add(pearson);
            }
        }
        ArrayNode sides = json.putArray("scales_um");
        scales.forEach(sides::add);
        json.putObject("settings")
                .put("width", settings.width())
                .put("cells", settings.cells())
                .put("latent", settings.latent())
                .put("steps", settings.steps())
                .put("batch", settings.batch())
                .put("learning_rate", settings.learningRate())
                .put("composition_weight", settings.compositionWeight())
                .put("query_weight", settings.queryWeight())
                .put("divergence_weight", settings.divergenceWeight())
                .put("level", settings.level())
                .put("seed", settings.seed());
        return json;
    }

    /** Writes the weights, which name the description they belong to. */
    void writeWeights(OutputStream out) throws IOException {
        List<NamedTensor> all = new ArrayList<>(weights);
        add(all, "input_means", inputScale.means());
        add(all, "input_deviations", inputScale.deviations());
        add(all, "gene_means", geneScale.means());
        add(all, "gene_deviations", geneScale.deviations());
        add(all, "reach", reach);
        SafetensorsWriter.write(out, all, Map.of("description_sha256", digest(description())));
    }

    private static void add(Collection<NamedTensor> all, String name, float[] values) {
        all.add(new NamedTensor(name, new long[] {values.length}, values));
    }

    private static String digest(JsonNode description) {
        return Fingerprint.ofText(CanonicalJson.line(CanonicalJson.sorted(description)))
                .sha256();
    }

    static RetrievalModel load(Path folder) {
        Path file = folder.resolve(DESCRIPTION);
        JsonNode json = StrictJson.read(file);
        if (!NAME.equals(json.path("model").asText())
                || !VERSION.equals(json.path("version").asText())) {
            throw fault(file, NAME + " " + VERSION, json.path("model").asText());
        }
        Checkpoint saved = CheckpointReader.read(folder.resolve(WEIGHTS));
        if (!digest(json).equals(saved.values().get("description_sha256"))) {
            throw new InputException(Problem.of("the weights do not belong to this description")
                    .at(folder.resolve(WEIGHTS))
                    .fix("Keep model.json and model.safetensors of one training together, unchanged."));
        }
        List<Double> scales = new ArrayList<>();
        json.path("scales_um").forEach(side -> scales.add(side.asDouble()));
        List<String> genes = texts(json, "genes", file);
        List<String> features = texts(json, "features", file);
        int inputs = Math.multiplyExact(features.size(), Math.max(1, scales.size()));
        RetrievalModel bare = new RetrievalModel(
                settings(json.path("settings"), file),
                json.path("retrieval").asBoolean(),
                json.path("variational").asBoolean(),
                genes,
                texts(json, "cell_types", file),
                json.path("vectors").asInt(),
                features,
                scales,
                json.path("reference").asText(),
                json.path("verdict").asText(),
                correlations(json.path("held_out_pearson"), genes.size(), file),
                new Moments(
                        tensor(saved, "input_means", inputs).values(),
                        tensor(saved, "input_deviations", inputs).values()),
                new Moments(
                        tensor(saved, "gene_means", genes.size()).values(),
                        tensor(saved, "gene_deviations", genes.size()).values()),
                tensor(saved, "reach", genes.size()).values(),
                List.of());
        if (bare.vectors < 1 || bare.vectors > MOST) {
            throw fault(file, "the width of the reference's vectors", bare.vectors);
        }
        return bare.withWeights(bare.shape().slots().stream()
                .map(slot -> tensor(saved, slot.name(), slot.extents()))
                .toList());
    }

    private RetrievalModel withWeights(List<NamedTensor> other) {
        return new RetrievalModel(
                settings,
                retrieval,
                variational,
                genes,
                types,
                vectors,
                features,
                scales,
                reference,
                verdict,
                heldOutPearson,
                inputScale,
                geneScale,
                reach,
                other);
    }

    private static RetrievalSettings settings(JsonNode json, Path file) {
        try {
            return new RetrievalSettings(
                    json.path("width").asInt(),
                    json.path("cells").asInt(),
                    json.path("latent").asInt(),
                    json.path("steps").asInt(),
                    json.path("batch").asInt(),
                    json.path("learning_rate").asDouble(),
                    json.path("composition_weight").asDouble(),
                    json.path("query_weight").asDouble(),
                    json.path("divergence_weight").asDouble(),
                    json.path("level").asDouble(),
                    json.path("seed").asLong());
        } catch (IllegalArgumentException e) {
            throw new InputException(Problem.of(e.getMessage()).at(file + ", key settings"), e);
        }
    }

    private static double[] correlations(JsonNode json, int genes, Path file) {
        if (json.size() != genes) {
            throw fault(file, genes + " numbers under held_out_pearson", json.size());
        }
        double[] values = new double[genes];
        Arrays.setAll(values, gene -> json.path(gene).asDouble(Double.NaN));
        return values;
    }

    private static List<String> texts(JsonNode json, String key, Path file) {
        List<String> texts = new ArrayList<>();
        json.path(key).forEach(text -> texts.add(text.asText()));
        if (texts.isEmpty() || texts.size() > MOST || texts.stream().distinct().count() != texts.size()) {
            throw fault(file, "different names under " + key, texts.size() + " names");
        }
        return texts;
    }

    private static NamedTensor tensor(Checkpoint saved, String name, long... extents) {
        NamedTensor tensor = saved.tensor(name);
        if (!Arrays.equals(tensor.shape(), extents)) {
            throw new InputException(Problem.of("a weight has the wrong shape")
                    .at(saved.source() + ", " + name)
                    .expected(Arrays.toString(extents), Arrays.toString(tensor.shape()))
                    .fix("Train the model again, or copy the folder again."));
        }
        return tensor;
    }

    private static InputException fault(Path file, Object expected, Object found) {
        return new InputException(Problem.of("not the description of a retrieval model")
                .at(file)
                .expected(expected, found)
                .fix("Name the folder rag/model that spatho rag train made"));
    }
}

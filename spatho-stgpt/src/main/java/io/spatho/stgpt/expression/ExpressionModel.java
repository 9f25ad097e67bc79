package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.ModelFolder;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trained network with all that its use needs: {@code model.json} and {@code weights.safetensors} in a folder.
 *
 * @param settings how it was made
 * @param genes genes predicted
 * @param features names of the features of one field of view
 * @param fieldsUm sides of the fields of view, ascending
 * @param encoder digest of the encoder of the features, empty when it is not known
 * @param material digest of what it was trained on
 * @param pitchUm width of its squares
 * @param scales of the features, by field of view
 * @param reach how far intervals reach, for each gene
 * @param support what the training knows of each gene
 * @param weights in the network's order
 */
public record ExpressionModel(
        ExpressionSettings settings,
        List<String> genes,
        List<String> features,
        List<Double> fieldsUm,
        Optional<String> encoder,
        String material,
        double pitchUm,
        List<FeatureScale> scales,
        float[] reach,
        GeneSupport support,
        List<NamedTensor> weights) {

    /** The name of such models in evidence. */
    public static final String NAME = "H&E to expression";

    private static final String KIND = "spatho-expression";
    private static final String VERSION = "1";
    private static final int MOST = 1 << 20;
    private static final List<String> OF_GENES =
            List.of("reach", "support.expressed", "support.mean", "support.pearson", "support.explained");

    public ExpressionModel {
        genes = List.copyOf(genes);
        features = List.copyOf(features);
        fieldsUm = List.copyOf(fieldsUm);
        scales = List.copyOf(scales);
        weights = List.copyOf(weights);
    }

    /** A digest over description and all weights. */
    public Fingerprint fingerprint() {
        StringBuilder text = new StringBuilder(CanonicalJson.line(CanonicalJson.sorted(description())));
        for (NamedTensor tensor : tensors()) {
            text.append(tensor.name()).append(Arrays.toString(tensor.shape()));
            ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.count());
            bytes.asFloatBuffer().put(tensor.values());
            text.append(Fingerprint.ofBytes(bytes.array()).sha256());
        }
        return Fingerprint.ofText(text.toString());
    }

    /** The model as evidence names it. */
    public ModelReference reference() {
        return new ModelReference(NAME, VERSION, fingerprint().sha256());
    }

    PatchPredictor predictor(PatchPredictor.Setting place) {
        ExpressionNetwork network = new ExpressionNetwork(
                place.network(), settings, scales.size(), features.size(), new double[genes.size()]);
        return new PatchPredictor(place, network, genes.size(), scales, pitchUm);
    }

    private List<NamedTensor> tensors() {
        List<NamedTensor> all = new ArrayList<>(weights);
        for (int field = 0; field < scales.size(); field++) {
            all.add(row("scale." + field + ".mean", scales.get(field).mean()));
            all.add(row("scale." + field + ".deviation", scales.get(field).deviation()));
        }
        List<float[]> values =
                List.of(reach, support.expressed(), support.mean(), support.pearson(), support.explained());
        for (int i = 0; i < values.size(); i++) {
            all.add(row(OF_GENES.get(i), values.get(i)));
        }
        return all;
    }

    private static NamedTensor row(String name, float[] values) {
        return new NamedTensor(name, new long[] {values.length}, values);
    }

    private ObjectNode description() {
        ObjectNode node = CanonicalJson.object();
        node.put("kind", KIND).put("version", VERSION);
        node.set("settings", settings.document());
        node.put("pitch_um", pitchUm)
                .put("level", Conformal.LEVEL)
                .put("training_observations", support.observations())
                .put("held_out_observations", support.heldOut())
                .put("material", material)
                .put("encoder", encoder.orElse(null));
        genes.forEach(node.putArray("genes")::add);
        features.forEach(node.putArray("features")::add);
        fieldsUm.forEach(node.putArray("fields_um")::add);
        return node;
    }

    /** Writes the model's two files below a folder of the store. */
    public void write(ArtifactStore store, String folder) {
        ModelFolder.write(store, folder, description(), tensors(), fingerprint());
    }

    /**
     * Reads a model.
     *
     * @throws ResourceException when there is none
     * @throws InputException when the folder holds another model, a weight has another shape, or its files disagree
     */
    public static ExpressionModel read(Path folder) {
        ModelFolder place = new ModelFolder(folder, "model of expression");
        JsonNode node = place.description();
        if (!KIND.equals(node.path("kind").asText())
                || !VERSION.equals(node.path("version").asText())) {
            throw place.fault(KIND + " " + VERSION, node.path("kind").asText());
        }
        ExpressionSettings settings = ExpressionSettings.read(node.path("settings"), place.document());
        List<String> genes = names(node, "genes", place);
        List<String> features = names(node, "features", place);
        List<Double> fields = new ArrayList<>();
        node.path("fields_um").forEach(side -> fields.add(side.asDouble()));
        double pitch = node.path("pitch_um").asDouble();
        if (fields.isEmpty() || !(pitch > 0) || pitch > MOST) {
            throw place.fault("fields of view and a pitch", fields.size() + " fields, " + pitch + " µm");
        }
        Checkpoint saved = place.weights(settings.width() * ((long) features.size() * fields.size() + genes.size()));
        List<NamedTensor> weights = new ArrayList<>();
        for (NamedTensor wanted : ExpressionNetwork.shapes(settings, fields.size(), features.size(), genes.size())) {
            weights.add(place.tensor(saved, wanted.name(), wanted.shape()));
        }
        List<FeatureScale> scales = new ArrayList<>();
        for (int field = 0; field < fields.size(); field++) {
            scales.add(new FeatureScale(
                    place.tensor(saved, "scale." + field + ".mean", features.size())
                            .values(),
                    place.tensor(saved, "scale." + field + ".deviation", features.size())
                            .values()));
        }
        List<float[]> ofGenes = OF_GENES.stream()
                .map(name -> place.tensor(saved, name, genes.size()).values())
                .toList();
        ExpressionModel model = new ExpressionModel(
                settings,
                genes,
                features,
                fields,
                Optional.ofNullable(node.path("encoder").textValue()),
                node.path("material").asText(),
                pitch,
                scales,
                ofGenes.get(0),
                new GeneSupport(
                        node.path("training_observations").asInt(),
                        node.path("held_out_observations").asInt(),
                        ofGenes.get(1),
                        ofGenes.get(2),
                        ofGenes.get(3),
                        ofGenes.get(4)),
                weights);
        place.require(node, model.fingerprint());
        return model;
    }

    private static List<String> names(JsonNode node, String key, ModelFolder place) {
        List<String> names = new ArrayList<>();
        node.path(key).forEach(name -> names.add(name.asText()));
        if (names.isEmpty() || names.size() > MOST || names.stream().distinct().count() != names.size()) {
            throw place.fault("different names under " + key, names.size() + " names");
        }
        return names;
    }

    /**
     * Requires features that the model can read.
     *
     * @throws InputException for features of another width, other names, another encoder or other fields of view
     */
    public void requireFeatures(PlacedFeatures places, Optional<String> other, Object where) {
        boolean isSame = places.names().equals(features) && places.scales().equals(fieldsUm);
        if (!isSame) {
            throw new InputException(Problem.of("the features are not those that the model was trained on")
                    .at(where)
                    .expected(
                            features.size() + " features at " + fieldsUm + " µm",
                            places.names().size() + " features at " + places.scales() + " µm")
                    .fix("Encode with the same encoder and fields of view"));
        }
        if (encoder.isPresent() && other.isPresent() && !encoder.equals(other)) {
            throw new InputException(Problem.of("the features are of another encoder than the model's")
                    .at(where)
                    .expected("encoder " + encoder.get(), other.get())
                    .fix("Encode with the same encoder and weights"));
        }
    }
}

package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.ModelFolder;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A trained network with the names and the scaling of what it reads: {@code weights.safetensors} and {@code model.json} in a folder. */
public final class DiscordanceModel {

    /** Its name in evidence. */
    public static final String NAME = "discordance graph VAE";

    private static final String KIND = "spatho-discordance";
    private static final String MEANS = "scaling.means";
    private static final String DEVIATIONS = "scaling.deviations";

    private final DiscordanceSettings settings;
    private final List<String> genes;
    private final List<String> features;
    private final List<String> slides;
    private final InputScaling scaling;
    private final List<NamedTensor> weights;

    DiscordanceModel(
            DiscordanceSettings settings,
            List<String> genes,
            List<String> features,
            List<String> slides,
            InputScaling scaling,
            List<NamedTensor> weights) {
        this.settings = settings;
        this.genes = List.copyOf(genes);
        this.features = List.copyOf(features);
        this.slides = List.copyOf(slides);
        this.scaling = scaling;
        this.weights = List.copyOf(weights);
    }

    /** How it was made. */
    public DiscordanceSettings settings() {
        return settings;
    }

    /** The genes it reads, in its order. */
    public List<String> genes() {
        return genes;
    }

    /** The features it reads, in its order. */
    public List<String> features() {
        return features;
    }

    /** The slides it was trained on. */
    public List<String> slides() {
        return slides;
    }

    InputScaling scaling() {
        return scaling;
    }

    /** The network's tensors in its order, and after them the centres of domains, if it has any. */
    List<NamedTensor> weights() {
        return weights;
    }

    /** The centres of domains in the latent space, clusters x dimensions, if they were trained. */
    Optional<DenseMatrix> centres() {
        return settings.clustering().isOn()
                ? Optional.of(new DenseMatrix(
                        settings.clustering().clusters(),
                        settings.latent(),
                        weights.get(weights.size() - 1).values()))
                : Optional.empty();
    }

    /** A digest over description and all weights. */
    public Fingerprint fingerprint() {
        StringBuilder text = new StringBuilder(CanonicalJson.line(document()));
        for (NamedTensor tensor : tensors()) {
            text.append(tensor.name()).append(Arrays.hashCode(tensor.shape()));
            ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.count());
            bytes.asFloatBuffer().put(tensor.values());
            text.append(Fingerprint.ofBytes(bytes.array()).sha256());
        }
        return Fingerprint.ofText(text.toString());
    }

    /** The model as evidence names it. */
    public ModelReference reference() {
        return new ModelReference(NAME, "2", fingerprint().sha256());
    }

    private List<NamedTensor> tensors() {
        List<NamedTensor> all = new ArrayList<>(weights);
        all.add(new NamedTensor(MEANS, new long[] {genes.size()}, scaling.means()));
        all.add(new NamedTensor(DEVIATIONS, new long[] {genes.size()}, scaling.deviations()));
        return all;
    }

    private ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        node.put("kind", KIND);
        node.set("settings", settings.document());
        genes.forEach(node.putArray("genes")::add);
        features.forEach(node.putArray("features")::add);
        slides.forEach(node.putArray("slides")::add);
        return node;
    }

    /** Writes the model's two files below a folder of the store. */
    public void write(ArtifactStore store, String folder) {
        ModelFolder.write(store, folder, document(), tensors(), fingerprint());
    }

    /**
     * Reads a model.
     *
     * @throws InputException when the folder holds another model, or its files disagree
     */
    public static DiscordanceModel read(Path folder) {
        ModelFolder place = new ModelFolder(folder, "discordance model");
        JsonNode node = place.description();
        if (!KIND.equals(node.path("kind").asText())) {
            throw place.fault("kind " + KIND, node.path("kind").asText());
        }
        DiscordanceSettings settings = settings(node.path("settings"), place.document());
        List<String> genes = names(node, "genes");
        List<String> features = names(node, "features");
        List<String> slides = names(node, "slides");
        Checkpoint saved = place.weights((long) settings.hidden() * (genes.size() + (long) features.size()));
        List<NamedTensor> weights = new ArrayList<>();
        for (NamedTensor wanted : GraphVae.initial(settings, genes.size(), features.size(), slides.size())) {
            weights.add(place.tensor(saved, wanted.name(), wanted.shape()));
        }
        if (settings.clustering().isOn()) {
            weights.add(place.tensor(
                    saved, EmbeddedClustering.CENTRES, settings.clustering().clusters(), settings.latent()));
        }
        DiscordanceModel model = new DiscordanceModel(
                settings,
                genes,
                features,
                slides,
                new InputScaling(
                        place.tensor(saved, MEANS, genes.size()).values(),
                        place.tensor(saved, DEVIATIONS, genes.size()).values()),
                weights);
        place.require(node, model.fingerprint());
        return model;
    }

    private static List<String> names(JsonNode node, String key) {
        List<String> names = new ArrayList<>();
        node.path(key).forEach(name -> names.add(name.asText()));
        return names;
    }

    private static DiscordanceSettings settings(JsonNode node, Path file) {
        try {
            return new DiscordanceSettings(
                    node.path("hidden").asInt(),
                    node.path("latent").asInt(),
                    node.path("heads").asInt(),
                    node.path("most_steps").asInt(),
                    node.path("annealing").asInt(),
                    node.path("score_every").asInt(),
                    node.path("patience").asInt(),
                    node.path("learning_rate").asDouble(),
                    node.path("weight_decay").asDouble(),
                    node.path("zero_inflated").asBoolean(),
                    node.path("held_out_share").asDouble(),
                    node.path("seed").asLong(),
                    ContrastiveSettings.read(node.path("contrastive")),
                    ClusteringSettings.read(node.path("embedded_clustering")));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    Problem.of("impossible settings: " + e.getMessage()).at(file), e);
        }
    }
}

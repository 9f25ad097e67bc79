package io.spatho.stgpt.retrieval;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.stgpt.histology.feature.TileFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A trained model with the reference that it looks cells up in and the features that it reads, found to fit each other. */
public final class RetrievalSources {

    /** What evidence calls such a model. */
    public static final String MODEL_NAME = RetrievalModel.NAME;

    private final RetrievalModel model;
    private final String digest;
    private final ReferenceIndex index;
    private final TileFeatures features;

    private RetrievalSources(RetrievalModel model, String digest, ReferenceIndex index, TileFeatures features) {
        this.model = model;
        this.digest = digest;
        this.index = index;
        this.features = features;
    }

    /**
     * Reads all three.
     *
     * @param model what {@code spatho rag train} made, or the folder of the model in it
     * @param index what {@code spatho rag index} made
     * @param features a table of {@code spatho histology encode}
     * @throws InputException when one cannot be read or they do not fit each other
     */
    public static RetrievalSources open(Path model, Path index, Path features) {
        return of(modelIn(model), ReferenceFiles.load(index), TileFeatures.read(features), index, features);
    }

    static RetrievalSources of(
            Path folder, ReferenceIndex index, TileFeatures features, Object indexName, Object featuresName) {
        RetrievalModel model = RetrievalModel.load(folder);
        requireFeatures(model, features, featuresName);
        requireReference(model, index, folder, indexName);
        return new RetrievalSources(model, digest(folder), index, features);
    }

    /** The folder of the model that a training left. */
    public static Path modelIn(Path place) {
        Path inside = place.resolve("rag").resolve("model");
        return Files.isDirectory(inside) ? inside : place;
    }

    /** The files of the model: description and weights. */
    public static List<Path> filesOf(Path place) {
        Path folder = modelIn(place);
        return List.of(folder.resolve(RetrievalModel.DESCRIPTION), folder.resolve(RetrievalModel.WEIGHTS));
    }

    private static String digest(Path folder) {
        Path weights = folder.resolve(RetrievalModel.WEIGHTS);
        try {
            return Fingerprint.ofFile(weights).sha256();
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the model's weights cannot be read")
                            .at(weights)
                            .fix("Name the folder rag/model that spatho rag train made"),
                    e);
        }
    }

    private static void requireFeatures(RetrievalModel model, TileFeatures features, Object where) {
        if (!features.names().equals(model.features()) || !features.scales().equals(model.scales())) {
            throw new InputException(Problem.of("the features are not those that the model was trained on")
                    .at(where)
                    .expected(
                            model.features().size() + " features at " + model.scales() + " µm",
                            features.names().size() + " features at " + features.scales() + " µm")
                    .fix("Make them with the same encoder and fields of view"));
        }
    }

    private static void requireReference(RetrievalModel model, ReferenceIndex index, Path folder, Object where) {
        String found = index.fingerprint().sha256();
        if (!found.equals(model.reference())) {
            throw new InputException(Problem.of("the model was trained with another reference")
                    .at(where)
                    .expected(model.reference(), found)
                    .fix("Name the index that the training used"));
        }
        boolean fits = index.vectors().columns() == model.vectors()
                && index.typeNames().equals(model.types());
        if (!fits) {
            throw new InputException(Problem.of("the model does not fit the reference that it names")
                    .at(folder.resolve(RetrievalModel.DESCRIPTION))
                    .expected(
                            index.typeNames().size() + " cell types, vectors of "
                                    + index.vectors().columns(),
                            model.types().size() + " cell types, vectors of " + model.vectors())
                    .fix("Train the model again, or copy the folder again."));
        }
    }

    /**
     * Fails unless the case measured some of the genes and the features are of some of its observations.
     *
     * @throws InputException in one line, otherwise
     */
    public void requireCase(SpatialDataset dataset) {
        if (shared(dataset).isEmpty()) {
            List<String> first =
                    model.genes().subList(0, Math.min(5, model.genes().size()));
            throw new InputException(Problem.of("the case has none of the genes that the model predicts")
                    .at("--retrieval")
                    .expected(
                            "some of " + String.join(", ", first) + " and so on",
                            dataset.panel().size() + " other genes")
                    .fix("Train a model on cases of this panel"));
        }
        if (Arrays.stream(features.rowsOf(dataset.cellIds())).allMatch(row -> row < 0)) {
            throw new InputException(Problem.of("the features are of other observations than the case's")
                    .at("--retrieval-features")
                    .expected("tiles named like " + dataset.cellIds()[0], features.tileIds()[0])
                    .fix("Make them of this very case: spatho histology encode BUNDLE --he SLIDE -o OUT"));
        }
    }

    /** The genes that a case measured among those that the model predicts, in the model's order. */
    List<String> shared(SpatialDataset dataset) {
        Set<String> measured = new HashSet<>(dataset.panel().uniqueNames());
        return model.genes().stream().filter(measured::contains).toList();
    }

    RetrievalModel model() {
        return model;
    }

    /** The digest of the weights. */
    String digest() {
        return digest;
    }

    ModelReference reference() {
        return new ModelReference(RetrievalModel.NAME, RetrievalModel.VERSION, digest);
    }

    ReferenceIndex index() {
        return index;
    }

    /** The table of tiles. */
    public TileFeatures features() {
        return features;
    }
}

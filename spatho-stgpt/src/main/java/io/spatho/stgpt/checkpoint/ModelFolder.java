package io.spatho.stgpt.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The folder of a model that spatho trained on slides: {@code model.json} says what it is, {@code weights.safetensors} holds its
 * numbers, and the fingerprint in the first is over both.
 *
 * @param folder where
 * @param what the kind of model, for messages
 */
public record ModelFolder(Path folder, String what) {

    /** The description of a model. */
    public static final String DOCUMENT = "model.json";

    /** The weights of a model. */
    public static final String WEIGHTS = "weights.safetensors";

    private static final String FINGERPRINT = "fingerprint";

    /** Writes both files below a folder of the store; {@code description} gets the fingerprint. */
    public static void write(
            ArtifactStore store,
            String folder,
            ObjectNode description,
            List<NamedTensor> tensors,
            Fingerprint fingerprint) {
        Map<String, String> values = Map.of("kind", description.path("kind").asText());
        store.file(folder + "/" + WEIGHTS, "application/octet-stream", Origin.MODEL_DERIVED, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                SafetensorsWriter.write(out, tensors, values);
            }
        });
        description.put(FINGERPRINT, fingerprint.sha256());
        store.json(folder + "/" + DOCUMENT, Origin.MODEL_DERIVED, description);
    }

    /**
     * The description.
     *
     * @throws ResourceException when one of the two files is missing
     * @throws InputException when the description is not JSON
     */
    public JsonNode description() {
        if (!Files.isRegularFile(document()) || !Files.isRegularFile(folder.resolve(WEIGHTS))) {
            throw new ResourceException(Problem.of("no " + what + " here")
                    .at(folder)
                    .expected(DOCUMENT + " and " + WEIGHTS, "not both")
                    .fix("Name the folder that training wrote"));
        }
        return StrictJson.read(document());
    }

    /**
     * The weights.
     *
     * @param leastNumbers how many numbers the description asks for at least: checked before anything of that size is made
     * @throws InputException when the file is too small for them, or not safetensors
     */
    public Checkpoint weights(long leastNumbers) {
        Path file = folder.resolve(WEIGHTS);
        long bytes = file.toFile().length();
        if (leastNumbers > bytes / Float.BYTES) {
            throw fault(file, "at least " + leastNumbers + " numbers for this description", bytes + " bytes");
        }
        return CheckpointReader.read(file);
    }

    /**
     * A tensor of the weights.
     *
     * @throws InputException when it is missing or has another shape
     */
    public NamedTensor tensor(Checkpoint weights, String name, long... shape) {
        NamedTensor tensor = weights.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new InputException(Problem.of("a weight has the wrong shape")
                    .at(folder.resolve(WEIGHTS) + ", " + name)
                    .expected(Arrays.toString(shape), Arrays.toString(tensor.shape()))
                    .fix("Keep " + DOCUMENT + " and " + WEIGHTS + " of one training together, unchanged"));
        }
        return new NamedTensor(name, shape, tensor.values());
    }

    /** Refuses a model that is not the one its description tells of. */
    public void require(JsonNode description, Fingerprint read) {
        String stated = description.path(FINGERPRINT).asText();
        if (!stated.equals(read.sha256())) {
            throw fault(document(), "fingerprint " + read.sha256(), stated);
        }
    }

    /** What is said of a description that cannot be meant. */
    public InputException fault(String expected, String found) {
        return fault(document(), expected, found);
    }

    private InputException fault(Path file, String expected, String found) {
        return new InputException(Problem.of("not a whole " + what)
                .at(file)
                .expected(expected, found)
                .fix("Name the folder that training wrote, unaltered"));
    }

    /** The file that describes the model. */
    public Path document() {
        return folder.resolve(DOCUMENT);
    }
}

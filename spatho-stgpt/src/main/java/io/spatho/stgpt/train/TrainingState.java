package io.spatho.stgpt.train;

import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a training keeps what its next step depends on, so that it goes on after the process was killed: one file {@code
 * state.safetensors}, which is replaced as a whole and names what it belongs to (settings, data and model by digest).
 *
 * <p>A state of another training is not used. Cost: weights, optimizer and best weights in bytes for each saving.
 */
public final class TrainingState {

    private static final String FILE = "state.safetensors";
    private static final String PART_FILE = "state-%s.safetensors";
    private static final String IDENTITY = "identity";
    private static final String HISTORY = "history";

    private final Optional<Path> file;
    private final String identity;

    private TrainingState(Optional<Path> file, String identity) {
        this.file = file;
        this.identity = identity;
    }

    /** A training that is not kept. */
    public static TrainingState none() {
        return new TrainingState(Optional.empty(), "");
    }

    /**
     * A state in a folder.
     *
     * @param identity digest over everything that decides the training's result
     */
    public static TrainingState in(Path folder, Fingerprint identity) {
        return new TrainingState(Optional.of(folder.resolve(FILE)), identity.sha256());
    }

    /** The state of a part of this training that is a course of its own, in a file beside this one's. */
    public TrainingState part(String name) {
        return new TrainingState(
                file.map(path -> path.resolveSibling(PART_FILE.formatted(name))), identity + "/" + name);
    }

    /** What was saved of this training, if anything was. */
    Optional<Checkpoint> read() {
        return file.filter(Files::isRegularFile)
                .map(CheckpointReader::read)
                .filter(saved -> identity.equals(saved.values().get(IDENTITY)));
    }

    static String history(Checkpoint saved) {
        return String.valueOf(saved.values().get(HISTORY));
    }

    void save(List<NamedTensor> tensors, String history) {
        file.ifPresent(path -> DurableFiles.write(path, part -> {
            try (OutputStream out = Files.newOutputStream(part)) {
                SafetensorsWriter.write(out, tensors, Map.of(IDENTITY, identity, HISTORY, history));
            }
        }));
    }

    /** Removes the file of a training that is done and whose result is safe, and its folder if nothing else is in it. */
    public void remove() {
        file.ifPresent(path -> {
            try {
                Files.deleteIfExists(path);
                Path folder = path.getParent();
                if (removeIfEmpty(folder)) {
                    removeIfEmpty(folder.getParent());
                }
            } catch (IOException e) {
                throw new ResourceException(
                        Problem.of("cannot remove the state of a finished training")
                                .at(path),
                        e);
            }
        });
    }

    private static boolean removeIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }
}

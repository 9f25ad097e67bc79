package io.spatho.stgpt.nn;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.CheckpointReader;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TorchEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The TorchScript files that a user vouches for, each by the SHA-256 of its bytes.
 *
 * <p>A TorchScript archive is a program, and the engine runs parts of it while it loads; no other file does. Only a file whose digest
 * was named is given to the engine, from the very bytes that were digested, and only its parameters are used: they pass through the
 * same strict reading by name and shape as those of a state dict, and the program in it is never called.
 */
public final class TrustedScripts {

    private static final long MOST_BYTES = Integer.MAX_VALUE - 64;

    private final Set<String> digests;

    private TrustedScripts(Set<String> digests) {
        this.digests = digests;
    }

    /** No TorchScript at all. */
    public static TrustedScripts none() {
        return new TrustedScripts(Set.of());
    }

    /** The files of these digests, in hexadecimal. */
    public static TrustedScripts of(Collection<String> digests) {
        Set<String> lower = new TreeSet<>();
        digests.forEach(digest -> lower.add(digest.toLowerCase(Locale.ROOT)));
        return new TrustedScripts(lower);
    }

    /**
     * Reads a weight file: data by {@link CheckpointReader}, a TorchScript archive if it is trusted.
     *
     * @throws InputException for an archive that is not trusted, naming its digest
     */
    public Checkpoint read(Path file) {
        if (!CheckpointReader.isScript(file)) {
            return CheckpointReader.read(file);
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(
                        Problem.of("the TorchScript file is too large").at(file));
            }
            byte[] bytes = Files.readAllBytes(file);
            String digest = Fingerprint.ofBytes(bytes).sha256();
            if (!digests.contains(digest)) {
                throw refused(file, digest);
            }
            return Checkpoint.of(file.toString(), parameters(file, bytes));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the weight file cannot be read").at(file), e);
        }
    }

    private InputException refused(Path file, String digest) {
        return new InputException(Problem.of("refused a TorchScript program")
                .at(file)
                .expected(digests.isEmpty() ? "data" : "a program of digest " + String.join(" or ", digests), digest)
                .fix("A program can run anything. Use safetensors or a state dict; or, if you trust whoever made this"
                        + " very file, --trust-model " + digest));
    }

    private static Map<String, NamedTensor> parameters(Path file, byte[] bytes) throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        TorchEngine engine = TorchEngine.start();
        try (Model model = engine.scriptModel(file.toString())) {
            model.load(new ByteArrayInputStream(bytes));
            for (Pair<String, Parameter> entry : model.getBlock().getDirectParameters()) {
                NDArray array = entry.getValue().getArray();
                String name = array.getName() == null ? entry.getKey() : array.getName();
                float[] values = array.toType(DataType.FLOAT32, false).toFloatArray();
                tensors.put(name, new NamedTensor(name, array.getShape().getShape(), values));
            }
            return tensors;
        } catch (MalformedModelException | EngineException e) {
            throw new InputException(
                    Problem.of("the engine cannot load the TorchScript file").at(file), e);
        }
    }
}

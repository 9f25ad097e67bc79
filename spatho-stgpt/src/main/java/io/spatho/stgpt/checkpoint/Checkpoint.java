package io.spatho.stgpt.checkpoint;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a weight file: tensors by name in file order, and the plain values beside them.
 *
 * <p>In a file of nested dictionaries a tensor's name is its path, joined by {@code /}, such as
 * {@code model_state_dict/encoder.weight}; {@link #stateDict()} goes to the dictionary that holds the weights. Plain values are
 * {@link String}, {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, {@code null}, {@link List} and
 * {@link Map} of these.
 */
public final class Checkpoint {

    private static final List<String> STATE_DICTS =
            List.of("model_state_dict", "state_dict", "model_state", "model", "module");

    private final String source;
    private final Map<String, NamedTensor> tensors;
    private final Map<String, Object> values;

    Checkpoint(String source, Map<String, NamedTensor> tensors, Map<String, Object> values) {
        this.source = source;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.values = Collections.unmodifiableMap(values);
    }

    /** Tensors that were read in another way than by this package, without plain values. */
    public static Checkpoint of(String source, Map<String, NamedTensor> tensors) {
        return new Checkpoint(source, new LinkedHashMap<>(tensors), Map.of());
    }

    /** The file it came from, for messages. */
    public String source() {
        return source;
    }

    /** The tensors by name, in file order. */
    public Map<String, NamedTensor> tensors() {
        return tensors;
    }

    /** The plain values of the outermost dictionary, in file order. */
    public Map<String, Object> values() {
        return values;
    }

    /** The tensor of that name; a missing one is an {@link InputException} that names it. */
    public NamedTensor tensor(String name) {
        NamedTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InputException(Problem.of("the checkpoint lacks the tensor " + name)
                    .at(source)
                    .expected(name, tensors.size() + " other tensors")
                    .fix("Use the weights that belong to the model's args.json."));
        }
        return tensor;
    }

    /**
     * The weights alone: the tensors at the outermost level, or those of the inner dictionary that training scripts call
     * {@code model_state_dict}, {@code state_dict}, {@code model_state}, {@code model} or {@code module}.
     */
    public Checkpoint stateDict() {
        if (tensors.keySet().stream().anyMatch(name -> name.indexOf('/') < 0)) {
            return this;
        }
        for (String name : STATE_DICTS) {
            if (tensors.keySet().stream().anyMatch(tensor -> tensor.startsWith(name + "/"))) {
                return under(name);
            }
        }
        return this;
    }

    /** The tensors whose names begin with {@code path/}, renamed without it. */
    public Checkpoint under(String path) {
        Map<String, NamedTensor> inner = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(path + "/")) {
                String rest = name.substring(path.length() + 1);
                inner.put(rest, tensor.renamed(rest));
            }
        });
        return new Checkpoint(source, inner, values);
    }
}

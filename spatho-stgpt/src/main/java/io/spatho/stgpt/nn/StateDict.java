package io.spatho.stgpt.nn;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a published network under one spelling of their names, taken out one by one with the shape that the network
 * needs; what is missing, has another shape or is left over is told in one error.
 *
 * <p>Spellings that mean the same layout are mapped: the prefix {@code module.} of distributed training and {@code _impl.} of the
 * wrapper around fused attention are dropped, and fused attention's {@code self_attn.Wqkv.} becomes PyTorch's
 * {@code self_attn.in_proj_}. Not thread-safe. Source: scGPT {@code scgpt/utils/util.py} ({@code load_pretrained}).
 */
public final class StateDict {

    private final String source;
    private final Map<String, NamedTensor> left = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private StateDict(String source) {
        this.source = source;
    }

    /**
     * The weights of a checkpoint.
     *
     * @throws InputException if two of its names mean the same tensor
     */
    public static StateDict of(Checkpoint checkpoint) {
        Checkpoint weights = checkpoint.stateDict();
        return of(weights.tensors(), weights.source());
    }

    /** The weights of a map by name; {@code source} names it in errors. */
    public static StateDict of(Map<String, NamedTensor> tensors, String source) {
        StateDict dict = new StateDict(source);
        tensors.forEach((name, tensor) -> {
            if (dict.left.putIfAbsent(commonName(name), tensor) != null) {
                throw new InputException(Problem.of("two tensors have names that mean the same")
                        .at(source)
                        .expected("one tensor " + commonName(name), name)
                        .fix("Save the state dict of one model."));
            }
        });
        return dict;
    }

    /** The spelling under which a tensor of that name is taken. */
    public static String commonName(String name) {
        String common = name;
        while (common.startsWith("module.")) {
            common = common.substring("module.".length());
        }
        return common.replace("._impl.", ".").replace("self_attn.Wqkv.", "self_attn.in_proj_");
    }

    /** Whether a tensor of that name is still there. */
    public boolean has(String name) {
        return left.containsKey(name);
    }

    /** The extents of a tensor that is still there, or none. */
    public long[] shape(String name) {
        NamedTensor tensor = left.get(name);
        return tensor == null ? new long[0] : tensor.shape().clone();
    }

    /**
     * Takes a tensor out. If it is missing or has another shape, the fault is kept for {@link #requireSound}, which must be called
     * before any of the tensors is used, and an empty tensor is returned.
     */
    public NamedTensor take(String name, long... shape) {
        NamedTensor tensor = left.remove(name);
        if (tensor != null && Arrays.equals(tensor.shape(), shape)) {
            return tensor;
        }
        faults.add(
                tensor == null
                        ? name + " is missing"
                        : name + " is " + Arrays.toString(tensor.shape()) + " instead of " + Arrays.toString(shape));
        return new NamedTensor(name, new long[] {0}, new float[0]);
    }

    /** Reports every tensor that is left and whose name begins with one of the prefixes. */
    public void refuse(String reason, String... prefixes) {
        for (String name : left.keySet()) {
            if (Arrays.stream(prefixes).anyMatch(name::startsWith)) {
                faults.add(name + " " + reason);
            }
        }
    }

    /** The names that no one took, in file order. */
    public List<String> untaken() {
        return List.copyOf(left.keySet());
    }

    /** What is wrong so far, one entry for each tensor. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /**
     * Ends the reading.
     *
     * @throws InputException one line with every fault, if there is any
     */
    public void requireSound() {
        if (!faults.isEmpty()) {
            throw new InputException(Problem.of("the weights do not fit the network, " + faults.size() + " tensors: "
                            + String.join("; ", faults))
                    .at(source)
                    .fix("Use the weights, args.json and vocab.json that were published together."));
        }
    }
}

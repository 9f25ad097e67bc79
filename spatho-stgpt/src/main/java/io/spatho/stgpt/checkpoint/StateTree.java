package io.spatho.stgpt.checkpoint;

import io.spatho.anndata.pickle.PickleValue;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import io.spatho.stgpt.checkpoint.TorchValue.Global;
import io.spatho.stgpt.checkpoint.TorchValue.Role;
import io.spatho.stgpt.checkpoint.TorchValue.Storage;
import io.spatho.stgpt.checkpoint.TorchValue.Tensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what a pickle held into named tensors and plain values.
 *
 * <p>A pickle may hold one container many times, or inside itself, so the walk is bounded in depth and in steps, and the tensors
 * it makes are bounded by the storages that they rest on.
 */
final class StateTree {

    private static final int MOST_STEPS = 1_000_000;
    private static final int MOST_TIMES_ITS_STORAGE = 4;
    private static final long ALWAYS_ALLOWED = 1 << 20;

    private final String file;
    private final Map<String, FileRegion> storages;
    private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    private final IdentityHashMap<Tensor, NamedTensor> made = new IdentityHashMap<>();
    private final long mostNumbers;
    private final int deepest = Limit.CHECKPOINT_DEPTH.intValue();
    private final int longestName = Limit.NAME_BYTES.intValue();
    private long numbers;
    private int steps;

    private StateTree(String file, Map<String, FileRegion> storages, long storedNumbers) {
        this.file = file;
        this.storages = storages;
        this.mostNumbers = ALWAYS_ALLOWED + MOST_TIMES_ITS_STORAGE * storedNumbers;
    }

    /** Walks the root of a checkpoint, whose storages lie in the regions given. */
    static Checkpoint read(String file, Object root, Map<String, FileRegion> storages, long storedNumbers) {
        StateTree tree = new StateTree(file, storages, storedNumbers);
        Map<String, Object> values = new LinkedHashMap<>();
        if (root instanceof Dict dict) {
            tree.dict(dict, "", 0, values);
        } else if (!(root instanceof List<?>) && !(root instanceof Tensor)) {
            throw tree.fault("the checkpoint is not a dictionary", "a state dict", PickleValue.kind(root));
        } else {
            values.put("root", tree.plain(root, "root", 0));
        }
        return new Checkpoint(file, tree.tensors, values);
    }

    private void dict(Dict dict, String path, int depth, Map<String, Object> values) {
        dict.entries().forEach((key, value) -> {
            String name = path.isEmpty() ? String.valueOf(key) : path + "/" + key;
            if (name.length() > longestName) {
                throw fault("a name in the checkpoint is too long", "at most " + longestName, name.length());
            }
            Object plain = plain(value, name, depth + 1);
            if (value instanceof Tensor) {
                return;
            }
            if (values.containsKey(String.valueOf(key))) {
                throw fault("two keys of the checkpoint read alike", "distinct keys", name);
            }
            values.put(String.valueOf(key), plain);
        });
    }

    /** The plain form of a value; tensors are put aside under their path. */
    private Object plain(Object value, String path, int depth) {
        if (++steps > MOST_STEPS || depth > deepest) {
            throw fault("the checkpoint nests too deep or too wide", "at most " + deepest + " levels", "more");
        }
        if (value instanceof Tensor tensor) {
            tensor(tensor, path);
            return null;
        }
        if (value instanceof Dict dict) {
            Map<String, Object> inner = new LinkedHashMap<>();
            dict(dict, path, depth, inner);
            return Collections.unmodifiableMap(inner);
        }
        if (value instanceof Tuple tuple) {
            return list(tuple.items(), path, depth);
        }
        if (value instanceof List<?> list) {
            return list(list, path, depth);
        }
        if (value instanceof Global global && global.role() == Role.TYPE) {
            return global.name();
        }
        boolean scalar = value == null
                || value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof BigInteger;
        if (!scalar) {
            throw fault("the checkpoint holds a value that is not plain", "tensors and plain values", kind(value));
        }
        return value;
    }

    private static String kind(Object value) {
        return value instanceof Storage ? "a bare storage" : PickleValue.kind(value);
    }

    private List<Object> list(List<?> items, String path, int depth) {
        List<Object> plain = new ArrayList<>(Math.min(items.size(), 1000));
        for (int i = 0; i < items.size(); i++) {
            String name = path + "/" + i;
            if (name.length() > longestName + 16) {
                throw fault("a name in the checkpoint is too long", "at most " + longestName, name.length());
            }
            plain.add(plain(items.get(i), name, depth + 1));
        }
        return Collections.unmodifiableList(plain);
    }

    private void tensor(Tensor tensor, String path) {
        NamedTensor known = made.get(tensor);
        if (known == null) {
            numbers += Math.max(tensor.count(), tensor.span());
            if (numbers > mostNumbers) {
                throw fault("the tensors are far larger than what the file stores", "at most " + mostNumbers, numbers);
            }
            known = named(tensor, path);
            made.put(tensor, known);
        }
        if (tensors.put(path, known.renamed(path)) != null) {
            throw fault("two keys of the checkpoint read alike", "distinct names", path);
        }
    }

    /** A contiguous tensor stays in the file; another one is gathered now. */
    private NamedTensor named(Tensor tensor, String path) {
        Storage storage = tensor.storage();
        FileRegion region = storages.get(storage.key());
        long first = storage.first() + tensor.first();
        if (isContiguous(tensor)) {
            return new NamedTensor(
                    path,
                    tensor.shape(),
                    storage.type(),
                    StoredNumbers.of(region, storage.type(), first, tensor.count()));
        }
        float[] gathered = gather(tensor, region.numbers(storage.type(), first, tensor.span()));
        return new NamedTensor(path, tensor.shape(), storage.type(), NamedTensor.inMemory(gathered));
    }

    private static boolean isContiguous(Tensor tensor) {
        long expected = 1;
        for (int i = tensor.shape().length - 1; i >= 0; i--) {
            if (tensor.shape()[i] != 1 && tensor.strides()[i] != expected) {
                return tensor.count() == 0;
            }
            expected *= tensor.shape()[i];
        }
        return true;
    }

    private static float[] gather(Tensor tensor, float[] span) {
        int dimensions = tensor.shape().length;
        long[] index = new long[dimensions];
        float[] values = new float[tensor.count()];
        long at = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = span[(int) at];
            for (int d = dimensions - 1; d >= 0; d--) {
                at += tensor.strides()[d];
                if (++index[d] < tensor.shape()[d]) {
                    break;
                }
                at -= tensor.strides()[d] * tensor.shape()[d];
                index[d] = 0;
            }
        }
        return values;
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(file)
                .expected(expected, found)
                .fix("Save model.state_dict() alone, or use safetensors."));
    }
}

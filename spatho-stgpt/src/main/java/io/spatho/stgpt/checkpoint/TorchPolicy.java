package io.spatho.stgpt.checkpoint;

import io.spatho.anndata.pickle.PickleName;
import io.spatho.anndata.pickle.PicklePolicy;
import io.spatho.anndata.pickle.PickleReader;
import io.spatho.anndata.pickle.PickleSource;
import io.spatho.anndata.pickle.PickleValue;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import io.spatho.stgpt.checkpoint.TorchValue.Global;
import io.spatho.stgpt.checkpoint.TorchValue.Role;
import io.spatho.stgpt.checkpoint.TorchValue.Storage;
import io.spatho.stgpt.checkpoint.TorchValue.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the four allowed names do when a pickle calls them: make a tensor view, a dictionary or a tuple, and nothing else. */
final class TorchPolicy implements PicklePolicy {

    private static final PickleSource.Advice ADVICE = new PickleSource.Advice(
            "The file is damaged or is not a PyTorch checkpoint; copy or export it again.",
            "A checkpoint may hold tensors and plain values only; save model.state_dict() or use safetensors.");

    private static final int MOST_DIMENSIONS = 32;
    private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

    private final PickleSource in;

    TorchPolicy(PickleSource in) {
        this.in = in;
    }

    /** The bytes of a checkpoint's pickle. */
    static PickleSource source(byte[] bytes, long offsetInFile, String file) {
        return new PickleSource(bytes, offsetInFile, file, ADVICE);
    }

    /** Reads one pickle of a checkpoint. */
    static Object read(PickleSource in) {
        return PickleReader.read(in, new TorchPolicy(in));
    }

    @Override
    public Instructions instructions() {
        return Instructions.PLAIN;
    }

    @Override
    public Optional<Global> find(String module, String name) {
        return TorchNames.find(module, name);
    }

    @Override
    public Object create(PickleName type, List<Object> arguments, int place) {
        throw in.refusal("an object of " + type.name(), place);
    }

    /** PyTorch hangs {@code _metadata} (module versions) on a state dict so; it is plain data and is not needed. */
    @Override
    public void build(Object target, Object state, int place) {
        boolean onOrderedDict = target instanceof Dict dict && dict.ordered();
        boolean plain = state instanceof Dict attributes
                && attributes.entries().keySet().stream().allMatch("_metadata"::equals);
        if (!onOrderedDict || !plain) {
            throw in.refusal("BUILD of anything but the _metadata of an ordered dictionary", place);
        }
    }

    @Override
    public Object call(PickleName called, List<Object> arguments, int place) {
        // Every name that the reader holds came from find.
        Global target = (Global) called;
        return switch (target.role()) {
            case REBUILD_TENSOR -> tensor(arguments);
            case REBUILD_PARAMETER -> parameter(arguments);
            case ORDERED_DICT -> orderedDict(arguments);
            case SIZE -> size(arguments);
            case STORAGE, TYPE -> throw in.refusal("a call of " + target.name(), place);
        };
    }

    /** A storage from its persistent id {@code ("storage", class, key, device, numbers[, view])}. */
    @Override
    public Storage persistent(Object id, int place) {
        if (!(id instanceof Tuple tuple)
                || tuple.items().size() < 5
                || tuple.items().size() > 6
                || !"storage".equals(tuple.items().get(0))
                || !TorchValue.isRole(tuple.items().get(1), Role.STORAGE)
                || !(tuple.items().get(2) instanceof String key)
                || !(tuple.items().get(4) instanceof Long numbers)
                || numbers < 0) {
            throw in.fault(
                    "a persistent id is not a storage", "(storage, class, key, device, numbers)", "another form");
        }
        if (key.isEmpty() || key.length() > 64 || !key.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))) {
            throw in.fault("a storage has an impossible key", "up to 64 letters and digits", key);
        }
        ElementType type = ((Global) tuple.items().get(1)).type();
        Object view = tuple.items().size() == 6 ? tuple.items().get(5) : null;
        return view == null ? new Storage(type, key, numbers, 0, numbers) : viewOf(type, key, numbers, view);
    }

    private Storage viewOf(ElementType type, String key, long numbers, Object view) {
        boolean form = view instanceof Tuple parts
                && parts.items().size() == 3
                && parts.items().get(1) instanceof Long
                && parts.items().get(2) instanceof Long;
        if (!form) {
            throw in.fault("a storage view is malformed", "(key, offset, size)", PickleValue.kind(view));
        }
        long first = (Long) ((Tuple) view).items().get(1);
        long count = (Long) ((Tuple) view).items().get(2);
        if (first < 0 || count < 0 || first > numbers || count > numbers - first) {
            throw in.fault("a storage view leaves its storage", "within " + numbers, first + " + " + count);
        }
        return new Storage(type, key, numbers, first, count);
    }

    private Tensor tensor(List<Object> arguments) {
        if (arguments.size() < 6
                || arguments.size() > 7
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Long first)
                || !(arguments.get(2) instanceof Tuple shape)
                || !(arguments.get(3) instanceof Tuple strides)
                || !(arguments.get(4) instanceof Boolean)
                || !isEmptyDict(arguments.get(5))) {
            throw in.fault("a tensor is malformed", "(storage, offset, size, stride, flag, no hooks)", "another form");
        }
        return view(storage, first, longs(shape), longs(strides));
    }

    private Tensor view(Storage storage, long first, long[] shape, long[] strides) {
        if (shape.length != strides.length || shape.length > MOST_DIMENSIONS || first < 0) {
            throw in.fault("a tensor has an impossible form", "as many strides as extents", shape.length);
        }
        try {
            long count = 1;
            long last = 0;
            for (int i = 0; i < shape.length; i++) {
                count = Math.multiplyExact(count, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
            long span = count == 0 ? 0 : Math.addExact(last, 1);
            if (count > MOST_NUMBERS || span > MOST_NUMBERS || Math.addExact(first, span) > storage.count()) {
                throw in.fault("a tensor leaves its storage", "within " + storage.count() + " numbers", first + span);
            }
            return new Tensor(storage, first, shape, strides, (int) count, (int) span);
        } catch (ArithmeticException e) {
            throw in.fault("the extents of a tensor overflow", "a size that fits memory", "a larger one");
        }
    }

    private Tensor parameter(List<Object> arguments) {
        if (arguments.size() != 3
                || !(arguments.get(0) instanceof Tensor tensor)
                || !(arguments.get(1) instanceof Boolean)
                || !isEmptyDict(arguments.get(2))) {
            throw in.fault("a parameter is malformed", "(tensor, flag, no hooks)", "another form");
        }
        return tensor;
    }

    private Dict orderedDict(List<Object> arguments) {
        Dict dict = Dict.empty(true);
        if (arguments.isEmpty()) {
            return dict;
        }
        if (arguments.size() != 1 || !(arguments.get(0) instanceof List<?> pairs)) {
            throw in.fault("an ordered dictionary is malformed", "no arguments or a list of pairs", "another form");
        }
        List<Object> flat = new ArrayList<>();
        for (Object pair : pairs) {
            List<?> two = pair instanceof Tuple tuple ? tuple.items() : pair instanceof List<?> list ? list : List.of();
            if (two.size() != 2) {
                throw in.fault("an ordered dictionary is malformed", "pairs", two.size() + " items");
            }
            flat.addAll(two);
        }
        PickleReader.putAll(dict.entries(), flat, in);
        return dict;
    }

    private Tuple size(List<Object> arguments) {
        if (arguments.size() != 1 || !(arguments.get(0) instanceof Tuple extents)) {
            throw in.fault("torch.Size is malformed", "one tuple", arguments.size() + " arguments");
        }
        longs(extents);
        return extents;
    }

    private long[] longs(Tuple tuple) {
        long[] values = new long[tuple.items().size()];
        for (int i = 0; i < values.length; i++) {
            if (!(tuple.items().get(i) instanceof Long value) || value < 0) {
                throw in.fault("an extent or stride is not a whole number", "0 or more", "another value");
            }
            values[i] = value;
        }
        return values;
    }

    private static boolean isEmptyDict(Object value) {
        return value == null || (value instanceof Dict dict && dict.entries().isEmpty());
    }
}

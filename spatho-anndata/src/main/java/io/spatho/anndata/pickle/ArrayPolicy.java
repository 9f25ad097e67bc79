package io.spatho.anndata.pickle;

import io.spatho.anndata.pickle.PickleValue.Bytes;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policy of pickles that hold NumPy arrays and objects of a few classes, all as data.
 *
 * <p>Allowed are the names by which NumPy 1 and 2 write arrays, element types and scalars, Python's own way of writing bytes and
 * objects before protocol 3, and the classes that the caller names; their objects become {@link DataObject}s. Source:
 * {@code numpy.core.multiarray} 1.14 to 2.4 ({@code ndarray.__reduce_ex__}, {@code dtype.__reduce__}).
 */
public final class ArrayPolicy implements PicklePolicy {

    private static final int LONGEST_SCALAR = 1024;

    private final PickleSource in;
    private final Set<String> classes;

    private enum Role {
        ARRAY,
        ARRAY_CLASS,
        BUFFER,
        SCALAR,
        TYPE,
        ENCODE,
        OBJECT,
        OBJECT_CLASS,
        CLASS
    }

    private record Named(String name, Role role) implements PickleName {}

    private ArrayPolicy(PickleSource in, Set<String> classes) {
        this.in = in;
        this.classes = classes;
    }

    /** Reads one pickle, in which the classes named (module and name with a dot between) may occur. */
    public static Object read(PickleSource in, Set<String> classes) {
        return PickleReader.read(in, new ArrayPolicy(in, classes));
    }

    @Override
    public Instructions instructions() {
        return Instructions.ALL;
    }

    @Override
    public Optional<Named> find(String module, String name) {
        String full = module + "." + name;
        Role role =
                switch (full) {
                    case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" -> Role.ARRAY;
                    case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" -> Role.BUFFER;
                    case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> Role.SCALAR;
                    case "numpy.ndarray" -> Role.ARRAY_CLASS;
                    case "numpy.dtype" -> Role.TYPE;
                    case "_codecs.encode" -> Role.ENCODE;
                    case "copy_reg._reconstructor", "copyreg._reconstructor" -> Role.OBJECT;
                    case "__builtin__.object", "builtins.object" -> Role.OBJECT_CLASS;
                    default -> classes.contains(full) ? Role.CLASS : null;
                };
        return Optional.ofNullable(role).map(known -> new Named(full, known));
    }

    @Override
    public Object call(PickleName target, List<Object> arguments, int place) {
        return switch (((Named) target).role()) {
            case ARRAY -> empty(arguments);
            case BUFFER -> buffer(arguments);
            case SCALAR -> scalar(arguments);
            case TYPE -> type(arguments);
            case ENCODE -> encoded(arguments);
            case OBJECT -> reconstructed(arguments, place);
            case CLASS -> new DataObject(target.name(), arguments);
            case ARRAY_CLASS, OBJECT_CLASS -> throw in.refusal("a call of " + target.name(), place);
        };
    }

    @Override
    public Object create(PickleName type, List<Object> arguments, int place) {
        if (((Named) type).role() != Role.CLASS) {
            throw in.refusal("an object of " + type.name(), place);
        }
        return new DataObject(type.name(), arguments);
    }

    @Override
    public void build(Object target, Object state, int place) {
        if (target instanceof NumpyArray array) {
            fill(array, state);
        } else if (target instanceof NumpyType type) {
            order(type, state);
        } else if (target instanceof DataObject object && state instanceof Dict dict) {
            object.set(dict);
        } else {
            throw in.refusal("a state of " + PickleValue.kind(target), place);
        }
    }

    @Override
    public Object persistent(Object id, int place) {
        throw in.refusal("a persistent id", place);
    }

    private NumpyArray empty(List<Object> arguments) {
        if (arguments.size() != 3 || !(arguments.get(0) instanceof Named named) || named.role() != Role.ARRAY_CLASS) {
            throw in.fault("an array is malformed", "(numpy.ndarray, shape, type)", "another form");
        }
        return new NumpyArray(in);
    }

    /** The state of an array: version, shape, type, whether columns come first, elements. */
    private void fill(NumpyArray array, Object state) {
        if (!(state instanceof Tuple tuple)
                || tuple.items().size() != 5
                || !(truth(tuple.items().get(3)) instanceof Boolean fortran)) {
            throw in.fault("an array is malformed", "(version, shape, type, order, elements)", PickleValue.kind(state));
        }
        array.fill(
                tuple.items().get(1),
                tuple.items().get(2),
                fortran,
                tuple.items().get(4));
    }

    private static Object truth(Object value) {
        return value instanceof Long number && (number == 0 || number == 1) ? Boolean.valueOf(number == 1) : value;
    }

    private NumpyArray buffer(List<Object> arguments) {
        if (arguments.size() != 4 || !(arguments.get(3) instanceof String order) || !order.matches("[CF]")) {
            throw in.fault("an array is malformed", "(elements, type, shape, order)", "another form");
        }
        return new NumpyArray(in).fill(arguments.get(2), arguments.get(1), order.equals("F"), arguments.get(0));
    }

    private Object scalar(List<Object> arguments) {
        Object data = arguments.size() == 2 ? arguments.get(1) : null;
        if (data instanceof String text && text.length() <= LONGEST_SCALAR) {
            data = Bytes.ofLatin(text);
        }
        if (!(data instanceof Bytes bytes)
                || !(arguments.get(0) instanceof NumpyType type)
                || type.isObject()
                || bytes.length() > LONGEST_SCALAR
                || bytes.length() != type.bytes()) {
            throw in.fault("a number of NumPy is malformed", "(type, as many bytes as it has)", "another form");
        }
        if (type.isText()) {
            return type.text(type.view(bytes), 0)
                    .orElseThrow(() -> in.fault("a text of NumPy is not Unicode", "code points", "other numbers"));
        }
        if (type.isTruth()) {
            return type.whole(type.view(bytes), 0) != 0;
        }
        return type.isReal() ? (Object) type.number(type.view(bytes), 0) : (Object) type.whole(type.view(bytes), 0);
    }

    private NumpyType type(List<Object> arguments) {
        String name = !arguments.isEmpty() && arguments.get(0) instanceof String text ? text : "";
        return NumpyType.of(name)
                .orElseThrow(() ->
                        in.fault("an element type is not supported", "f4, f8, i1 to i8, u1 to u8, b1, U or O8", name));
    }

    /** The state of an element type: version, byte order, and what only structured types have. */
    private void order(NumpyType type, Object state) {
        boolean plain = state instanceof Tuple tuple
                && tuple.items().size() >= 5
                && tuple.items().get(1) instanceof String sign
                && tuple.items().subList(2, 5).stream().allMatch(item -> item == null)
                && type.setOrder(sign);
        if (!plain) {
            throw in.fault("an element type is malformed", "a plain type with a byte order", PickleValue.kind(state));
        }
    }

    /** The text stands for its bytes: it is turned into them where they are needed, so that no pickle can multiply them. */
    private Object encoded(List<Object> arguments) {
        if (arguments.size() != 2
                || !(arguments.get(0) instanceof String text)
                || !(arguments.get(1) instanceof String charset)
                || !charset.equals("latin1")) {
            throw in.fault("bytes are malformed", "(text, latin1)", "another form");
        }
        return text;
    }

    private DataObject reconstructed(List<Object> arguments, int place) {
        if (arguments.size() != 3
                || !(arguments.get(0) instanceof Named type)
                || !(arguments.get(1) instanceof Named base)
                || base.role() != Role.OBJECT_CLASS
                || arguments.get(2) != null) {
            throw in.fault("an object is malformed", "(class, object, None)", "another form");
        }
        if (type.role() != Role.CLASS) {
            throw in.refusal("an object of " + type.name(), place);
        }
        return new DataObject(type.name(), List.of());
    }
}

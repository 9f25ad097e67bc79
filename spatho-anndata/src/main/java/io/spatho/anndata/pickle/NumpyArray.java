package io.spatho.anndata.pickle;

import io.spatho.anndata.pickle.PickleValue.Bytes;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A NumPy array of a pickle: shape, element type and stored elements, decoded only when they are asked for.
 *
 * <p>Not thread-safe while the pickle is read. Errors: every contradiction between shape, type and stored bytes is an
 * {@link io.spatho.core.error.InputException}.
 */
public final class NumpyArray {

    private static final int MOST_DIMENSIONS = 32;

    private final PickleSource in;
    private int[] shape = {0};
    private NumpyType type;
    private boolean columnMajor;
    private Object data;

    NumpyArray(PickleSource in) {
        this.in = in;
    }

    /** Sets everything: a shape of whole numbers, an element type, and bytes, text of bytes, or a list of values. */
    NumpyArray fill(Object extents, Object elementType, boolean fortran, Object elements) {
        if (!(elementType instanceof NumpyType known) || !(extents instanceof Tuple tuple)) {
            throw in.fault("an array is malformed", "a shape and an element type", PickleValue.kind(elementType));
        }
        boolean fits = known.isObject()
                ? elements instanceof List<?>
                : elements instanceof Bytes || elements instanceof String;
        if (!fits || tuple.items().size() > MOST_DIMENSIONS) {
            throw in.fault("an array is malformed", "elements of its type", PickleValue.kind(elements));
        }
        int[] sizes = new int[tuple.items().size()];
        long count = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (!(tuple.items().get(i) instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
                throw in.fault("an extent of an array is not a size", "0 or more", "another value");
            }
            sizes[i] = size.intValue();
            // No element takes less than a byte, so a larger count contradicts the file.
            count = Math.min(Integer.MAX_VALUE, count * size);
        }
        long bytes = elements instanceof List<?> list ? list.size() : length(elements);
        long expected = known.isObject() ? count : count * known.bytes();
        if (bytes != expected) {
            throw in.fault("an array has another size than its elements", expected, bytes);
        }
        this.shape = sizes;
        this.type = known;
        this.columnMajor = fortran && sizes.length > 1;
        this.data = elements;
        return this;
    }

    private static long length(Object elements) {
        return elements instanceof Bytes bytes ? bytes.length() : ((String) elements).length();
    }

    /** The extents. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public int size() {
        long count = 1;
        for (int extent : shape) {
            count *= extent;
        }
        return (int) count;
    }

    /** Whether the elements are numbers. */
    public boolean isNumeric() {
        return type != null && type.isNumber();
    }

    /** The numbers in row-major order; a failure when the elements are no numbers. */
    public double[] numbers() {
        if (!isNumeric()) {
            throw in.fault("an array holds no numbers", "numbers", "other values");
        }
        ByteBuffer view = type.view(bytes());
        double[] stored = new double[size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = type.number(view, i * type.bytes());
        }
        return columnMajor ? rowMajor(stored) : stored;
    }

    /** The texts of an array of one dimension; a failure when the elements are no texts. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        if (type != null && type.isText()) {
            ByteBuffer view = type.view(bytes());
            for (int i = 0; i < size(); i++) {
                texts.add(type.text(view, i * type.bytes())
                        .orElseThrow(
                                () -> in.fault("text in an array is not Unicode", "code points", "other numbers")));
            }
            return texts;
        }
        if (data instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof String text)) {
                    throw in.fault("an array holds something that is no text", "text", PickleValue.kind(item));
                }
                texts.add(text);
            }
            return texts;
        }
        throw in.fault("an array holds no texts", "text", "numbers");
    }

    private Bytes bytes() {
        if (data instanceof String text) {
            if (!text.chars().allMatch(c -> c < 256)) {
                throw in.fault("the bytes of an array are spelt with other characters", "below 256", "more");
            }
            return Bytes.ofLatin(text);
        }
        return (Bytes) data;
    }

    private double[] rowMajor(double[] stored) {
        double[] sorted = new double[stored.length];
        int[] index = new int[shape.length];
        for (double value : stored) {
            int at = 0;
            for (int d = 0; d < shape.length; d++) {
                at = at * shape[d] + index[d];
            }
            sorted[at] = value;
            for (int d = 0; d < shape.length && ++index[d] == shape[d]; d++) {
                index[d] = 0;
            }
        }
        return sorted;
    }

    @Override
    public String toString() {
        return "an array";
    }
}

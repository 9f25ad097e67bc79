package io.spatho.anndata.hdf5;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Turns what jHDF returns for an attribute into the type that the format prescribes. */
final class AttributeValues {

    private AttributeValues() {}

    static String text(String where, Object value) {
        if (single(value) instanceof String text) {
            return text;
        }
        throw unexpected(where, "a string", value);
    }

    static String[] texts(String where, Object value) {
        if (value instanceof String[] texts) {
            return texts;
        }
        if (value instanceof String text) {
            return new String[] {text};
        }
        if (elements(value).isEmpty()) {
            return new String[0];
        }
        throw unexpected(where, "strings", value);
    }

    static long[] integers(String where, Object value) {
        return elements(value).stream()
                .mapToLong(element -> integer(where, element))
                .toArray();
    }

    private static long integer(String where, Object value) {
        if (value instanceof Number number && number.doubleValue() == number.longValue()) {
            return number.longValue();
        }
        throw unexpected(where, "an integer", value);
    }

    static double number(String where, Object value) {
        if (single(value) instanceof Number number) {
            return number.doubleValue();
        }
        throw unexpected(where, "a number", value);
    }

    static boolean flag(String where, Object value) {
        Object one = single(value);
        if (one instanceof Boolean flag) {
            return flag;
        }
        if (one instanceof Number number) {
            return number.longValue() != 0;
        }
        if ("TRUE".equals(one) || "FALSE".equals(one)) {
            return "TRUE".equals(one);
        }
        throw unexpected(where, "true or false", value);
    }

    private static Object single(Object value) {
        List<?> elements = elements(value);
        return elements.size() == 1 ? elements.get(0) : value;
    }

    /** The elements of an array of one dimension; anything else is its own only element. */
    private static List<?> elements(Object value) {
        if (value instanceof Object[] objects) {
            return Arrays.asList(objects);
        }
        if (value instanceof long[] longs) {
            return Arrays.stream(longs).boxed().toList();
        }
        if (value instanceof int[] ints) {
            return Arrays.stream(ints).boxed().toList();
        }
        if (value instanceof double[] doubles) {
            return Arrays.stream(doubles).boxed().toList();
        }
        if (value instanceof float[] floats) {
            return IntStream.range(0, floats.length).mapToObj(i -> floats[i]).toList();
        }
        if (value instanceof short[] shorts) {
            return IntStream.range(0, shorts.length).mapToObj(i -> shorts[i]).toList();
        }
        if (value instanceof byte[] bytes) {
            return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
        }
        return List.of(value);
    }

    private static InputException unexpected(String where, String wanted, Object value) {
        return new InputException(Problem.of("an attribute has the wrong type")
                .at(where)
                .expected(wanted, value.getClass().getSimpleName()));
    }
}

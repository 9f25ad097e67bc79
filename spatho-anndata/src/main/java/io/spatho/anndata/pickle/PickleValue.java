package io.spatho.anndata.pickle;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a pickle may hold besides text, numbers, booleans, {@code null}, lists ({@link java.util.ArrayList}) and what a policy makes.
 *
 * <p>None of these is ever hashed or printed by content: a hostile pickle can make containers that hold themselves.
 */
public sealed interface PickleValue {

    /** The place where a run of arguments began. */
    enum Mark implements PickleValue {
        MARK
    }

    /** A tuple. */
    record Tuple(List<Object> items) implements PickleValue {}

    /** A dictionary, in order of insertion; keys are text, whole numbers, numbers, booleans or {@code null}. */
    record Dict(boolean ordered, Map<Object, Object> entries) implements PickleValue {

        /** A dictionary without entries. */
        public static Dict empty(boolean ordered) {
            return new Dict(ordered, new LinkedHashMap<>());
        }
    }

    /** A run of bytes of the pickle itself, which is not copied. */
    record Bytes(byte[] source, int from, int length) implements PickleValue {

        /** The bytes of a text whose characters are below 256, as pickles before protocol 3 write bytes. */
        public static Bytes ofLatin(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return new Bytes(bytes, 0, bytes.length);
        }
    }

    /** What a value is, in words for a message. */
    static String kind(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof PickleName named) {
            return named.name();
        }
        return value instanceof Map<?, ?>
                ? "a dictionary"
                : "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}

package io.spatho.stgpt.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a pickle may hold besides text, numbers, booleans, {@code null} and lists ({@link java.util.ArrayList}).
 *
 * <p>None of these is ever hashed or printed by content: a hostile pickle can make containers that hold themselves.
 */
sealed interface PickleValue {

    /** The place where a run of arguments began. */
    enum Mark implements PickleValue {
        MARK
    }

    /** A name that the allow-list knows. */
    record Global(String name, Role role, ElementType type) implements PickleValue {}

    /** What an allowed name may be used for. */
    enum Role {
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        ORDERED_DICT,
        SIZE,
        STORAGE,
        TYPE
    }

    /** A tuple. */
    record Tuple(List<Object> items) implements PickleValue {}

    /** A dictionary, in order of insertion; keys are text, whole numbers, numbers, booleans or {@code null}. */
    record Dict(boolean ordered, Map<Object, Object> entries) implements PickleValue {

        static Dict empty(boolean ordered) {
            return new Dict(ordered, new LinkedHashMap<>());
        }
    }

    /** A run of {@code count} numbers that begins at number {@code first} of the storage named. */
    record Storage(ElementType type, String key, long numbers, long first, long count) implements PickleValue {}

    /** A strided view of a storage. */
    record Tensor(Storage storage, long first, long[] shape, long[] strides, int count, int span)
            implements PickleValue {}

    /** What a value is, for messages; never its content. */
    static String kind(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Global global) {
            return global.name();
        }
        return "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Whether a value is an allowed name of that use. */
    static boolean isRole(Object value, Role role) {
        return value instanceof Global global && global.role() == role;
    }
}

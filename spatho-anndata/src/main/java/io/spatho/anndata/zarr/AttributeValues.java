package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;

/** Turns the JSON of an attribute into the type that a format prescribes. */
final class AttributeValues {

    private AttributeValues() {}

    static String text(JsonNode value) {
        JsonNode one = single(value);
        if (!one.isTextual()) {
            throw unexpected("a string", value);
        }
        return one.asText();
    }

    static String[] texts(JsonNode value) {
        if (value.isTextual()) {
            return new String[] {value.asText()};
        }
        String[] texts = new String[requireList("strings", value).size()];
        for (int i = 0; i < texts.length; i++) {
            if (!value.get(i).isTextual()) {
                throw unexpected("strings", value.get(i));
            }
            texts[i] = value.get(i).asText();
        }
        return texts;
    }

    static long[] integers(JsonNode value) {
        if (value.isNumber()) {
            return new long[] {integer(value)};
        }
        long[] integers = new long[requireList("integers", value).size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = integer(value.get(i));
        }
        return integers;
    }

    private static long integer(JsonNode value) {
        if (value.isNumber() && value.canConvertToLong() && value.asDouble() == value.asLong()) {
            return value.asLong();
        }
        throw unexpected("an integer", value);
    }

    static double number(JsonNode value) {
        JsonNode one = single(value);
        if (!one.isNumber()) {
            throw unexpected("a number", value);
        }
        return one.asDouble();
    }

    static boolean flag(JsonNode value) {
        JsonNode one = single(value);
        if (one.isBoolean() || one.isNumber()) {
            return one.asBoolean() || one.asDouble() != 0;
        }
        throw unexpected("true or false", value);
    }

    private static JsonNode single(JsonNode value) {
        return value.isArray() && value.size() == 1 ? value.get(0) : value;
    }

    private static JsonNode requireList(String wanted, JsonNode value) {
        if (!value.isArray()) {
            throw unexpected(wanted, value);
        }
        return value;
    }

    private static IllegalStateException unexpected(String wanted, JsonNode value) {
        return new IllegalStateException("the attribute is not " + wanted + " but " + value.getNodeType());
    }
}

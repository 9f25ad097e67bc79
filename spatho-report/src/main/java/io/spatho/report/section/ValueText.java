package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.text.Numbers;
import io.spatho.report.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON values in words. */
final class ValueText {

    private static final int LONGEST = 240;
    private static final int MOST_ITEMS = 8;
    private static final int DIGITS = 4;

    private final String observation;

    private ValueText(String observation) {
        this.observation = observation;
    }

    /** A value on one line. */
    static String of(JsonNode value) {
        return of(value, "cell");
    }

    /** A value on one line, whose keys call observations what the platform calls them. */
    static String of(JsonNode value, String observation) {
        return PlainText.shorten(new ValueText(observation).text(value, 0), LONGEST);
    }

    private String text(JsonNode value, int depth) {
        if (value.isMissingNode() || value.isNull()) {
            return "–";
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Numbers.count(value.asLong());
        }
        if (value.isNumber()) {
            return Numbers.significant(value.asDouble(), DIGITS);
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isEmpty()) {
            return "–";
        }
        if (depth > 2) {
            return "…";
        }
        return value.isArray() ? items(value, depth) : pairs(value, depth);
    }

    private String items(JsonNode array, int depth) {
        List<String> parts = new ArrayList<>();
        for (JsonNode item : array) {
            if (parts.size() == MOST_ITEMS) {
                parts.add("… (" + array.size() + ")");
                break;
            }
            parts.add(text(item, depth + 1));
        }
        return String.join(", ", parts);
    }

    private String pairs(JsonNode object, int depth) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (parts.size() == MOST_ITEMS) {
                parts.add("… (" + object.size() + ")");
                break;
            }
            parts.add(words(field.getKey(), observation) + " " + text(field.getValue(), depth + 1));
        }
        return String.join(depth == 0 ? "; " : ", ", parts);
    }

    /** A key of a document as words. */
    static String words(String key) {
        return key.replace('_', ' ');
    }

    /** The same where the platform's observations are not cells; a cell type stays one. */
    static String words(String key, String observation) {
        String words = words(key);
        return observation.equals("cell")
                ? words
                : words.replaceAll("\\bcells\\b", observation + "s").replaceAll("\\bcell\\b(?! type)", observation);
    }
}

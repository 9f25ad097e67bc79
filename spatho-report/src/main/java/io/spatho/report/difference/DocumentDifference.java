package io.spatho.report.difference;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Compares two JSON documents value by value. */
final class DocumentDifference {

    private static final int LONGEST_VALUE = 120;

    private final Change.Kind kind;
    private final Tolerances tolerances;
    private final Consumer<Change> found;

    DocumentDifference(Change.Kind kind, Tolerances tolerances, Consumer<Change> found) {
        this.kind = kind;
        this.tolerances = tolerances;
        this.found = found;
    }

    /** Compares what lies at {@code place}; numbers go by the name of the nearest key. */
    void compare(String place, String name, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            Set<String> keys = new TreeSet<>();
            before.fieldNames().forEachRemaining(keys::add);
            after.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> compare(place + "/" + key, key, before.path(key), after.path(key)));
        } else if (sameLength(before, after)) {
            for (int i = 0; i < before.size(); i++) {
                compare(place + "/" + i, name, before.path(i), after.path(i));
            }
        } else if (!same(name, before, after)) {
            found.accept(new Change(kind, place, text(before), text(after)));
        }
    }

    private static boolean sameLength(JsonNode before, JsonNode after) {
        return before.isArray() && after.isArray() && before.size() == after.size();
    }

    private boolean same(String name, JsonNode before, JsonNode after) {
        if (before.isNumber() && after.isNumber()) {
            return tolerances.same(name, before.doubleValue(), after.doubleValue());
        }
        return before.equals(after);
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode()) {
            return "";
        }
        String text = node.isTextual() ? node.textValue() : CanonicalJson.line(node);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + " ...";
    }
}

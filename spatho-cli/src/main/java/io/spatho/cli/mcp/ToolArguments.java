package io.spatho.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The arguments of a call, read one by one; what was not read in the end is unknown and refused. */
final class ToolArguments {

    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_ITEMS = 10_000;
    private static final long LARGEST_EXACT = 9_007_199_254_740_991L;

    private final JsonNode node;
    private final Set<String> read = new TreeSet<>();

    ToolArguments(JsonNode node) {
        this.node = node;
        if (!node.isObject()) {
            throw refused("arguments", "an object", node);
        }
    }

    boolean has(String key) {
        read.add(key);
        return !node.path(key).isMissingNode();
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> refused(key, "a text", "nothing"));
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key, node.path(key))) : Optional.empty();
    }

    private static String text(String key, JsonNode value) {
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > LONGEST_TEXT
                || value.textValue().indexOf('\0') >= 0) {
            throw refused(key, "a text of 1 to " + LONGEST_TEXT + " characters", value);
        }
        return value.textValue();
    }

    /** Texts, or an empty list when the key is absent. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        items(key).forEach(item -> texts.add(text(key, item)));
        return texts;
    }

    float[] numbers(String key) {
        List<JsonNode> items = items(key);
        float[] numbers = new float[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) items.get(i).asDouble(Double.NaN);
            if (!items.get(i).isNumber() || !Float.isFinite(numbers[i])) {
                throw refused(key, "finite numbers", items.get(i));
            }
        }
        return numbers;
    }

    private List<JsonNode> items(String key) {
        List<JsonNode> items = new ArrayList<>();
        if (!has(key)) {
            return items;
        }
        JsonNode list = node.path(key);
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_ITEMS) {
            throw refused(key, "a list of 1 to " + MOST_ITEMS + " items", list);
        }
        list.forEach(items::add);
        return items;
    }

    long integer(String key, long least, long most, long otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw refused(key, "a whole number from " + least + " to " + most, value);
        }
        return value.longValue();
    }

    long seed() {
        return integer("seed", 0, LARGEST_EXACT, 0);
    }

    double number(String key, double least, double most, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.path(key);
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw refused(key, "a number from " + least + " to " + most, value);
        }
        return value.doubleValue();
    }

    /** Refuses arguments that nobody read. */
    void requireNoOther() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!read.contains(name)) {
                throw new UsageException(Problem.of("unknown argument").at(name).expected(read, name));
            }
        }
    }

    static UsageException refused(String key, String wanted, Object found) {
        return new UsageException(Problem.of("argument refused").at(key).expected(wanted, found));
    }
}

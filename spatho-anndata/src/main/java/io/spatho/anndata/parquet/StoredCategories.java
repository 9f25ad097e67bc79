package io.spatho.anndata.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The category lists of a table's category columns, kept as one JSON object in a file's key-value metadata: {@code {"column":
 * {"ordered": false, "values": ["a", "b"]}}}.
 */
final class StoredCategories {

    /** The metadata key. */
    static final String KEY = "spatho.categories";

    private final Path file;
    private final Map<String, Column.Categories> lists;

    private StoredCategories(Path file, Map<String, Column.Categories> lists) {
        this.file = file;
        this.lists = lists;
    }

    /** The metadata value for a table's category columns; empty when it has none. */
    static String describe(Table table) {
        ObjectNode root = CanonicalJson.object();
        table.columns().forEach((name, column) -> {
            if (column instanceof Column.Categories categories) {
                ObjectNode entry = root.putObject(name);
                entry.put("ordered", categories.ordered());
                var values = entry.putArray("values");
                categories.categories().forEach(values::add);
            }
        });
        return root.isEmpty() ? "" : root.toString();
    }

    /** The lists that a file's metadata holds. */
    static StoredCategories parse(Path file, Map<String, String> metadata) {
        Map<String, Column.Categories> lists = new LinkedHashMap<>();
        String text = metadata.getOrDefault(KEY, "");
        if (text.isEmpty()) {
            return new StoredCategories(file, lists);
        }
        StrictJson.parse(text, file + ", metadata " + KEY)
                .properties()
                .forEach(entry -> lists.put(entry.getKey(), list(file, entry.getValue())));
        return new StoredCategories(file, lists);
    }

    private static Column.Categories list(Path file, JsonNode entry) {
        List<String> values = new ArrayList<>();
        entry.path("values").forEach(value -> values.add(value.asText()));
        if (new HashSet<>(values).size() != values.size()) {
            throw new InputException(
                    Problem.of("metadata " + KEY + " repeats a category").at(file));
        }
        return new Column.Categories(new int[0], values, entry.path("ordered").asBoolean(false));
    }

    /** The column as categories when the file says so, otherwise the column itself. */
    Column restore(String name, Column column) {
        Column.Categories list = lists.get(name);
        if (list == null || !(column instanceof Column.Strings strings)) {
            return column;
        }
        Map<String, Integer> positions = new HashMap<>();
        for (String category : list.categories()) {
            positions.put(category, positions.size());
        }
        int[] codes = new int[strings.size()];
        for (int row = 0; row < codes.length; row++) {
            String value = strings.values()[row];
            Integer code = value == null ? Integer.valueOf(-1) : positions.get(value);
            if (code == null) {
                throw new InputException(Problem.of("column " + name + " holds a value that is no category of it")
                        .at(file + " row " + (row + 1L))
                        .expected(String.join(", ", list.categories()), value));
            }
            codes[row] = code;
        }
        return new Column.Categories(codes, list.categories(), list.ordered());
    }
}

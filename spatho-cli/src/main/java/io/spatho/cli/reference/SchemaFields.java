package io.spatho.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fields of a schema with type and meaning, outer ones before those within: {@code inputs[].name} is the field
 * {@code name} of every item of the list {@code inputs}, {@code counts.*.share} that of every entry of the map {@code counts}.
 */
final class SchemaFields {

    /** One field. */
    record Field(String path, String type, boolean isRequired, String meaning) {}

    private final JsonNode document;
    private final List<Field> fields = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaFields(JsonNode document) {
        this.document = document;
    }

    /** The fields of the document itself. */
    static List<Field> of(JsonNode document) {
        return within(document, document);
    }

    /** The fields of a part of a document. */
    static List<Field> within(JsonNode document, JsonNode part) {
        SchemaFields reader = new SchemaFields(document);
        reader.visit(part, "");
        return List.copyOf(reader.fields);
    }

    /** The parts that a document refers to by name, apart from conditions, which hold for several fields at once. */
    static Map<String, JsonNode> parts(JsonNode document) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        document.path("$defs").properties().stream()
                .filter(entry -> !isCondition(entry.getValue()))
                .forEach(entry -> parts.put(entry.getKey(), entry.getValue()));
        return parts;
    }

    private static boolean isCondition(JsonNode part) {
        return Stream.of("type", "enum", "const", "oneOf", "anyOf", "allOf", "$ref")
                .noneMatch(part::has);
    }

    private void visit(JsonNode schema, String path) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(entry -> {
            String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JsonNode value = entry.getValue();
            if (!seen.add(name)) {
                return;
            }
            fields.add(new Field(name, SchemaType.of(value), required.contains(entry.getKey()), meaning(value)));
            visit(value, name);
        });
        if (schema.path("items").isObject()) {
            visit(schema.get("items"), path + "[]");
        }
        if (schema.path("additionalProperties").isObject()) {
            visit(schema.get("additionalProperties"), path.isEmpty() ? "*" : path + ".*");
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(choice).forEach(one -> visit(one, path));
        }
    }

    /** What the field says of itself, or else the part that it refers to. */
    private String meaning(JsonNode schema) {
        if (schema.has("description")) {
            return Markdown.plain(schema.get("description").asText());
        }
        String reference = schema.path("$ref").asText();
        return reference.startsWith("#/")
                ? Markdown.plain(
                        document.at(reference.substring(1)).path("description").asText())
                : "";
    }
}

package io.spatho.anndata.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks a document against the published schema of the evidence manifest.
 *
 * <p>Knows the words of JSON Schema that the schema uses: type, const, enum, pattern, required, properties, additionalProperties,
 * items, minItems, maxItems, minimum, minLength, allOf, if, then, else and references into {@code $defs}.
 */
final class ManifestSchema {

    private static final String MANIFEST = "evidence_manifest.schema.json";

    private final Map<String, JsonNode> documents = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    /**
     * Where a document departs from its schema.
     *
     * @param place a JSON pointer
     * @param expected what the schema asks for
     * @param found what is there
     */
    record Fault(String place, String expected, String found) {}

    private ManifestSchema() {}

    static List<Fault> check(JsonNode document) {
        ManifestSchema schema = new ManifestSchema();
        schema.check(document, MANIFEST, schema.document(MANIFEST), "");
        return schema.faults;
    }

    private JsonNode document(String name) {
        return documents.computeIfAbsent(name, file -> {
            try (InputStream in = ManifestSchema.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("no schema " + file);
                }
                return StrictJson.object(in, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void check(JsonNode node, String file, JsonNode schema, String place) {
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            int hash = reference.indexOf('#');
            String target = hash == 0 ? file : reference.substring(0, hash);
            check(node, target, document(target).at(reference.substring(hash + 1)), place);
            return;
        }
        if (!isType(node, schema.path("type"))) {
            fault(place, schema.path("type").toString(), node);
            return;
        }
        if (schema.has("const") && !schema.get("const").equals(node)) {
            fault(place, schema.get("const").toString(), node);
        }
        if (schema.has("enum") && stream(schema.get("enum")).noneMatch(node::equals)) {
            fault(place, schema.get("enum").toString(), node);
        }
        if (schema.has("pattern")
                && node.isTextual()
                && !Pattern.compile(schema.get("pattern").asText())
                        .matcher(node.asText())
                        .find()) {
            fault(place, schema.get("pattern").asText(), node);
        }
        limits(node, schema, place);
        conditions(node, file, schema, place);
        if (node.isObject()) {
            object(node, file, schema, place);
        } else if (node.isArray() && schema.has("items")) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), file, schema.get("items"), place + "/" + i);
            }
        }
    }

    private void conditions(JsonNode node, String file, JsonNode schema, String place) {
        for (JsonNode one : schema.path("allOf")) {
            check(node, file, one, place);
        }
        if (schema.has("if")) {
            int before = faults.size();
            check(node, file, schema.get("if"), place);
            boolean holds = faults.size() == before;
            faults.subList(before, faults.size()).clear();
            JsonNode branch = schema.path(holds ? "then" : "else");
            if (!branch.isMissingNode()) {
                check(node, file, branch, place);
            }
        }
    }

    private void limits(JsonNode node, JsonNode schema, String place) {
        if (schema.has("minimum")
                && node.isNumber()
                && node.asDouble() < schema.get("minimum").asDouble()) {
            fault(place, "at least " + schema.get("minimum"), node);
        }
        if (schema.has("minLength")
                && node.isTextual()
                && node.asText().length() < schema.get("minLength").asInt()) {
            fault(place, "text", node);
        }
        if (schema.has("minItems")
                && node.isArray()
                && node.size() < schema.get("minItems").asInt()) {
            fault(place, "at least " + schema.get("minItems") + " items", node);
        }
        if (schema.has("maxItems")
                && node.isArray()
                && node.size() > schema.get("maxItems").asInt()) {
            fault(place, "at most " + schema.get("maxItems") + " items", node);
        }
    }

    private void object(JsonNode node, String file, JsonNode schema, String place) {
        for (JsonNode name : schema.path("required")) {
            if (!node.has(name.asText())) {
                faults.add(new Fault(place, name.asText(), "nothing"));
            }
        }
        JsonNode properties = schema.path("properties");
        boolean closed = schema.has("additionalProperties")
                && !schema.get("additionalProperties").asBoolean(true);
        node.fieldNames().forEachRemaining(name -> {
            if (properties.has(name)) {
                check(node.get(name), file, properties.get(name), place + "/" + name);
            } else if (closed) {
                faults.add(new Fault(place, "no other field", name));
            }
        });
    }

    private static boolean isType(JsonNode node, JsonNode type) {
        if (type.isMissingNode()) {
            return true;
        }
        if (type.isArray()) {
            return stream(type).anyMatch(one -> isType(node, one));
        }
        return switch (type.asText()) {
            case "object" -> node.isObject();
            case "array" -> node.isArray();
            case "string" -> node.isTextual();
            case "integer" -> node.isIntegralNumber();
            case "number" -> node.isNumber();
            case "boolean" -> node.isBoolean();
            default -> node.isNull();
        };
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes.stream();
    }

    private void fault(String place, String expected, JsonNode found) {
        faults.add(new Fault(place, expected, found.toString()));
    }
}

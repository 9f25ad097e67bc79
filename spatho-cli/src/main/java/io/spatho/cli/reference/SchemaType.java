package io.spatho.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The words for the type that a part of a schema allows. */
final class SchemaType {

    private static final Map<String, String> LIMITS = Map.of(
            "minimum", "at least ",
            "maximum", "at most ",
            "exclusiveMinimum", "above ",
            "exclusiveMaximum", "below ",
            "minItems", "at least %s items",
            "maxItems", "at most %s items");
    private static final List<String> ORDER =
            List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minItems", "maxItems");

    private SchemaType() {}

    static String of(JsonNode schema) {
        if (schema.has("$ref")) {
            return link(schema.get("$ref").asText());
        }
        if (schema.has("const")) {
            return Markdown.inline(schema.get("const").toString());
        }
        if (schema.has("enum")) {
            return values(schema.get("enum")).stream().map(Markdown::inline).collect(Collectors.joining(", "));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return values(schema.get(choice)).stream().collect(Collectors.joining(" or "));
            }
        }
        return described(schema);
    }

    private static List<String> values(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(item -> words.add(item.isObject() ? of(item) : item.toString()));
        return words.stream().distinct().toList();
    }

    private static String described(JsonNode schema) {
        List<String> names = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            type.forEach(name -> names.add(name.asText()));
        } else {
            names.add(type.asText("any value"));
        }
        StringBuilder words = new StringBuilder(String.join(" or ", names));
        if (schema.path("items").isObject()) {
            words.append(" of ").append(of(schema.get("items")));
        } else if (schema.path("additionalProperties").isObject()) {
            words.append(" from name to ").append(of(schema.get("additionalProperties")));
        }
        for (String limit : ORDER) {
            if (schema.has(limit)) {
                String said = LIMITS.get(limit);
                String number = schema.get(limit).asText();
                words.append(", ").append(said.contains("%s") ? said.replace("%s", number) : said + number);
            }
        }
        return words.toString();
    }

    /** A part of the same page, of another page, or another page as a whole. */
    private static String link(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1).replace(".schema.json", "");
        if (reference.startsWith("#")) {
            return "[" + name + "](#" + name + ")";
        }
        String file = reference.substring(0, reference.indexOf(".schema.json") + ".schema.json".length());
        String page = file.substring(file.lastIndexOf('/') + 1).replace(".schema.json", ".md");
        String part = reference.contains("#") ? "#" + name : "";
        return "[" + name + "](" + page + part + ")";
    }
}

package io.spatho.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The page of one document: its fields, and those of the parts that it refers to. */
final class SchemaPage {

    private final String name;
    private final JsonNode schema;

    SchemaPage(String name, JsonNode schema) {
        this.name = name;
        this.schema = schema;
    }

    String title() {
        return Markdown.plain(schema.path("title").asText(name));
    }

    String summary() {
        return Markdown.plain(schema.path("description").asText());
    }

    String text() {
        Markdown page = new Markdown()
                .paragraph(ReferencePages.MARKER)
                .heading(1, title())
                .paragraph(summary())
                .paragraph("JSON Schema: [" + name + ".schema.json](../../schemas/" + name + ".schema.json).");
        page.table(List.of("field", "type", "required", "meaning"), rows(SchemaFields.of(schema)));
        SchemaFields.parts(schema).forEach((part, definition) -> {
            page.heading(2, part)
                    .paragraph("Type: " + SchemaType.of(definition) + ". "
                            + Markdown.plain(definition.path("description").asText()));
            page.table(List.of("field", "type", "required", "meaning"), rows(SchemaFields.within(schema, definition)));
        });
        return page.toString();
    }

    private static List<List<String>> rows(List<SchemaFields.Field> fields) {
        return fields.stream()
                .map(field -> List.of(
                        Markdown.inline(field.path()), field.type(), field.isRequired() ? "yes" : "", field.meaning()))
                .toList();
    }
}

package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.spatho.core.json.StrictJson;
import java.nio.file.Path;

/** The schemas of docs/schemas, against which commands' documents are held. */
final class PublishedSchemas {

    private static final String BASE = "https://spatho.io/schemas/";

    private PublishedSchemas() {}

    /** Fails when a file is not what the schema of this name says. */
    static void requireValid(String schema, Path file) {
        requireValid(schema, StrictJson.read(file));
    }

    /** Fails when a document is not what the schema of this name says. */
    static void requireValid(String schema, JsonNode document) {
        String folder = Path.of(System.getProperty("spatho.root"), "docs", "schemas")
                .toAbsolutePath()
                .normalize()
                .toUri()
                .toString();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(BASE, folder)));
        assertThat(factory.getSchema(SchemaLocation.of(BASE + schema + ".schema.json"))
                        .validate(document))
                .as(schema)
                .isEmpty();
    }
}

package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server lists of the runtime tools: name, one sentence and the JSON Schema of a request, for each of the twelve. */
public final class RuntimeTools {

    private static final String RESOURCE = "runtime-tools.json";

    private RuntimeTools() {}

    /**
     * A tool as a server lists it.
     *
     * @param name the tool's name, that of its {@link io.spatho.core.tool.ToolId}
     * @param description one sentence
     * @param inputSchema JSON Schema (2020-12) of a request
     */
    public record Description(String name, String description, JsonNode inputSchema) {}

    /** All tools, in the order of the issue that asked for them. */
    public static List<Description> all() {
        try (InputStream in = RuntimeTools.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the module");
            }
            List<Description> tools = new ArrayList<>();
            for (JsonNode tool : StrictJson.object(in, RESOURCE).path("tools")) {
                tools.add(new Description(
                        tool.path("name").asText(), tool.path("description").asText(), tool.path("inputSchema")));
            }
            return List.copyOf(tools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tool of a name. */
    public static Optional<Description> of(String name) {
        return all().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }
}

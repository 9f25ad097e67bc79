package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The groups and arrays of a store, of either format, found by path and kept once found. Copies of metadata are not looked at. */
final class Hierarchy {

    private static final int MOST_KEPT = 4096;

    private final ByteStore store;
    private final Map<String, Optional<ZarrNode>> nodes = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();

    Hierarchy(ByteStore store) {
        this.store = store;
    }

    /** The key of a path: without slashes at the ends; a path that leads upward is an error. */
    static String key(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || part.indexOf('\0') >= 0) {
                throw new IllegalStateException("a path of a store cannot have the part " + part);
            }
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    Optional<ZarrNode> find(String path) {
        String key = key(path);
        Optional<ZarrNode> known = nodes.get(key);
        if (known == null) {
            known = read(key);
            if (nodes.size() >= MOST_KEPT) {
                nodes.clear();
            }
            nodes.put(key, known);
        }
        return known;
    }

    ZarrNode require(String path) {
        return find(path).orElseThrow(() -> new IllegalStateException("there is no such group or array"));
    }

    /** What is known about an array before its chunks are read. */
    ArrayLayout layout(String path) {
        return require(path).layout().orElseThrow(() -> new IllegalStateException("expected an array, found a group"));
    }

    /** The names of the groups and arrays in a group, sorted. */
    List<String> children(String path) {
        String key = key(path);
        if (!require(path).isGroup()) {
            throw new IllegalStateException("expected a group, found an array");
        }
        try {
            return store.children(key).stream()
                    .filter(name -> !name.startsWith(".z") && !name.equals("zarr.json"))
                    .filter(name -> find(ByteStore.join(key, name)).isPresent())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ZarrNode> read(String key) {
        try {
            Optional<JsonNode> newer = document(ByteStore.join(key, "zarr.json"));
            if (newer.isPresent()) {
                return Optional.of(newer(key, newer.get()));
            }
            Optional<JsonNode> array = document(ByteStore.join(key, ".zarray"));
            if (array.isPresent()) {
                return Optional.of(node(key, attributes(key), Optional.of(Metadata2.layout(array.get()))));
            }
            if (document(ByteStore.join(key, ".zgroup")).isPresent()) {
                return Optional.of(node(key, attributes(key), Optional.empty()));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ZarrNode newer(String key, JsonNode document) throws IOException {
        JsonNode attributes = document.path("attributes");
        JsonNode checked = attributes.isObject() ? attributes : JsonNodeFactory.instance.objectNode();
        return switch (document.path("node_type").asText()) {
            case "array" -> node(key, checked, Optional.of(Metadata3.layout(document)));
            case "group" -> node(key, checked, Optional.empty());
            default -> throw new IllegalStateException("the metadata are neither of a group nor of an array");
        };
    }

    private ZarrNode node(String key, JsonNode attributes, Optional<ArrayLayout> layout) throws IOException {
        long number = numbers.computeIfAbsent(store.identity(key), path -> (long) numbers.size());
        return new ZarrNode(number, attributes, layout);
    }

    private JsonNode attributes(String key) throws IOException {
        return document(ByteStore.join(key, ".zattrs")).orElse(JsonNodeFactory.instance.objectNode());
    }

    private Optional<JsonNode> document(String key) throws IOException {
        Optional<StoredBytes> stored = store.find(key);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = stored.get().all(Limit.JSON_BYTES.intValue());
        return Optional.of(StrictJson.object(new ByteArrayInputStream(bytes), store.file() + ":" + key));
    }
}

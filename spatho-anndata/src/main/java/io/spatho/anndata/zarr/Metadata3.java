package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.zarr.ArrayLayout.Field;
import io.spatho.anndata.zarr.ElementType.Form;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code zarr.json} document of an array of format 3. */
final class Metadata3 {

    private final JsonNode document;
    private final List<Expansion> expansions = new ArrayList<>();
    private ElementType type;
    private List<Field> fields = List.of();
    private int[] chunk;
    private int[] order = {};
    private Optional<Shards> shards = Optional.empty();

    private Metadata3(JsonNode document) {
        this.document = document;
    }

    static ArrayLayout layout(JsonNode document) {
        return new Metadata3(document).layout();
    }

    private ArrayLayout layout() {
        if (document.path("zarr_format").asInt() != 3) {
            throw new IllegalStateException("the array is of format " + document.path("zarr_format") + ", not 3");
        }
        JsonNode grid = document.path("chunk_grid");
        if (!grid.path("name").asText().equals("regular")) {
            throw new IllegalStateException("Unsupported chunk grid " + grid.path("name"));
        }
        if (document.path("storage_transformers").size() > 0) {
            throw new IllegalStateException("Unsupported storage transformers");
        }
        type = type(document.path("data_type"));
        fields = fields(document.path("data_type"));
        chunk = JsonValues.chunk(grid.path("configuration").path("chunk_shape"));
        codecs(document.path("codecs"), true);
        JsonNode fill = document.path("fill_value");
        return new ArrayLayout(
                type,
                fields,
                JsonValues.extents(document.path("shape"), "shape"),
                chunk,
                order,
                FillValue.bytes(fill, type),
                FillValue.text(fill),
                expansions.stream().toList(),
                keys(),
                shards);
    }

    private ChunkKeys keys() {
        JsonNode encoding = document.path("chunk_key_encoding");
        String name = encoding.path("name").asText("default");
        String separator = encoding.path("configuration").path("separator").asText("");
        return switch (name) {
            case "default" -> ChunkKeys.version3(separator.equals(".") ? '.' : '/');
            case "v2" -> ChunkKeys.version2(separator.equals("/") ? '/' : '.');
            default -> throw new IllegalStateException("Unsupported chunk names " + name);
        };
    }

    private static ElementType type(JsonNode node) {
        String name = node.isObject() ? node.path("name").asText() : node.asText();
        int length = node.path("configuration").path("length_bytes").asInt();
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        if (length < 0 || length > 1 << 20) {
            throw new IllegalStateException("an element has " + length + " bytes");
        }
        return switch (name) {
            case "bool" -> new ElementType(Form.BOOLEAN, 1, order);
            case "int8", "int16", "int32", "int64" -> new ElementType(Form.SIGNED, bits(name, 3) / 8, order);
            case "uint8", "uint16", "uint32", "uint64" -> new ElementType(Form.UNSIGNED, bits(name, 4) / 8, order);
            case "float16", "float32", "float64" -> new ElementType(Form.FLOATING, bits(name, 5) / 8, order);
            case "string" -> new ElementType(Form.TEXT, 0, order);
            case "fixed_length_utf32" -> new ElementType(Form.UTF32, length / 4 * 4, order);
            case "null_terminated_bytes" -> new ElementType(Form.BYTES, length, order);
            case "structured" ->
                new ElementType(
                        Form.OTHER,
                        fields(node).stream()
                                .mapToInt(field -> field.type().size())
                                .sum(),
                        order);
            default -> new ElementType(Form.OTHER, length, order);
        };
    }

    /** The fields of records, one after another; none of other types. */
    private static List<Field> fields(JsonNode node) {
        List<Field> fields = new ArrayList<>();
        if (node.path("name").asText().equals("structured")) {
            int offset = 0;
            for (JsonNode field : node.path("configuration").path("fields")) {
                ElementType type = type(field.path(1));
                fields.add(new Field(field.path(0).asText(), type, offset));
                offset = Math.addExact(offset, type.size());
            }
        }
        return fields;
    }

    private static int bits(String name, int from) {
        return Integer.parseInt(name.substring(from));
    }

    /** Takes the codecs in the order of writing; those from bytes to bytes are undone backwards. */
    private void codecs(JsonNode codecs, boolean outer) {
        List<Expansion> forwards = new ArrayList<>();
        boolean bytes = false;
        for (JsonNode codec : codecs) {
            String name =
                    codec.isTextual() ? codec.asText() : codec.path("name").asText();
            JsonNode settings = codec.path("configuration");
            if (bytes) {
                forwards.add(Codecs.of(name, settings));
                continue;
            }
            bytes = !name.equals("transpose");
            switch (name) {
                case "transpose" -> transpose(settings.path("order"));
                case "bytes" -> endian(settings);
                case "vlen-utf8" -> requireText();
                case "sharding_indexed" -> shard(settings, outer && codecs.size() == 1);
                default -> throw new IllegalStateException("Unsupported codec " + name);
            }
        }
        if (!bytes) {
            throw new IllegalStateException("the array has no codec that makes bytes");
        }
        for (int i = forwards.size() - 1; i >= 0; i--) {
            expansions.add(forwards.get(i));
        }
    }

    private void endian(JsonNode settings) {
        if (type.form() == Form.TEXT) {
            throw new IllegalStateException("strings of any length cannot be stored by the codec bytes");
        }
        type = type.withOrder(
                settings.path("endian").asText().equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private void requireText() {
        if (type.form() != Form.TEXT) {
            throw new IllegalStateException("the codec vlen-utf8 is for strings, not for " + type.describe());
        }
    }

    private void transpose(JsonNode node) {
        long[] given = JsonValues.extents(node, "transpose order");
        boolean[] seen = new boolean[given.length];
        if (order.length > 0 || given.length != chunk.length) {
            throw new IllegalStateException("Unsupported transpose of " + given.length + " dimensions");
        }
        order = new int[given.length];
        for (int i = 0; i < given.length; i++) {
            if (given[i] < 0 || given[i] >= given.length || seen[(int) given[i]]) {
                throw new IllegalStateException("the transpose is no order of the dimensions");
            }
            seen[(int) given[i]] = true;
            order[i] = (int) given[i];
        }
    }

    private void shard(JsonNode settings, boolean only) {
        if (!only) {
            throw new IllegalStateException("Unsupported shards within shards or beside other codecs");
        }
        int[] inner = JsonValues.chunk(settings.path("chunk_shape"));
        if (inner.length != chunk.length) {
            throw new IllegalStateException("a shard's chunks have " + inner.length + " dimensions");
        }
        int[] perShard = new int[inner.length];
        for (int i = 0; i < inner.length; i++) {
            if (chunk[i] % inner[i] != 0) {
                throw new IllegalStateException(
                        "a shard of " + chunk[i] + " does not hold whole chunks of " + inner[i]);
            }
            perShard[i] = chunk[i] / inner[i];
        }
        List<String> index = new ArrayList<>();
        for (JsonNode codec : settings.path("index_codecs")) {
            index.add(codec.path("name").asText());
        }
        shards = Optional.of(Shards.of(perShard, settings.path("index_location").asText("end"), index));
        chunk = inner;
        codecs(settings.path("codecs"), false);
    }
}

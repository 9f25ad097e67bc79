package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.tree.NumberType;
import java.util.Base64;
import java.util.Map;

/**
 * How elements are described in the metadata of an array that is written.
 *
 * @param name the data type
 * @param fill the fill value
 * @param bytes bytes per element; 0 for strings of any length
 */
record StoredType(JsonNode name, JsonNode fill, int bytes) {

    static final StoredType TEXT = new StoredType(json().textNode("string"), json().textNode(""), 0);

    private static JsonNodeFactory json() {
        return JsonNodeFactory.instance;
    }

    static StoredType of(NumberType type) {
        JsonNode fill = json().numberNode(0);
        if (type == NumberType.BOOLEAN) {
            fill = json().booleanNode(false);
        } else if (type.isFloating()) {
            fill = json().numberNode(0.0);
        }
        return new StoredType(json().textNode(type.numpyName()), fill, type.bytes());
    }

    static StoredType fixedText(int width) {
        ObjectNode name = json().objectNode().put("name", "null_terminated_bytes");
        name.putObject("configuration").put("length_bytes", width);
        return new StoredType(name, json().textNode(""), width);
    }

    /** Records of fields that follow each other; fields of strings have a fixed width. */
    static StoredType records(Map<String, StoredType> fields) {
        ObjectNode name = json().objectNode().put("name", "structured");
        ArrayNode list = name.putObject("configuration").putArray("fields");
        int width = 0;
        for (Map.Entry<String, StoredType> field : fields.entrySet()) {
            list.addArray().add(field.getKey()).add(field.getValue().name());
            width = Math.addExact(width, field.getValue().bytes());
        }
        String zeros = Base64.getEncoder().encodeToString(new byte[width]);
        return new StoredType(name, json().textNode(zeros), width);
    }

    /** Strings of at most so many code points. */
    static StoredType codePoints(int most) {
        ObjectNode name = json().objectNode().put("name", "fixed_length_utf32");
        name.putObject("configuration").put("length_bytes", 4 * most);
        return new StoredType(name, json().textNode(""), 4 * most);
    }

    /** The metadata of an array but for its attributes. */
    ObjectNode describe(long[] shape, long[] chunk) {
        ObjectNode document = json().objectNode();
        document.set("shape", extents(shape));
        document.set("data_type", name);
        ObjectNode grid = document.putObject("chunk_grid").put("name", "regular");
        grid.putObject("configuration").set("chunk_shape", extents(chunk));
        ObjectNode keys = document.putObject("chunk_key_encoding").put("name", "default");
        keys.putObject("configuration").put("separator", "/");
        document.set("fill_value", fill);
        ArrayNode codecs = document.putArray("codecs");
        ObjectNode serializer = codecs.addObject().put("name", bytes == 0 ? "vlen-utf8" : "bytes");
        ObjectNode settings = serializer.putObject("configuration");
        if (bytes > 1 && name.isTextual()) {
            settings.put("endian", "little");
        }
        ObjectNode compressor = codecs.addObject().put("name", "zstd");
        compressor.putObject("configuration").put("level", ChunkWriter.LEVEL).put("checksum", false);
        document.putArray("storage_transformers");
        return document;
    }

    private static ArrayNode extents(long[] values) {
        ArrayNode list = json().arrayNode();
        for (long value : values) {
            list.add(value);
        }
        return list;
    }
}

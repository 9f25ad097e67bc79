package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.anndata.zarr.ArrayLayout.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code .zarray} document of format 2. */
final class Metadata2 {

    private final JsonNode document;

    private Metadata2(JsonNode document) {
        this.document = document;
    }

    static ArrayLayout layout(JsonNode document) {
        return new Metadata2(document).layout();
    }

    private ArrayLayout layout() {
        if (document.path("zarr_format").asInt() != 2) {
            throw new IllegalStateException("the array is of format " + document.path("zarr_format") + ", not 2");
        }
        List<Expansion> expansions = new ArrayList<>();
        boolean text = expansions(expansions);
        JsonNode dtype = document.path("dtype");
        List<Field> fields = dtype.isArray() ? fields(dtype) : List.of();
        ElementType type = dtype.isArray() ? record(fields) : ElementType.ofNumpy(dtype.asText(), text);
        long[] shape = JsonValues.extents(document.path("shape"), "shape");
        String order = document.path("order").asText("C");
        char separator = document.path("dimension_separator").asText(".").equals("/") ? '/' : '.';
        JsonNode fill = document.path("fill_value");
        return new ArrayLayout(
                type,
                fields,
                shape,
                JsonValues.chunk(document.path("chunks")),
                order.equals("F") ? reversed(shape.length) : new int[0],
                fields.isEmpty() ? FillValue.bytes(fill, type) : new byte[0],
                FillValue.text(fill),
                expansions,
                ChunkKeys.version2(separator),
                Optional.empty());
    }

    /** Collects the compressor and then the filters backwards; whether one of them makes strings. */
    private boolean expansions(List<Expansion> expansions) {
        JsonNode compressor = document.path("compressor");
        if (compressor.isObject()) {
            expansions.add(Codecs.of(compressor.path("id").asText(), compressor));
        }
        JsonNode filters = document.path("filters");
        boolean text = false;
        for (int i = filters.size() - 1; i >= 0; i--) {
            String id = filters.get(i).path("id").asText();
            if (id.equals("vlen-utf8")) {
                text = i == 0;
            } else if (document.path("dtype").asText().equals("|O")) {
                return false;
            } else {
                expansions.add(Codecs.of(id, filters.get(i)));
            }
        }
        return text;
    }

    private static List<Field> fields(JsonNode dtype) {
        List<Field> fields = new ArrayList<>();
        int offset = 0;
        for (JsonNode field : dtype) {
            if (field.size() != 2 || !field.path(1).isTextual()) {
                throw new IllegalStateException("Unsupported record: fields of fields or of arrays");
            }
            ElementType type = ElementType.ofNumpy(field.path(1).asText(), false);
            fields.add(new Field(field.path(0).asText(), type, offset));
            offset = Math.addExact(offset, type.size());
        }
        return fields;
    }

    private static ElementType record(List<Field> fields) {
        int size = fields.stream().mapToInt(field -> field.type().size()).sum();
        return new ElementType(ElementType.Form.OTHER, size, java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] reversed(int dimensions) {
        int[] order = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            order[i] = dimensions - 1 - i;
        }
        return order;
    }
}

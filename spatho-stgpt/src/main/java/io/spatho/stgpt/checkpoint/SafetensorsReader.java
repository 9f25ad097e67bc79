package io.spatho.stgpt.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.limit.Limit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors: a length, a JSON header, and the numbers.
 *
 * <p>Checked: the header's length (at most 100 MB and within the file), each shape against its range, and that the ranges cover
 * the data without holes, overlaps or a rest. The numbers stay in the file until they are asked for. Source: the format page of huggingface/safetensors.
 */
final class SafetensorsReader {

    private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;
    private static final int MOST_DIMENSIONS = 32;

    private final FileRegion file;

    private SafetensorsReader(FileRegion file) {
        this.file = file;
    }

    static Checkpoint read(FileRegion file) {
        return new SafetensorsReader(file).read();
    }

    private record Slot(String name, ElementType type, long[] shape, long count, long begin, long end) {}

    private Checkpoint read() {
        long headerBytes = file.buffer(0, 8).getLong();
        if (headerBytes < 2
                || headerBytes > Limit.SAFETENSORS_HEADER_BYTES.value()
                || headerBytes > file.length() - 8) {
            throw fault("the safetensors header has an impossible length", "within the file", headerBytes);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        List<Slot> slots = new ArrayList<>();
        try (JsonParser json = StrictJson.parser(new ByteArrayInputStream(file.bytes(8, (int) headerBytes)))) {
            header(json, slots, values);
        } catch (JsonProcessingException e) {
            throw fault(
                    "the safetensors header is not valid JSON: " + e.getOriginalMessage(),
                    "a JSON object",
                    "broken text");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FileRegion data = file.part(8 + headerBytes, file.length() - 8 - headerBytes);
        requireCovered(slots, data.length());
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Slot slot : slots) {
            FileRegion region = data.part(slot.begin, slot.end - slot.begin);
            StoredNumbers numbers = StoredNumbers.of(region, slot.type, 0, (int) slot.count);
            tensors.put(slot.name, new NamedTensor(slot.name, slot.shape, slot.type, numbers));
        }
        return new Checkpoint(file.file().toString(), tensors, values);
    }

    private void header(JsonParser json, List<Slot> slots, Map<String, Object> values) throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT, "the header", "an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            require(json.nextToken() == JsonToken.START_OBJECT, name, "an object");
            if (name.equals("__metadata__")) {
                metadata(json, values);
            } else {
                slots.add(slot(json, name));
            }
        }
        require(json.nextToken() == null, "the header", "nothing after the object");
    }

    private void metadata(JsonParser json, Map<String, Object> values) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING, "__metadata__." + key, "text");
            values.put(key, json.getText());
        }
    }

    private Slot slot(JsonParser json, String name) throws IOException {
        ElementType type = null;
        long[] shape = null;
        long[] range = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            switch (key) {
                case "dtype" -> {
                    require(token == JsonToken.VALUE_STRING, name + ".dtype", "text");
                    type = type(name, json.getText());
                }
                case "shape" -> shape = longs(json, name + ".shape");
                case "data_offsets" -> range = longs(json, name + ".data_offsets");
                default -> throw fault("unknown field in the safetensors header", "dtype, shape, data_offsets", key);
            }
        }
        require(
                type != null && shape != null && range != null && range.length == 2,
                name,
                "dtype, shape, data_offsets");
        return slot(name, type, shape, range);
    }

    private Slot slot(String name, ElementType type, long[] shape, long[] range) {
        long count = 1;
        try {
            for (long extent : shape) {
                count = Math.multiplyExact(count, extent);
            }
        } catch (ArithmeticException e) {
            throw fault("the extents of tensor " + name + " overflow", "a size that fits memory", "a larger one");
        }
        if (count > MOST_NUMBERS || range[1] < range[0] || range[1] - range[0] != count * type.bytes()) {
            throw fault("tensor " + name + " does not fill its range", count * type.bytes(), range[1] - range[0]);
        }
        return new Slot(name, type, shape, count, range[0], range[1]);
    }

    private ElementType type(String name, String text) {
        return ElementType.ofSafetensors(text)
                .orElseThrow(() -> fault(
                        "tensor " + name + " has a number type that spatho does not read",
                        "F32, F16, BF16, F64, I64, I32, I16, I8, U8 or BOOL",
                        text));
    }

    private long[] longs(JsonParser json, String place) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, place, "a list");
        long[] values = new long[MOST_DIMENSIONS];
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            require(token == JsonToken.VALUE_NUMBER_INT && count < MOST_DIMENSIONS, place, "a few whole numbers");
            values[count] = json.getLongValue();
            require(values[count++] >= 0, place, "0 or more");
        }
        return Arrays.copyOf(values, count);
    }

    private void requireCovered(List<Slot> slots, long dataBytes) {
        List<Slot> ordered = new ArrayList<>(slots);
        ordered.sort(Comparator.comparingLong(Slot::begin).thenComparingLong(Slot::end));
        long at = 0;
        for (Slot slot : ordered) {
            if (slot.begin != at) {
                throw fault("tensor " + slot.name + " leaves a hole or overlaps another", "begin at " + at, slot.begin);
            }
            at = slot.end;
        }
        if (at != dataBytes) {
            throw fault("the tensors do not fill the file", at + " bytes of data", dataBytes);
        }
    }

    private void require(boolean holds, String place, String expected) {
        if (!holds) {
            throw fault("the safetensors header is malformed at " + place, expected, "another form");
        }
    }

    private InputException fault(String what, Object expected, Object found) {
        return new InputException(Problem.of(what)
                .at(file.file())
                .expected(expected, found)
                .fix("The file is damaged; copy or export it again."));
    }
}

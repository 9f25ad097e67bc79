package io.spatho.stgpt.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes float32 tensors as safetensors.
 *
 * <p>Determinism: tensors and metadata are written in the order of their names, the header is padded with spaces to eight bytes;
 * the same content gives the same bytes. Source: the format page of huggingface/safetensors.
 */
public final class SafetensorsWriter {

    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /** Writes tensors with distinct names, and text metadata, to a stream, which stays open. */
    public static void write(OutputStream out, Collection<NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        SortedMap<String, NamedTensor> ordered = new TreeMap<>();
        for (NamedTensor tensor : tensors) {
            if (ordered.put(tensor.name(), tensor) != null || tensor.name().equals("__metadata__")) {
                throw new IllegalArgumentException("tensor name twice or reserved: " + tensor.name());
            }
        }
        byte[] header = header(ordered, new TreeMap<>(metadata));
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (NamedTensor tensor : ordered.values()) {
            numbers(out, tensor.values());
        }
    }

    private static byte[] header(SortedMap<String, NamedTensor> tensors, SortedMap<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long at = 0;
            for (NamedTensor tensor : tensors.values()) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", ElementType.FLOAT32.safetensorsName());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape(), 0, tensor.shape().length);
                long end = at + 4L * tensor.values().length;
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {at, end}, 0, 2);
                json.writeEndObject();
                at = end;
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    /** Writes numbers as little-endian float32. */
    static void numbers(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < values.length; ) {
            int next = Math.min(CHUNK / 4, values.length - done);
            chunk.clear();
            chunk.asFloatBuffer().put(values, done, next);
            out.write(chunk.array(), 0, 4 * next);
            done += next;
        }
    }
}

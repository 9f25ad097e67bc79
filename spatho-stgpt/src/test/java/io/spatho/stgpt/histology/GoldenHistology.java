package io.spatho.stgpt.histology;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.json.StrictJson;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The golden document of docs/golden/make_histology_golden.py, and the formulas that both sides share. */
public final class GoldenHistology {

    private GoldenHistology() {}

    public static JsonNode document() {
        try (InputStream in = GoldenHistology.class.getResourceAsStream("golden-histology.json")) {
            return StrictJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "golden-histology.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    /** Picture {@code n} of a side. */
    public static byte[] picture(int n, int side) {
        byte[] rgb = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * side + x) + c] = (byte) (x * 7 + y * 13 + c * 29 + x * y % 11 * 5 + n * 41);
                }
            }
        }
        return rgb;
    }

    /** Weights by name, for the names and shapes of a JSON object. */
    public static Map<String, NamedTensor> weights(JsonNode shapes) {
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        shapes.properties().forEach(entry -> {
            long[] shape = new long[entry.getValue().size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = entry.getValue().get(i).asLong();
            }
            weights.put(entry.getKey(), weight(entry.getKey(), shape));
        });
        return weights;
    }

    private static NamedTensor weight(String name, long[] shape) {
        int count = 1;
        long inputs = 1;
        for (int i = 0; i < shape.length; i++) {
            count *= (int) shape[i];
            inputs *= i > 0 ? shape[i] : 1;
        }
        int start = 0;
        for (int k = 0; k < name.length(); k++) {
            start = (start + name.charAt(k) * (k + 1)) % 997;
        }
        boolean isScale = name.endsWith("gamma") || (shape.length == 1 && name.endsWith("weight"));
        boolean isMap = shape.length >= 2 && name.endsWith("weight");
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double t = i * 7919L % 10007;
            double wave = Math.sin(start + 0.37 * t + 0.0011 * t * t);
            if (name.endsWith("running_var")) {
                values[i] = (float) (1 + 0.5 * wave);
            } else if (isScale) {
                values[i] = (float) (1 + 0.3 * wave);
            } else {
                values[i] = (float) (wave * (isMap ? Math.sqrt(2.0 / inputs) : 0.2));
            }
        }
        return new NamedTensor(name, shape, values);
    }
}

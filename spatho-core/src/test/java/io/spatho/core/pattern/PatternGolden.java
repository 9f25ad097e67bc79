package io.spatho.core.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spatho.core.graph.Graph;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Values of squidpy and esda on made-up points (docs/golden/make_pattern_golden.py). */
public final class PatternGolden {

    private final JsonNode document;

    private PatternGolden(JsonNode document) {
        this.document = document;
    }

    public static PatternGolden read() {
        try (InputStream in = PatternGolden.class.getResourceAsStream("golden-pattern.json")) {
            return new PatternGolden(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode get(String name) {
        return document.get(name);
    }

    public double[] numbers(String name) {
        return numbers(document.get(name));
    }

    public static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble(Double.NaN);
        }
        return values;
    }

    public int[] labels() {
        int[] labels = new int[get("labels").size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = get("labels").get(i).asInt();
        }
        return labels;
    }

    public double[] coordinate(int axis) {
        double[] values = new double[get("xy").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get("xy").get(i).get(axis).asDouble();
        }
        return values;
    }

    public Graph graph() {
        JsonNode edges = get("edges");
        int[] from = new int[edges.size()];
        int[] to = new int[edges.size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = edges.get(i).get(0).asInt();
            to[i] = edges.get(i).get(1).asInt();
        }
        return Graph.ofEdges(get("labels").size(), from, to, new float[from.length]);
    }
}

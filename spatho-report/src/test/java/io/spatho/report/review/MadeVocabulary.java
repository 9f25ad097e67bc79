package io.spatho.report.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tokens of a made model: single bytes, pairs of hexadecimal digits, and the words that prompts are full of with all their beginnings,
 * so that a prompt has half as many tokens as bytes.
 */
final class MadeVocabulary {

    /** How a token is met: as unknown, as a sign for the model alone, as text, or as a byte. */
    private static final int UNKNOWN = 2;

    private static final int CONTROL = 3;
    private static final int TEXT = 1;
    private static final int BYTE = 6;

    private static final List<String> WORDS = List.of(
            "{\"check\":\"pass\",\"id\":\"ev_",
            "{\"check\":\"warn\",\"id\":\"ev_",
            "\",\"interval\":[",
            "\",\"kind\":\"",
            "\"level\":0.95,\"",
            "\",\"origin\":\"measured\",\"strength\":\"",
            "\",\"unit\":\"",
            "\",\"unit_id\":\"",
            "\",\"value\":{\"",
            "moderate",
            "strong",
            "structure",
            "region",
            "cluster_annotation",
            "spatial_autocorrelation",
            "neighbourhood_enrichment",
            "confidence",
            "observations",
            "resolution",
            "expression",
            "measured",
            "probability",
            "calibrated",
            "from\u2581",
            "resampled\u2581markers",
            "labels\u2581",
            "method",
            "number",
            "compartments",
            "top_markers",
            "runner_up",
            "status\":\"assigned",
            "adjusted",
            "n_cells\":",
            "best_panel\":\"",
            "parent\":\"",
            "evidence",
            "sentence");

    private final Map<String, Integer> kinds = new LinkedHashMap<>();

    MadeVocabulary() {
        kinds.put("<unk>", UNKNOWN);
        kinds.put("<s>", CONTROL);
        kinds.put("</s>", CONTROL);
        for (int value = 0; value < 256; value++) {
            kinds.put(String.format(Locale.ROOT, "<0x%02X>", value), BYTE);
        }
        kinds.put("\u2581", TEXT);
        for (int value = 0; value < 256; value++) {
            kinds.putIfAbsent(String.format(Locale.ROOT, "%02x", value), TEXT);
        }
        for (String word : WORDS) {
            for (int length = 2; length <= word.length(); length++) {
                kinds.putIfAbsent(word.substring(0, length), TEXT);
            }
        }
    }

    int size() {
        return kinds.size();
    }

    List<String> tokens() {
        return new ArrayList<>(kinds.keySet());
    }

    /** Longer tokens are preferred. */
    List<Float> scores() {
        return kinds.entrySet().stream()
                .map(entry -> entry.getValue() == TEXT ? (float) entry.getKey().length() : 0f)
                .toList();
    }

    List<Integer> kinds() {
        return new ArrayList<>(kinds.values());
    }
}

package io.spatho.stgpt.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import java.nio.file.Path;

/**
 * The settings of a network as {@code args.json} of a scGPT folder holds them; what the file leaves out has the published default.
 *
 * @param embeddingSize {@code embsize}: width of the network
 * @param heads (key nheads) attention heads; divides the width
 * @param hiddenSize {@code d_hid}: width of the feed-forward layers
 * @param layers (key nlayers) transformer layers
 * @param classifierLayers {@code n_layers_cls}
 * @param dropout {@code dropout}, used in training only
 * @param padToken {@code pad_token}
 * @param padValue {@code pad_value}: the value of {@code <cls>} and of padding
 * @param maskValue {@code mask_value}
 * @param bins {@code n_bins}: value bins, the one of zero included
 * @param longestSequence {@code max_seq_len}: most tokens of a cell, {@code <cls>} included
 * @param valueStyle {@code input_emb_style}: how values are encoded, {@code continuous} in the published models
 * @param preNorm {@code pre_norm}: scGPT's own layers with layer norm before each part, the sum being added to what was normed
 * @param normFirst {@code norm_first}: PyTorch's layers with layer norm before each part
 */
public record ModelArguments(
        int embeddingSize,
        int heads,
        int hiddenSize,
        int layers,
        int classifierLayers,
        double dropout,
        String padToken,
        float padValue,
        float maskValue,
        int bins,
        int longestSequence,
        String valueStyle,
        boolean preNorm,
        boolean normFirst) {

    private static final int WIDEST = 1 << 16;

    /** Reads {@code args.json}; an impossible or missing setting is an {@link InputException} that names it. */
    static ModelArguments read(Path file) {
        JsonNode args = StrictJson.read(file);
        ModelArguments read = new ModelArguments(
                whole(file, args, "embsize", null, WIDEST),
                whole(file, args, "nheads", null, WIDEST),
                whole(file, args, "d_hid", null, WIDEST),
                whole(file, args, "nlayers", null, 1000),
                whole(file, args, "n_layers_cls", 3, 1000),
                number(file, args, "dropout", 0.2),
                text(file, args, "pad_token", "<pad>"),
                (float) number(file, args, "pad_value", -2),
                (float) number(file, args, "mask_value", -1),
                whole(file, args, "n_bins", 51, 100_000),
                whole(file, args, "max_seq_len", 1200, 1 << 20),
                text(file, args, "input_emb_style", "continuous"),
                flag(file, args, "pre_norm"),
                flag(file, args, "norm_first"));
        if (read.preNorm && read.normFirst) {
            throw fault(file, "pre_norm, norm_first", "at most one of them", "both");
        }
        if (read.embeddingSize % read.heads != 0) {
            throw fault(file, "nheads", "a divisor of embsize " + read.embeddingSize, read.heads);
        }
        if (read.bins < 3 || read.longestSequence < 2) {
            throw fault(file, "n_bins, max_seq_len", "at least 3 and 2", read.bins + " and " + read.longestSequence);
        }
        return read;
    }

    private static int whole(Path file, JsonNode args, String key, Integer absent, int largest) {
        JsonNode node = args.get(key);
        if (node == null && absent != null) {
            return absent;
        }
        if (node == null || !node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1) {
            throw fault(file, key, "a whole number above 0", node == null ? "nothing" : node);
        }
        if (node.intValue() > largest) {
            throw fault(file, key, "at most " + largest, node);
        }
        return node.intValue();
    }

    private static double number(Path file, JsonNode args, String key, double absent) {
        JsonNode node = args.get(key);
        if (node == null || node.isNull()) {
            return absent;
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw fault(file, key, "a number", node);
        }
        return node.doubleValue();
    }

    private static boolean flag(Path file, JsonNode args, String key) {
        JsonNode node = args.get(key);
        if (node != null && !node.isNull() && !node.isBoolean()) {
            throw fault(file, key, "true or false", node);
        }
        return node != null && node.booleanValue();
    }

    private static String text(Path file, JsonNode args, String key, String absent) {
        JsonNode node = args.get(key);
        if (node == null || node.isNull()) {
            return absent;
        }
        if (!node.isTextual()) {
            throw fault(file, key, "text", node);
        }
        return node.textValue();
    }

    private static InputException fault(Path file, String key, Object expected, Object found) {
        return new InputException(Problem.of("the setting " + key + " is missing or impossible")
                .at(file + ", key " + key)
                .expected(expected, found)
                .fix("Use the args.json that was published with the weights."));
    }
}

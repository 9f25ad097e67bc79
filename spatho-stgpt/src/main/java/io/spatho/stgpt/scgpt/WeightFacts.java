package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the names and shapes of a scGPT state dict tell of its network, without any settings.
 *
 * @param vocabulary rows of the embedding table, 0 when there is none
 * @param width embedding size
 * @param layers transformer layers
 * @param hidden width of the feed-forward part
 * @param valueEncoder how values are encoded: continuous, category or none
 * @param batches batch labels, 0 when there are none
 * @param heads the decoders that are there, by what they give
 */
record WeightFacts(
        long vocabulary, long width, int layers, long hidden, String valueEncoder, long batches, List<String> heads) {

    static WeightFacts of(StateDict dict) {
        String layer = "transformer_encoder.layers.";
        int layers = 0;
        while (layers < 1000 && dict.has(layer + layers + ".linear1.weight")) {
            layers++;
        }
        String values = dict.has("value_encoder.linear1.weight")
                ? "continuous"
                : dict.has("value_encoder.embedding.weight") ? "category" : "none";
        return new WeightFacts(
                extent(dict, "encoder.embedding.weight", 0),
                extent(dict, "encoder.embedding.weight", 1),
                layers,
                extent(dict, layer + "0.linear1.weight", 0),
                values,
                extent(dict, "batch_encoder.embedding.weight", 0),
                heads(dict));
    }

    private static List<String> heads(StateDict dict) {
        List<String> heads = new ArrayList<>();
        if (dict.has("decoder.moe.gate.gate.weight")) {
            heads.add("expression (" + extent(dict, "decoder.moe.gate.gate.weight", 0) + " experts)");
        } else if (dict.has("decoder.fc.0.weight")) {
            heads.add("expression");
        }
        if (dict.has("decoder.zero_logit.0.weight")) {
            heads.add("zero probability");
        }
        if (dict.has("mvc_decoder.gene2query.weight")) {
            heads.add("masked values from the state");
        }
        if (dict.has("impute_mvc_decoder.W.weight")) {
            heads.add("neighbourhood reconstruction");
        }
        if (dict.has("cls_decoder.out_layer.weight")) {
            heads.add("classes (" + extent(dict, "cls_decoder.out_layer.weight", 0) + ")");
        }
        if (dict.has("flag_encoder.weight")) {
            heads.add("generative pass");
        }
        return heads;
    }

    private static long extent(StateDict dict, String name, int axis) {
        long[] shape = dict.shape(name);
        return axis < shape.length ? shape[axis] : 0;
    }

    /** Adds what is known; nothing for weights of another network. */
    void describe(Map<String, String> into) {
        if (vocabulary == 0) {
            return;
        }
        into.put("vocabulary_rows", String.valueOf(vocabulary));
        into.put("width", String.valueOf(width));
        into.put("layers", String.valueOf(layers));
        into.put("hidden", String.valueOf(hidden));
        into.put("value_encoder", valueEncoder);
        into.put("batch_labels", String.valueOf(batches));
        into.put("decoders", heads.isEmpty() ? "none" : String.join(", ", heads));
    }
}

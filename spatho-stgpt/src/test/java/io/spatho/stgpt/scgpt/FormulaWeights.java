package io.spatho.stgpt.scgpt;

import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small network whose weights follow from their names, and cells whose tokens follow from their numbers. */
final class FormulaWeights {

    static final ScgptConfig CONFIG = new ScgptConfig(23, 20, -2, 8, 2, 6, 3);

    private FormulaWeights() {}

    static Map<String, NamedTensor> all() {
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        int width = CONFIG.width();
        add(weights, "encoder.embedding.weight", CONFIG.vocabulary(), width);
        addVectors(weights, "encoder.enc_norm", width);
        addMap(weights, "value_encoder.linear1", width, 1);
        addMap(weights, "value_encoder.linear2", width, width);
        addVectors(weights, "value_encoder.norm", width);
        for (int layer = 0; layer < CONFIG.layers(); layer++) {
            String prefix = "transformer_encoder.layers." + layer + ".";
            add(weights, prefix + "self_attn.in_proj_weight", 3L * width, width);
            add(weights, prefix + "self_attn.in_proj_bias", 3L * width);
            addMap(weights, prefix + "self_attn.out_proj", width, width);
            addMap(weights, prefix + "linear1", CONFIG.hidden(), width);
            addMap(weights, prefix + "linear2", width, CONFIG.hidden());
            addVectors(weights, prefix + "norm1", width);
            addVectors(weights, prefix + "norm2", width);
        }
        addMap(weights, "decoder.moe.gate.gate", 4, width);
        for (int expert = 0; expert < 4; expert++) {
            String prefix = "decoder.moe.experts." + expert + ".fc.";
            addMap(weights, prefix + "0", width, width);
            addMap(weights, prefix + "2", width, width);
            addMap(weights, prefix + "4", 1, width);
        }
        for (String head : List.of("mvc_decoder", "impute_mvc_decoder")) {
            addMap(weights, head + ".gene2query", width, width);
            add(weights, head + ".W.weight", width, width);
        }
        add(weights, "flag_encoder.weight", 2, width);
        addMap(weights, "cls_decoder.out_layer", 1, width);
        return weights;
    }

    static List<TokenSequence> cells(int count) {
        List<TokenSequence> cells = new ArrayList<>();
        for (int cell = 0; cell < count; cell++) {
            CounterRandom random = CounterRandom.of(1, "cells", cell);
            int length = 1 + random.nextInt(17);
            int[] genes = new int[length];
            float[] values = new float[length];
            genes[0] = 21;
            values[0] = -2;
            for (int i = 1; i < length; i++) {
                genes[i] = random.nextInt(20);
                values[i] = i == 3 ? 600 : random.nextInt(51);
            }
            cells.add(new TokenSequence(genes, values));
        }
        return cells;
    }

    private static void addMap(Map<String, NamedTensor> weights, String name, int outputs, int inputs) {
        add(weights, name + ".weight", outputs, inputs);
        add(weights, name + ".bias", outputs);
    }

    private static void addVectors(Map<String, NamedTensor> weights, String name, int width) {
        add(weights, name + ".weight", width);
        add(weights, name + ".bias", width);
    }

    private static void add(Map<String, NamedTensor> weights, String name, long... shape) {
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        CounterRandom random = CounterRandom.of(5, "weights", name);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.4 * random.nextGaussian());
        }
        weights.put(name, new NamedTensor(name, shape, values));
    }
}

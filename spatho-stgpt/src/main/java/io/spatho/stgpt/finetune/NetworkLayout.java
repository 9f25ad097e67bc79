package io.spatho.stgpt.finetune;

import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.StateDict;
import io.spatho.stgpt.scgpt.ScgptConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors that a training needs, taken from a checkpoint or, for decoders that it lacks, drawn anew; in the order of the network,
 * under the names that state dicts use ({@link StateDict#commonName}).
 *
 * <p>New maps are drawn as PyTorch draws a linear layer: uniform up to 1/√inputs, keyed by seed and name.
 */
final class NetworkLayout {

    /** Name of the discriminator of batches in the published sources. */
    static final String DISCRIMINATOR = "grad_reverse_discriminator";

    static final int EXPERTS = 4;

    private final StateDict dict;
    private final ScgptConfig config;
    private final long seed;
    private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    private final List<String> fresh = new ArrayList<>();

    private NetworkLayout(StateDict dict, ScgptConfig config, long seed) {
        this.dict = dict;
        this.config = config;
        this.seed = seed;
    }

    /**
     * Takes the tensors.
     *
     * @param labels batch labels; 0 without the loss of batches
     * @throws io.spatho.core.error.InputException naming every tensor that is missing, misshapen or not supported in training
     */
    static NetworkLayout take(StateDict dict, ScgptConfig config, LossWeights losses, int labels, long seed) {
        NetworkLayout layout = new NetworkLayout(dict, config, seed);
        layout.encoder();
        if (losses.value() > 0) {
            layout.decoder();
        }
        if (losses.state() > 0) {
            layout.product("mvc_decoder");
        }
        if (losses.neighbourhood() > 0) {
            layout.product("impute_mvc_decoder");
        }
        if (losses.batch() > 0) {
            layout.discriminator(labels);
        }
        dict.refuse("is not supported in training", "bn.", "dsbn.", "batch_encoder.");
        dict.refuse("has no place in this network", "encoder.", "value_encoder.", "transformer_encoder.");
        dict.requireSound();
        return layout;
    }

    Map<String, NamedTensor> tensors() {
        return tensors;
    }

    /** The names of the tensors that the checkpoint lacked. */
    List<String> fresh() {
        return fresh;
    }

    private void encoder() {
        int width = config.width();
        add("encoder.embedding.weight", config.vocabulary(), width);
        norm("encoder.enc_norm");
        map("value_encoder.linear1", width, 1);
        map("value_encoder.linear2", width, width);
        norm("value_encoder.norm");
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "transformer_encoder.layers." + layer + ".";
            add(prefix + "self_attn.in_proj_weight", 3L * width, width);
            add(prefix + "self_attn.in_proj_bias", 3L * width);
            map(prefix + "self_attn.out_proj", width, width);
            map(prefix + "linear1", config.hidden(), width);
            map(prefix + "linear2", width, config.hidden());
            norm(prefix + "norm1");
            norm(prefix + "norm2");
        }
    }

    private void decoder() {
        int width = config.width();
        if (dict.has("decoder.fc.0.weight")) {
            perceptron("decoder.fc", false);
            return;
        }
        boolean absent = !dict.has("decoder.moe.gate.gate.weight");
        int experts = absent ? EXPERTS : Math.toIntExact(dict.shape("decoder.moe.gate.gate.weight")[0]);
        if (absent) {
            drawMap("decoder.moe.gate.gate", experts, width);
        } else {
            map("decoder.moe.gate.gate", experts, width);
        }
        for (int expert = 0; expert < experts; expert++) {
            perceptron("decoder.moe.experts." + expert + ".fc", absent);
        }
    }

    private void perceptron(String name, boolean absent) {
        int width = config.width();
        int[][] maps = {{0, width}, {2, width}, {4, 1}};
        for (int[] map : maps) {
            if (absent) {
                drawMap(name + "." + map[0], map[1], width);
            } else {
                map(name + "." + map[0], map[1], width);
            }
        }
    }

    private void product(String name) {
        int width = config.width();
        dict.refuse("is a decoder that is not supported in training", name + ".fc1", name + ".W_zero_logit");
        if (dict.has(name + ".W.weight")) {
            map(name + ".gene2query", width, width);
            add(name + ".W.weight", width, width);
        } else {
            drawMap(name + ".gene2query", width, width);
            draw(name + ".W.weight", width, width, width);
        }
    }

    /** Two maps with leaky ReLU and layer norm, then the classes; drawn anew unless the checkpoint's has as many classes. */
    private void discriminator(int labels) {
        int width = config.width();
        boolean fits = dict.has(DISCRIMINATOR + ".out_layer.weight")
                && dict.shape(DISCRIMINATOR + ".out_layer.weight")[0] == labels;
        for (int place : new int[] {0, 3}) {
            String norm = DISCRIMINATOR + "._decoder." + (place + 2);
            if (fits) {
                map(DISCRIMINATOR + "._decoder." + place, width, width);
                norm(norm);
            } else {
                drawMap(DISCRIMINATOR + "._decoder." + place, width, width);
                put(norm + ".weight", new long[] {width}, ones(width));
                put(norm + ".bias", new long[] {width}, new float[width]);
            }
        }
        if (fits) {
            map(DISCRIMINATOR + ".out_layer", labels, width);
        } else {
            drawMap(DISCRIMINATOR + ".out_layer", labels, width);
        }
    }

    private void map(String name, long outputs, long inputs) {
        add(name + ".weight", outputs, inputs);
        add(name + ".bias", outputs);
    }

    private void norm(String name) {
        add(name + ".weight", config.width());
        add(name + ".bias", config.width());
    }

    private void add(String name, long... shape) {
        tensors.put(name, dict.take(name, shape));
    }

    private void drawMap(String name, int outputs, int inputs) {
        draw(name + ".weight", inputs, outputs, inputs);
        draw(name + ".bias", inputs, outputs);
    }

    private void draw(String name, int inputs, long... shape) {
        int count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, Math.toIntExact(extent));
        }
        put(name, shape, uniform(seed, name, count, 1 / Math.sqrt(inputs)));
    }

    static float[] uniform(long seed, String name, int count, double bound) {
        CounterRandom random = CounterRandom.of(seed, "finetune-new-weights", name);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private void put(String name, long[] shape, float[] values) {
        tensors.put(name, new NamedTensor(name, shape, values));
        fresh.add(name);
    }
}

package io.spatho.stgpt.scgpt;

import io.spatho.core.error.InputException;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.EncoderNames;
import io.spatho.stgpt.nn.StateDict;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a scGPT network, checked and in order, before they go to a device.
 *
 * @param genes embedding table, then scale and shift of its layer norm
 * @param values the value encoder: two maps (weight, bias, weight, bias) or one table, then scale and shift of its layer norm; empty
 *     when values scale the gene's vector
 * @param batchNorm factor and offset of each batch (batches x width), or empty
 * @param batches the table of batch labels, then scale and shift of its layer norm, or empty
 * @param flags the table of two flags that marks tokens asked for, or empty
 * @param layers 12 tensors for each transformer layer
 * @param heads the decoders
 * @param ignored tensors of the file that no part of this network uses, such as discriminators of the training run
 */
record ScgptWeights(
        List<NamedTensor> genes,
        List<NamedTensor> values,
        List<NamedTensor> batchNorm,
        List<NamedTensor> batches,
        List<NamedTensor> flags,
        List<NamedTensor> layers,
        HeadWeights heads,
        List<String> ignored) {

    private static final int MOST_ROWS = 1 << 20;

    /**
     * Takes the weights out of a state dict.
     *
     * @throws InputException naming every tensor that is missing, misshapen or not accounted for
     */
    static ScgptWeights take(StateDict dict, ScgptConfig config) {
        ScgptWeights weights = read(dict, config);
        dict.requireSound();
        return weights;
    }

    /** Takes the weights and leaves the faults in the state dict. */
    static ScgptWeights read(StateDict dict, ScgptConfig config) {
        int width = config.width();
        NamedMaps maps = new NamedMaps(dict);
        List<NamedTensor> genes = new ArrayList<>();
        genes.add(dict.take("encoder.embedding.weight", config.vocabulary(), width));
        maps.norm(genes, "encoder.enc_norm", width);
        List<NamedTensor> values = values(dict, maps, config);
        List<NamedTensor> batches = new ArrayList<>();
        if (dict.has("batch_encoder.embedding.weight")) {
            batches.add(
                    dict.take("batch_encoder.embedding.weight", rows(dict, "batch_encoder.embedding.weight"), width));
            maps.norm(batches, "batch_encoder.enc_norm", width);
        }
        List<NamedTensor> layers =
                EncoderNames.take(dict, "transformer_encoder.layers.", config.layers(), width, config.hidden());
        List<NamedTensor> flags = new ArrayList<>();
        if (dict.has("flag_encoder.weight")) {
            flags.add(dict.take("flag_encoder.weight", 2, width));
        }
        HeadWeights heads = HeadWeights.read(dict, width, batches.isEmpty() ? width : 2 * width);
        List<NamedTensor> batchNorm = BatchNorm.read(dict, width);
        dict.refuse("has no place in this network", "encoder.", "value_encoder.", "transformer_encoder.");
        dict.refuse("changes the embedding in a way that is not supported", "bn.", "dsbn.");
        return new ScgptWeights(genes, values, batchNorm, batches, flags, layers, heads, dict.untaken());
    }

    private static List<NamedTensor> values(StateDict dict, NamedMaps maps, ScgptConfig config) {
        int width = config.width();
        List<NamedTensor> values = new ArrayList<>();
        switch (config.variant().values()) {
            case CONTINUOUS -> {
                maps.map(values, "value_encoder.linear1", width, 1);
                maps.map(values, "value_encoder.linear2", width, width);
                maps.norm(values, "value_encoder.norm", width);
            }
            case CATEGORY -> {
                String table = "value_encoder.embedding.weight";
                values.add(dict.take(table, rows(dict, table), width));
                maps.norm(values, "value_encoder.enc_norm", width);
            }
            case SCALING -> {
                // The value itself is the factor: nothing to take.
            }
        }
        return values;
    }

    private static long rows(StateDict dict, String name) {
        long[] shape = dict.shape(name);
        return shape.length == 2 ? Math.min(shape[0], MOST_ROWS) : 1;
    }
}

package io.spatho.stgpt.nn;

import io.spatho.stgpt.checkpoint.NamedTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The names and shapes of a stack of PyTorch transformer encoder layers, in the order that
 * {@link io.spatho.stgpt.engine.Operators#encoder} wants them.
 *
 * <p>Source: {@code torch.nn.TransformerEncoderLayer} of PyTorch 2.7.1.
 */
public final class EncoderNames {

    private EncoderNames() {}

    /**
     * Takes the weights of all layers.
     *
     * @param prefix what comes before the layer number, with its dot
     * @return 12 tensors for each layer
     */
    public static List<NamedTensor> take(StateDict dict, String prefix, int layers, int width, int hidden) {
        List<NamedTensor> weights = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            String name = prefix + layer + ".";
            weights.add(dict.take(name + "self_attn.in_proj_weight", 3L * width, width));
            weights.add(dict.take(name + "self_attn.in_proj_bias", 3L * width));
            addMap(weights, dict, name + "self_attn.out_proj", width, width);
            addMap(weights, dict, name + "linear1", hidden, width);
            addMap(weights, dict, name + "linear2", width, hidden);
            for (String norm : List.of("norm1", "norm2")) {
                weights.add(dict.take(name + norm + ".weight", width));
                weights.add(dict.take(name + norm + ".bias", width));
            }
        }
        return weights;
    }

    private static void addMap(List<NamedTensor> weights, StateDict dict, String name, int outputs, int inputs) {
        weights.add(dict.take(name + ".weight", outputs, inputs));
        weights.add(dict.take(name + ".bias", outputs));
    }
}

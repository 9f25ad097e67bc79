package io.spatho.stgpt.scgpt;

import io.spatho.core.error.InputException;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.EncoderNames;
import io.spatho.stgpt.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a scGPT network, checked and in order, before they go to a device.
 *
 * @param genes embedding table, then scale and shift of its layer norm
 * @param values the two maps of the value encoder (weight, bias, weight, bias), then scale and shift of its layer norm
 * @param layers 12 tensors for each transformer layer
 * @param expression weights and biases of the expression decoder's perceptron, or of all experts one after another
 * @param gate weight and bias of the experts' gate; empty when the decoder is a single perceptron
 * @param masked query map (weight, bias) and product matrix of the decoder that predicts a cell's values from its state
 * @param imputed the same of the decoder that predicts them from the state of the neighbourhood
 * @param ignored tensors of the file that no part of this network uses, such as classifiers of the training run
 */
record ScgptWeights(
        List<NamedTensor> genes,
        List<NamedTensor> values,
        List<NamedTensor> layers,
        List<NamedTensor> expression,
        List<NamedTensor> gate,
        Optional<List<NamedTensor>> masked,
        Optional<List<NamedTensor>> imputed,
        List<String> ignored) {

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
        List<NamedTensor> genes = new ArrayList<>();
        genes.add(dict.take("encoder.embedding.weight", config.vocabulary(), width));
        addVectors(genes, dict, "encoder.enc_norm", width);
        List<NamedTensor> values = new ArrayList<>();
        addMap(values, dict, "value_encoder.linear1", width, 1);
        addMap(values, dict, "value_encoder.linear2", width, width);
        addVectors(values, dict, "value_encoder.norm", width);
        List<NamedTensor> layers =
                EncoderNames.take(dict, "transformer_encoder.layers.", config.layers(), width, config.hidden());
        List<NamedTensor> gate = new ArrayList<>();
        List<NamedTensor> expression = takeExpression(dict, width, gate);
        Optional<List<NamedTensor>> masked = takeProduct(dict, "mvc_decoder", width);
        Optional<List<NamedTensor>> imputed = takeProduct(dict, "impute_mvc_decoder", width);
        if (dict.has("flag_encoder.weight")) {
            dict.take("flag_encoder.weight", 2, width);
        }
        dict.refuse("has no place in this network", "encoder.", "value_encoder.", "transformer_encoder.");
        dict.refuse("changes the embedding in a way that is not supported", "bn.", "dsbn.");
        return new ScgptWeights(genes, values, layers, expression, gate, masked, imputed, dict.untaken());
    }

    private static List<NamedTensor> takeExpression(StateDict dict, int width, List<NamedTensor> gate) {
        List<NamedTensor> weights = new ArrayList<>();
        if (dict.has("decoder.fc.0.weight")) {
            addPerceptron(weights, dict, "decoder.", width);
        } else if (dict.has("decoder.moe.gate.gate.weight")) {
            long[] shape = dict.shape("decoder.moe.gate.gate.weight");
            int experts = shape.length == 2 ? (int) Math.min(shape[0], 1024) : 0;
            addMap(gate, dict, "decoder.moe.gate.gate", experts, width);
            for (int expert = 0; expert < experts; expert++) {
                addPerceptron(weights, dict, "decoder.moe.experts." + expert + ".", width);
            }
            dict.refuse("is an expert without a gate", "decoder.moe.experts.");
        }
        return weights;
    }

    private static void addPerceptron(List<NamedTensor> weights, StateDict dict, String prefix, int width) {
        addMap(weights, dict, prefix + "fc.0", width, width);
        addMap(weights, dict, prefix + "fc.2", width, width);
        addMap(weights, dict, prefix + "fc.4", 1, width);
    }

    private static Optional<List<NamedTensor>> takeProduct(StateDict dict, String name, int width) {
        if (!dict.has(name + ".W.weight")) {
            return Optional.empty();
        }
        List<NamedTensor> weights = new ArrayList<>();
        addMap(weights, dict, name + ".gene2query", width, width);
        weights.add(dict.take(name + ".W.weight", width, width));
        return Optional.of(weights);
    }

    private static void addMap(List<NamedTensor> weights, StateDict dict, String name, int outputs, int inputs) {
        weights.add(dict.take(name + ".weight", outputs, inputs));
        weights.add(dict.take(name + ".bias", outputs));
    }

    private static void addVectors(List<NamedTensor> weights, StateDict dict, String name, int width) {
        weights.add(dict.take(name + ".weight", width));
        weights.add(dict.take(name + ".bias", width));
    }
}

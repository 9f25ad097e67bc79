package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.StateDict;
import java.util.List;

/** The usual groups of tensors of a PyTorch module, taken from a state dict in the order that the operators want. */
record NamedMaps(StateDict dict) {

    /** Weight (outputs x inputs) and bias of an affine map. */
    void map(List<NamedTensor> into, String name, long outputs, long inputs) {
        into.add(dict.take(name + ".weight", outputs, inputs));
        into.add(dict.take(name + ".bias", outputs));
    }

    /** Scale and shift of a layer norm. */
    void norm(List<NamedTensor> into, String name, long width) {
        into.add(dict.take(name + ".weight", width));
        into.add(dict.take(name + ".bias", width));
    }

    /** A perceptron of three maps to one number, its maps being numbers 0, 2 and 4 of a sequence. */
    void perceptron(List<NamedTensor> into, String name, long inputs, long width) {
        map(into, name + ".0", width, inputs);
        map(into, name + ".2", width, width);
        map(into, name + ".4", 1, width);
    }
}

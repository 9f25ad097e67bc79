package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of the decoders of a scGPT network; what a checkpoint lacks is empty.
 *
 * @param expression weights and biases of the expression decoder's perceptron, or of all experts one after another
 * @param gate weight and bias of the experts' gate; empty when the decoder is a single perceptron
 * @param zero the perceptron whose logistic value says whether a token is expressed
 * @param masked the decoder that predicts a cell's values from its state
 * @param imputed the one that predicts them from the state of the neighbourhood
 * @param classes maps and layer norms of the classifier, the last map at the end
 */
record HeadWeights(
        List<NamedTensor> expression,
        List<NamedTensor> gate,
        List<NamedTensor> zero,
        Optional<Product> masked,
        Optional<Product> imputed,
        List<NamedTensor> classes) {

    private static final int MOST_EXPERTS = 1024;
    private static final int MOST_LAYERS = 1000;
    private static final int QUERY_WIDTH = 64;

    /** How a gene's query and a state make a value. */
    enum Style {
        /** {@code (W q) · s}. */
        INNER,
        /** A perceptron of {@code s} and {@code q} side by side. */
        CONCATENATED,
        /** A perceptron of {@code s + q}. */
        SUMMED
    }

    /**
     * A decoder of values from a state.
     *
     * @param style how query and state meet
     * @param query the map from a gene's vector to its query
     * @param maps the product matrix; or the two maps of the perceptron
     * @param slope the slope below zero of the perceptron's rectifier; empty for a product
     * @param zero the map whose product says whether a gene is expressed, or empty
     */
    record Product(
            Style style,
            List<NamedTensor> query,
            List<NamedTensor> maps,
            List<NamedTensor> slope,
            List<NamedTensor> zero) {}

    /**
     * Takes the decoders out of a state dict; faults stay there.
     *
     * @param states numbers that a state has for the decoders: the width, twice that with batch labels
     */
    static HeadWeights read(StateDict dict, int width, int states) {
        NamedMaps maps = new NamedMaps(dict);
        List<NamedTensor> gate = new ArrayList<>();
        List<NamedTensor> expression = expression(dict, maps, width, states, gate);
        List<NamedTensor> zero = new ArrayList<>();
        if (dict.has("decoder.zero_logit.0.weight")) {
            maps.perceptron(zero, "decoder.zero_logit", states, width);
        }
        return new HeadWeights(
                expression,
                gate,
                zero,
                product(dict, maps, "mvc_decoder", width, states),
                product(dict, maps, "impute_mvc_decoder", width, states),
                classes(dict, maps, width));
    }

    private static List<NamedTensor> expression(
            StateDict dict, NamedMaps maps, int width, int states, List<NamedTensor> gate) {
        List<NamedTensor> weights = new ArrayList<>();
        if (dict.has("decoder.fc.0.weight")) {
            maps.perceptron(weights, "decoder.fc", states, width);
        } else if (dict.has("decoder.moe.gate.gate.weight")) {
            long[] shape = dict.shape("decoder.moe.gate.gate.weight");
            int experts = shape.length == 2 ? (int) Math.min(shape[0], MOST_EXPERTS) : 0;
            maps.map(gate, "decoder.moe.gate.gate", experts, states);
            for (int expert = 0; expert < experts; expert++) {
                maps.perceptron(weights, "decoder.moe.experts." + expert + ".fc", states, width);
            }
            dict.refuse("is an expert without a gate", "decoder.moe.experts.");
        }
        return weights;
    }

    private static Optional<Product> product(StateDict dict, NamedMaps maps, String name, int width, int states) {
        List<NamedTensor> query = new ArrayList<>();
        List<NamedTensor> zero = new ArrayList<>();
        if (dict.has(name + ".W.weight")) {
            maps.map(query, name + ".gene2query", width, width);
            List<NamedTensor> matrix = List.of(dict.take(name + ".W.weight", states, width));
            if (dict.has(name + ".W_zero_logit.weight")) {
                maps.map(zero, name + ".W_zero_logit", states, width);
            }
            return Optional.of(new Product(Style.INNER, query, matrix, List.of(), zero));
        }
        if (!dict.has(name + ".fc1.weight")) {
            return Optional.empty();
        }
        long[] shape = dict.shape(name + ".fc1.weight");
        boolean summed = shape.length == 2 && shape[1] == width;
        List<NamedTensor> perceptron = new ArrayList<>();
        maps.map(query, name + ".gene2query", summed ? width : QUERY_WIDTH, width);
        maps.map(perceptron, name + ".fc1", QUERY_WIDTH, summed ? width : width + QUERY_WIDTH);
        maps.map(perceptron, name + ".fc2", 1, QUERY_WIDTH);
        List<NamedTensor> slope = List.of(dict.take(name + ".hidden_activation.weight", 1));
        return Optional.of(new Product(summed ? Style.SUMMED : Style.CONCATENATED, query, perceptron, slope, zero));
    }

    private static List<NamedTensor> classes(StateDict dict, NamedMaps maps, int width) {
        List<NamedTensor> weights = new ArrayList<>();
        long[] shape = dict.shape("cls_decoder.out_layer.weight");
        // Another kind of classifier compares a projection with a table of classes; it is listed as unused.
        if (shape.length != 2 || dict.has("cls_decoder.cls_token_matrix")) {
            return weights;
        }
        for (int i = 0; i < MOST_LAYERS && dict.has("cls_decoder._decoder." + 3 * i + ".weight"); i++) {
            maps.map(weights, "cls_decoder._decoder." + 3 * i, width, width);
            maps.norm(weights, "cls_decoder._decoder." + (3 * i + 2), width);
        }
        maps.map(weights, "cls_decoder.out_layer", shape[0], width);
        return weights;
    }
}

package io.spatho.stgpt.retrieval;

import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network: their names, extents and first values, in order.
 *
 * @param configuration what it has
 * @param inputs numbers of a token
 * @param types cell types
 * @param vectors width of the reference's vectors
 * @param genes genes predicted
 * @param width of hidden vectors
 * @param latent width of the latent variable
 */
record NetworkShape(Configuration configuration, int inputs, int types, int vectors, int genes, int width, int latent) {

    /** Features after each convolution over pixels; each halves both sides. */
    static final int[] CONVOLUTIONS = {16, 32, 64};

    private static final int EDGE = 3;

    /** Where the genes' shares of the reference cells' expression begin. */
    private static final float FIRST_SHARE = 0.5f;

    /** A weight; normal with the deviation given, or all {@code fill} when that is 0. */
    record Slot(String name, long[] extents, double deviation, float fill) {}

    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        int seen = inputs;
        if (configuration.ofPixels()) {
            seen = 3;
            for (int layer = 0; layer < CONVOLUTIONS.length; layer++) {
                convolution(slots, layer, CONVOLUTIONS[layer], seen);
                seen = CONVOLUTIONS[layer];
            }
        }
        map(slots, "encoder.0", width, seen, 1);
        map(slots, "encoder.1", width, width, 1);
        slots.add(new Slot("norm.weight", new long[] {width}, 0, 1));
        slots.add(new Slot("norm.bias", new long[] {width}, 0, 0));
        if (configuration.pooling() == Configuration.Pooling.ATTENTION) {
            map(slots, "pooling", 1, width, 1);
        }
        int context = width;
        if (configuration.composition()) {
            map(slots, "composition", types, width, 1);
            context += types;
        }
        if (configuration.retrieval()) {
            map(slots, "latent_query", vectors, width, 0.1);
            map(slots, "attention_query", width, width, 1);
            map(slots, "attention_key", width, vectors, 1);
            slots.add(new Slot("cell_share", new long[] {genes}, 0, FIRST_SHARE));
        }
        if (configuration.variational()) {
            map(slots, "prior_mean", latent, context, 0.1);
            map(slots, "prior_spread", latent, context, 0.1);
            map(slots, "posterior_mean", latent, context + genes, 0.1);
            map(slots, "posterior_spread", latent, context + genes, 0.1);
            context += latent;
        }
        map(slots, "generator.0", width, context, 1);
        map(slots, "generator.1", genes, width, 0);
        return slots;
    }

    private static void map(List<Slot> slots, String name, long outputs, long inputs, double gain) {
        slots.add(new Slot(name + ".weight", new long[] {outputs, inputs}, gain * Math.sqrt(1.0 / inputs), 0));
        slots.add(new Slot(name + ".bias", new long[] {outputs}, 0, 0));
    }

    private static void convolution(List<Slot> slots, int layer, long outputs, long inputs) {
        double deviation = Math.sqrt(2.0 / (inputs * EDGE * EDGE));
        slots.add(new Slot("convolution." + layer + ".weight", new long[] {outputs, inputs, EDGE, EDGE}, deviation, 0));
        slots.add(new Slot("convolution." + layer + ".bias", new long[] {outputs}, 0, 0));
    }

    /** The place of each weight in the order. */
    Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (Slot slot : slots()) {
            places.put(slot.name, places.size());
        }
        return places;
    }

    /** The weights before training, keyed by the seed and their names. */
    List<NamedTensor> initial(long seed) {
        List<NamedTensor> weights = new ArrayList<>();
        for (Slot slot : slots()) {
            CounterRandom random = CounterRandom.of(seed, "retrieval-initial-weights", slot.name);
            int count = 1;
            for (long extent : slot.extents) {
                count = Math.toIntExact(Math.multiplyExact(count, extent));
            }
            float[] values = new float[count];
            for (int i = 0; i < values.length; i++) {
                values[i] = slot.deviation == 0 ? slot.fill : (float) (random.nextGaussian() * slot.deviation);
            }
            weights.add(new NamedTensor(slot.name, slot.extents, values));
        }
        return weights;
    }
}

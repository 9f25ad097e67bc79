package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.nn.StateDict;
import java.util.Arrays;
import java.util.List;

/**
 * Batch norm of the network's input in evaluation mode, one for all cells ({@code bn}) or one for each batch ({@code dsbn}): the
 * stored mean and variance become a factor and an offset. Epsilon is scGPT's 6.1e-5.
 */
final class BatchNorm {

    private static final double EPSILON = 6.1e-5;
    private static final int MOST_BATCHES = 100_000;

    private BatchNorm() {}

    /** Factor and offset (batches x width), computed in float64; empty when the state dict has no batch norm. */
    static List<NamedTensor> read(StateDict dict, int width) {
        if (dict.has("bn.running_mean")) {
            return read(dict, width, 1, "bn.", "");
        }
        int batches = 0;
        while (batches < MOST_BATCHES && dict.has("dsbn.bns." + batches + ".running_mean")) {
            batches++;
        }
        return batches == 0 ? List.of() : read(dict, width, batches, "dsbn.bns.", ".");
    }

    private static List<NamedTensor> read(StateDict dict, int width, int batches, String prefix, String dot) {
        float[] factors = new float[batches * width];
        float[] offsets = new float[batches * width];
        for (int batch = 0; batch < batches; batch++) {
            String name = dot.isEmpty() ? prefix : prefix + batch + dot;
            float[] means = whole(dict.take(name + "running_mean", width), width);
            float[] variances = whole(dict.take(name + "running_var", width), width);
            float[] scales = new float[width];
            float[] shifts = new float[width];
            Arrays.fill(scales, 1);
            if (dict.has(name + "weight")) {
                scales = whole(dict.take(name + "weight", width), width);
                shifts = whole(dict.take(name + "bias", width), width);
            }
            if (dict.has(name + "num_batches_tracked")) {
                dict.take(name + "num_batches_tracked");
            }
            for (int i = 0; i < width; i++) {
                double factor = scales[i] / Math.sqrt(variances[i] + EPSILON);
                factors[batch * width + i] = (float) factor;
                offsets[batch * width + i] = (float) (shifts[i] - means[i] * factor);
            }
        }
        long[] shape = {batches, width};
        return List.of(
                new NamedTensor("batch norm factor", shape, factors),
                new NamedTensor("batch norm offset", shape, offsets));
    }

    /** The numbers, or zeros for a tensor whose fault was kept. */
    private static float[] whole(NamedTensor tensor, int width) {
        return tensor.count() == width ? tensor.values() : new float[width];
    }
}

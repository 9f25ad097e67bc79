package io.spatho.stgpt.histology.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.engine.VisionOperators;
import io.spatho.stgpt.nn.StateDict;
import java.util.ArrayList;
import java.util.List;

/**
 * ResNet with bottleneck blocks (K. He et al., CVPR 2016; the stride in the 3 x 3 convolution as torchvision 0.29 has it) without its
 * classifier. Batch norms are folded into the convolutions in float64.
 */
final class ResidualNetwork implements PictureNetwork {

    private static final double EPSILON = 1e-5;
    private static final int STEM = 64;
    private static final int EXPANSION = 4;

    private final VisionOperators operators;
    private final NetworkWeights weights;
    private final NDList resident;
    private final int[] blocks;

    private ResidualNetwork(VisionOperators operators, NetworkWeights weights, NDList resident, int[] blocks) {
        this.operators = operators;
        this.weights = weights;
        this.resident = resident;
        this.blocks = blocks;
    }

    static ResidualNetwork of(EncoderSettings.Residual settings, StateDict dict, TorchEngine engine, Device device) {
        List<NamedTensor> tensors = tensors(settings, dict);
        dict.requireSound();
        NetworkWeights weights = new NetworkWeights(engine, device);
        NDList resident = Operators.resident(weights.put(tensors));
        return new ResidualNetwork(
                VisionOperators.load(engine, device),
                weights,
                resident,
                settings.blocks().clone());
    }

    private static List<NamedTensor> tensors(EncoderSettings.Residual settings, StateDict dict) {
        List<NamedTensor> tensors = new ArrayList<>(folded(dict, "conv1", "bn1", STEM, 3, 7));
        int inputs = STEM;
        for (int stage = 0; stage < settings.blocks().length; stage++) {
            int width = STEM << stage;
            for (int block = 0; block < settings.blocks()[stage]; block++) {
                String name = "layer" + (stage + 1) + "." + block + ".";
                tensors.addAll(folded(dict, name + "conv1", name + "bn1", width, inputs, 1));
                tensors.addAll(folded(dict, name + "conv2", name + "bn2", width, width, 3));
                tensors.addAll(folded(dict, name + "conv3", name + "bn3", EXPANSION * width, width, 1));
                if (block == 0) {
                    String shortcut = name + "downsample.";
                    tensors.addAll(folded(dict, shortcut + "0", shortcut + "1", EXPANSION * width, inputs, 1));
                }
                inputs = EXPANSION * width;
            }
        }
        return tensors;
    }

    /** Kernel and bias of a convolution with the batch norm after it. */
    private static List<NamedTensor> folded(
            StateDict dict, String convolution, String norm, int outputs, int inputs, int edge) {
        NamedTensor kernel = dict.take(convolution + ".weight", outputs, inputs, edge, edge);
        NamedTensor scale = dict.take(norm + ".weight", outputs);
        NamedTensor shift = dict.take(norm + ".bias", outputs);
        NamedTensor mean = dict.take(norm + ".running_mean", outputs);
        NamedTensor variance = dict.take(norm + ".running_var", outputs);
        if (!dict.faults().isEmpty()) {
            return List.of();
        }
        float[] values = kernel.values().clone();
        float[] bias = new float[outputs];
        int each = inputs * edge * edge;
        float[] scales = scale.values();
        float[] shifts = shift.values();
        float[] means = mean.values();
        float[] variances = variance.values();
        for (int output = 0; output < outputs; output++) {
            double factor = scales[output] / Math.sqrt(variances[output] + EPSILON);
            bias[output] = (float) (shifts[output] - means[output] * factor);
            for (int i = output * each; i < (output + 1) * each; i++) {
                values[i] = (float) (values[i] * factor);
            }
        }
        return List.of(
                new NamedTensor(convolution, kernel.shape(), values),
                new NamedTensor(norm, new long[] {outputs}, bias));
    }

    @Override
    public NDArray vectors(NDArray pictures, TensorScope scope, Precision precision) {
        return operators.residual(pictures, resident, blocks, precision);
    }

    @Override
    public void close() {
        weights.close();
        operators.close();
    }
}

package io.spatho.stgpt.expression;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Applies a network to places, patch by patch.
 *
 * <p>Determinism: a prediction depends on its patch, which depends on the rows that are predicted together. Cost: linear in the patches,
 * quadratic in their size.
 */
final class PatchPredictor {

    private static final float HIGHEST_LOG_RATE = 12;

    private final Setting place;
    private final ExpressionNetwork network;
    private final int genes;
    private final List<FeatureScale> scales;
    private final double pitch;

    /** A network with the scaling of its features and the width in micrometres of its squares. */
    PatchPredictor(Setting place, ExpressionNetwork network, int genes, List<FeatureScale> scales, double pitch) {
        this.place = place;
        this.network = network;
        this.genes = genes;
        this.scales = scales;
        this.pitch = pitch;
    }

    /**
     * Where and how.
     *
     * @param engine the engine
     * @param operators loaded for the device
     * @param device where
     * @param settings how
     */
    record Setting(TorchEngine engine, Operators operators, Device device, ExpressionSettings settings) {}

    /** Rates, rows x genes: the mean of the predicted distribution. */
    DenseMatrix rates(PlacedFeatures places, int[] rows, List<NamedTensor> weights, Workers workers) {
        try (DeviceWeights placed = new DeviceWeights(place.engine(), place.device())) {
            return rates(places, rows, placed.put(weights), workers);
        }
    }

    DenseMatrix rates(PlacedFeatures places, int[] rows, NDList weights, Workers workers) {
        DenseMatrix rates = DenseMatrix.zeros(rows.length, genes);
        int[] rowOf = new int[places.size()];
        IntStream.range(0, rows.length).forEach(i -> rowOf[rows[i]] = i);
        List<int[]> patches = SpatialPatches.of(places, rows, place.settings().patch());
        List<float[]> found = workers.map(patches.size(), i -> rates(places, patches.get(i), weights));
        for (int i = 0; i < found.size(); i++) {
            int[] patch = patches.get(i);
            for (int row = 0; row < patch.length; row++) {
                System.arraycopy(found.get(i), row * genes, rates.values(), rowOf[patch[row]] * genes, genes);
            }
        }
        return rates;
    }

    private float[] rates(PlacedFeatures places, int[] patch, NDList weights) {
        try (TensorScope scope = TensorScope.inference(place.engine(), place.device())) {
            ExpressionNetwork.Output output = forward(places, patch, geometry(places, patch), weights, scope);
            NDArray rate = output.logRate()
                    .minimum(scope.manager().create(HIGHEST_LOG_RATE))
                    .exp();
            NDArray mean = output.zero() == null
                    ? rate
                    : rate.mul(Activation.sigmoid(output.zero().neg()));
            return mean.toFloatArray();
        }
    }

    PatchGeometry geometry(PlacedFeatures places, int[] patch) {
        return new PatchGeometry(
                Arrays.stream(patch).mapToDouble(i -> places.x()[i]).toArray(),
                Arrays.stream(patch).mapToDouble(i -> places.y()[i]).toArray(),
                pitch);
    }

    ExpressionNetwork.Output forward(
            PlacedFeatures places, int[] patch, PatchGeometry geometry, NDList weights, TensorScope scope) {
        int width = places.names().size();
        List<NDArray> fields = new ArrayList<>();
        for (int scale = 0; scale < scales.size(); scale++) {
            float[] values = scales.get(scale).of(places.features().get(scale), patch, 0, width);
            fields.add(scope.manager()
                    .create(values, new Shape(patch.length, width))
                    .duplicate());
        }
        return network.forward(fields, geometry, weights, scope);
    }
}

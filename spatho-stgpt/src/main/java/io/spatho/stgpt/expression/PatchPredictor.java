package io.spatho.stgpt.expression;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.ExpressionOperators;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Applies a network to places, patch by patch.
 *
 * <p>Determinism: a prediction depends on its patch, which depends on the rows that are predicted together. Cost: linear in the patches,
 * quadratic in their size. Several patches go through the network in one call.
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
     * @param network loaded for the device
     * @param device where
     * @param settings how
     */
    record Setting(
            TorchEngine engine,
            Operators operators,
            ExpressionOperators network,
            Device device,
            ExpressionSettings settings)
            implements AutoCloseable {

        /** Starts the engine and loads what the network needs on a device. */
        static Setting open(DeviceRequest request, ExpressionSettings settings) {
            TorchEngine engine = TorchEngine.start();
            Device device = engine.device(request);
            return new Setting(
                    engine, Operators.load(engine, device), ExpressionOperators.load(engine, device), device, settings);
        }

        @Override
        public void close() {
            network.close();
            operators.close();
        }
    }

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
        int together = PatchBatch.patches(place.settings().patch());
        List<PatchBatch> batches = IntStream.range(
                        0, PatchBatch.batches(patches.size(), place.settings().patch()))
                .mapToObj(i -> patches.subList(i * together, Math.min(patches.size(), (i + 1) * together)))
                .map(some -> new PatchBatch(places, some, pitch))
                .toList();
        List<float[]> found = workers.map(batches.size(), i -> rates(places, batches.get(i), weights));
        for (int i = 0; i < found.size(); i++) {
            int[] batch = batches.get(i).rows();
            for (int row = 0; row < batch.length; row++) {
                System.arraycopy(found.get(i), row * genes, rates.values(), rowOf[batch[row]] * genes, genes);
            }
        }
        return rates;
    }

    private float[] rates(PlacedFeatures places, PatchBatch batch, NDList weights) {
        try (TensorScope scope = TensorScope.inference(place.engine(), place.device())) {
            ExpressionNetwork.Output output = forward(places, batch, weights, scope);
            NDArray rate = output.logRate()
                    .minimum(scope.manager().create(HIGHEST_LOG_RATE))
                    .exp();
            NDArray mean = output.zero() == null
                    ? rate
                    : rate.mul(Activation.sigmoid(output.zero().neg()));
            return mean.toFloatArray();
        }
    }

    /** Patches that are looked at in one call. */
    PatchBatch batch(PlacedFeatures places, List<int[]> patches) {
        return new PatchBatch(places, patches, pitch);
    }

    ExpressionNetwork.Output forward(PlacedFeatures places, PatchBatch batch, NDList weights, TensorScope scope) {
        NDArray absent = place.operators().absent(scope);
        return network.forward(batch.tensors(places, scales, place.settings().decoder(), absent, scope), weights);
    }
}

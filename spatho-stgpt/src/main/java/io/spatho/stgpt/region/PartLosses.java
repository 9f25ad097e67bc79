package io.spatho.stgpt.region;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.Contrastive;
import io.spatho.stgpt.loss.CrossEntropy;
import io.spatho.stgpt.loss.Scaling;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a network with pictures and structures learns besides genes. Every other shard is seen without pictures: there the vectors of
 * genes and pictures are compared, so that no cell's picture is on both sides, and the network learns to do without.
 */
final class PartLosses {

    private static final double IMAGE_WEIGHT = 0.1;
    private static final double STRUCTURE_WEIGHT = 0.1;
    private static final double TEMPERATURE = 0.07;

    private final RegionNetwork network;
    private final RegionInputs inputs;

    PartLosses(RegionNetwork network, RegionInputs inputs) {
        this.network = network;
        this.inputs = inputs;
    }

    /** Whether a shard of a step sees pictures; without genes it always does, having nothing else. */
    boolean showsPictures(int step, int shard) {
        return !inputs.genes() || (step + shard) % 2 == 0;
    }

    /** Adds the further losses of a shard, each divided by the cells of the whole batch. */
    NDArray add(
            NDArray loss,
            RegionNetwork.States states,
            int[] cells,
            boolean pictured,
            int batch,
            NDList weights,
            TensorScope scope) {
        NDArray sum = loss;
        if (inputs.structures().isPresent()) {
            int[] labels = inputs.structures().get().ofCell();
            int[] own = Arrays.stream(cells).map(cell -> labels[cell]).toArray();
            NDArray named = CrossEntropy.sum(network.structures(states.cls(), weights), own, scope);
            sum = sum.add(Scaling.by(named, STRUCTURE_WEIGHT / batch, scope));
        }
        if (inputs.images().isPresent() && !pictured) {
            ImageFeatures images = inputs.images().get();
            int[] seen = IntStream.range(0, cells.length)
                    .filter(row -> images.present()[cells[row]])
                    .toArray();
            if (seen.length > 1) {
                sum = sum.add(Scaling.by(compared(images, states, cells, seen, weights, scope), weight(batch), scope));
            }
        }
        return sum;
    }

    /** Half the shards of a batch are compared. */
    private static double weight(int batch) {
        return 2 * IMAGE_WEIGHT / batch;
    }

    private NDArray compared(
            ImageFeatures images,
            RegionNetwork.States states,
            int[] cells,
            int[] seen,
            NDList weights,
            TensorScope scope) {
        float[] features = images.values()
                .selectRows(Arrays.stream(seen).map(row -> cells[row]).toArray())
                .values();
        long[] rows = Arrays.stream(seen).asLongStream().toArray();
        NDArray genes = network.geneVectors(network.rows(states.cls(), rows, scope), weights, scope);
        NDArray pictures = network.imageVectors(features, seen.length, weights, scope);
        return Contrastive.sum(genes, pictures, TEMPERATURE, scope);
    }
}

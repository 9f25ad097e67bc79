package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Judges what a network makes of pictures and structures on cells that did not train.
 *
 * @param retrieval of pictures by genes and back, for a network with pictures and genes
 * @param structures how well structures are named
 */
public record PartScores(Optional<RetrievalScore> retrieval, Optional<StructureScore> structures) {

    private static final int BLOCK = 64;
    private static final int POOL = 512;

    /** Nothing to judge. */
    public static PartScores none() {
        return new PartScores(Optional.empty(), Optional.empty());
    }

    static PartScores of(
            TorchEngine engine,
            Device device,
            RegionObjective objective,
            RegionMaterial material,
            LogisticBaseline baseline,
            NDList weights,
            Workers workers) {
        RegionInputs inputs = objective.inputs();
        int[] held = material.cells(Division.Part.HELD_OUT);
        Judge judge = new Judge(engine, device, objective, weights, workers);
        Optional<RetrievalScore> retrieval = inputs.images()
                .filter(images -> inputs.genes())
                .map(images -> judge.retrieval(
                        images,
                        RegionTrainer.some(
                                Arrays.stream(held)
                                        .filter(cell -> images.present()[cell])
                                        .toArray(),
                                POOL)));
        Optional<StructureScore> structures =
                inputs.structures().map(labels -> judge.structures(labels, held, material, baseline));
        return new PartScores(
                retrieval.filter(score -> score.cells() > 1), structures.filter(score -> score.cells() > 0));
    }

    private record Judge(
            TorchEngine engine, Device device, RegionObjective objective, NDList weights, Workers workers) {

        RetrievalScore retrieval(ImageFeatures images, int[] cells) {
            RegionNetwork network = objective.network();
            float[] genes = all(
                    cells,
                    (part, scope) ->
                            network.geneVectors(objective.wholeStates(part, false, weights, scope), weights, scope));
            float[] pictures = all(
                    cells,
                    (part, scope) -> network.imageVectors(
                            images.values().selectRows(part).values(), part.length, weights, scope));
            return RetrievalScore.of(genes, pictures, cells.length);
        }

        StructureScore structures(
                StructureLabels labels, int[] held, RegionMaterial material, LogisticBaseline baseline) {
            int[] cells = Arrays.stream(held)
                    .filter(cell -> labels.ofCell()[cell] >= 0)
                    .toArray();
            int classes = labels.names().size();
            int[] truth =
                    Arrays.stream(cells).map(cell -> labels.ofCell()[cell]).toArray();
            float[] scores = all(cells, (part, scope) -> objective
                    .network()
                    .structures(objective.wholeStates(part, true, weights, scope), weights));
            int[] named = new int[cells.length];
            Arrays.setAll(named, row -> StructureScore.largest(scores, row, classes));
            int[] majority = new int[cells.length];
            Arrays.fill(majority, mostFrequent(labels, material.cells(Division.Part.TRAINING)));
            return new StructureScore(
                    cells.length,
                    StructureScore.Agreement.of(truth, named, classes),
                    StructureScore.Agreement.of(truth, baseline.name(material, labels, cells, workers), classes),
                    StructureScore.Agreement.of(truth, majority, classes));
        }

        private static int mostFrequent(StructureLabels labels, int[] cells) {
            int[] counts = new int[labels.names().size()];
            for (int cell : cells) {
                if (labels.ofCell()[cell] >= 0) {
                    counts[labels.ofCell()[cell]]++;
                }
            }
            int best = 0;
            for (int c = 1; c < counts.length; c++) {
                best = counts[c] > counts[best] ? c : best;
            }
            return best;
        }

        private float[] all(int[] cells, BiFunction<int[], TensorScope, NDArray> rows) {
            int blocks = (cells.length + BLOCK - 1) / BLOCK;
            List<float[]> parts = workers.map(blocks, block -> {
                int[] part = Arrays.copyOfRange(cells, block * BLOCK, Math.min(cells.length, (block + 1) * BLOCK));
                try (TensorScope scope = TensorScope.inference(engine, device)) {
                    return rows.apply(part, scope).toFloatArray();
                }
            });
            int length = parts.stream().mapToInt(part -> part.length).sum();
            float[] joined = new float[length];
            int at = 0;
            for (float[] part : parts) {
                System.arraycopy(part, 0, joined, at, part.length);
                at += part.length;
            }
            return joined;
        }
    }
}

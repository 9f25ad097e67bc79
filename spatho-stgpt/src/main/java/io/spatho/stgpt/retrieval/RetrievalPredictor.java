package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs a network over tiles in blocks of {@value #BLOCK}. */
final class RetrievalPredictor {

    private static final int BLOCK = 128;

    private final TorchEngine engine;
    private final Device device;
    private final RetrievalNetwork network;

    RetrievalPredictor(TorchEngine engine, Device device, RetrievalNetwork network) {
        this.engine = engine;
        this.device = device;
        this.network = network;
    }

    private record Block(float[] genes, float[] shares, int[] cells, float[] similarities, float[] attention) {}

    RetrievalPrediction predict(PictureInputs inputs, int[] tiles, NDList weights, Workers workers) {
        int blocks = (tiles.length + BLOCK - 1) / BLOCK;
        List<Block> all = workers.map(
                blocks,
                block -> block(
                        inputs,
                        Arrays.copyOfRange(tiles, block * BLOCK, Math.min(tiles.length, (block + 1) * BLOCK)),
                        weights));
        NetworkShape shape = network.shape();
        int types = shape.configuration().composition() ? shape.types() : 0;
        int cells = shape.configuration().retrieval() ? network.cells() : 0;
        DenseMatrix genes = DenseMatrix.zeros(tiles.length, shape.genes());
        DenseMatrix shares = DenseMatrix.zeros(tiles.length, types);
        int[] found = new int[tiles.length * cells];
        float[] similarities = new float[found.length];
        float[] attention = new float[found.length];
        for (int i = 0; i < all.size(); i++) {
            Block block = all.get(i);
            int first = i * BLOCK;
            copy(block.genes, genes.values(), first * shape.genes());
            copy(block.shares, shares.values(), first * types);
            System.arraycopy(block.cells, 0, found, first * cells, block.cells.length);
            copy(block.similarities, similarities, first * cells);
            copy(block.attention, attention, first * cells);
        }
        return new RetrievalPrediction(genes, shares, found, similarities, attention);
    }

    private static void copy(float[] from, float[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
    }

    private Block block(PictureInputs inputs, int[] tiles, NDList weights) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            RetrievalNetwork.Output output = network.of(
                    inputs.rows(tiles, network.shape().configuration()),
                    tiles.length,
                    weights,
                    scope,
                    Optional.empty());
            return new Block(
                    output.genes().toFloatArray(),
                    output.composition()
                            .map(logits -> logits.softmax(1).toFloatArray())
                            .orElse(new float[0]),
                    output.retrieved().map(RetrievalNetwork.Retrieved::cells).orElse(new int[0]),
                    output.retrieved()
                            .map(RetrievalNetwork.Retrieved::similarities)
                            .orElse(new float[0]),
                    output.retrieved()
                            .map(found -> found.attention().toFloatArray())
                            .orElse(new float[0]));
        }
    }
}

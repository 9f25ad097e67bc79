package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Embeds cells with a {@link RegionModel}: the state of {@code <cls>}, measured from the mean state of the training cells and scaled to
 * Euclidean length one. Nothing is hidden.
 *
 * <p>Determinism: cells are cut into fixed blocks and, within a block, into batches of similar length, so on a processor the bits do
 * not depend on the number of threads. A cell that expresses none of the model's genes gets zeros. Close it outside any
 * {@link TensorScope}.
 */
public final class RegionEmbedder implements AutoCloseable {

    /** How many consecutive cells make a block. */
    public static final int BLOCK = 256;

    private static final int TOKENS = 4096;

    private final TorchEngine engine;
    private final Device device;
    private final RegionModel model;
    private final RegionNetwork network;
    private final NDManager owner;
    private final NDList weights;

    /** An embedder on a device for which the operators were loaded. */
    public RegionEmbedder(TorchEngine engine, Operators operators, Device device, RegionModel model) {
        this.engine = engine;
        this.device = device;
        this.model = model;
        this.network = new RegionNetwork(operators, model.settings(), model.parts());
        this.owner = engine.newManager(device);
        this.weights = new NDList();
        for (NamedTensor tensor : model.weights()) {
            try (NDArray lent = owner.create(tensor.values(), new Shape(tensor.shape()))) {
                weights.add(lent.duplicate());
            }
        }
    }

    /**
     * The embeddings of a case.
     *
     * @return cells x width, in the order of the case
     * @throws InputException when the case has none of the model's genes
     */
    public DenseMatrix embed(SpatialDataset dataset, Workers workers, Progress progress) {
        return embed(dataset, 0, dataset.size(), workers, progress);
    }

    /**
     * The embeddings of the cells from a multiple of {@link #BLOCK} on, with the bits that they have among all.
     *
     * @return one row for each cell from {@code first} up to, not including, {@code end}
     */
    public DenseMatrix embed(SpatialDataset dataset, int first, int end, Workers workers, Progress progress) {
        CsrMatrix expression = ModelExpression.of(model, dataset, workers);
        int count = end - first;
        DenseMatrix embeddings = DenseMatrix.zeros(count, model.settings().width());
        AtomicLong done = new AtomicLong();
        workers.forRanges(count, BLOCK, (from, to) -> {
            int[] cells = IntStream.range(first + from, first + to).toArray();
            float[] states = states(expression, cells);
            for (int row = from; row < to; row++) {
                if (expresses(expression, first + row)) {
                    write(states, row - from, embeddings, row);
                }
            }
            progress.advance(done.addAndGet(to - from), count);
        });
        return embeddings;
    }

    /** The mean state of the cells named, in float64 over fixed blocks. */
    float[] meanState(CsrMatrix expression, int[] cells, Workers workers) {
        int width = model.settings().width();
        int blocks = (cells.length + BLOCK - 1) / BLOCK;
        double[] sums = new double[width];
        List<float[]> parts = workers.map(
                blocks,
                block -> states(
                        expression,
                        Arrays.copyOfRange(cells, block * BLOCK, Math.min(cells.length, (block + 1) * BLOCK))));
        for (float[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sums[i % width] += part[i];
            }
        }
        float[] mean = new float[width];
        for (int i = 0; i < width; i++) {
            mean[i] = (float) (sums[i] / Math.max(1, cells.length));
        }
        return mean;
    }

    private static boolean expresses(CsrMatrix expression, int cell) {
        boolean any = false;
        for (int i = expression.start(cell); i < expression.end(cell); i++) {
            any |= expression.values()[i] > 0;
        }
        return any;
    }

    /** The states of the cells named, one row each, computed in batches of similar length. */
    private float[] states(CsrMatrix expression, int[] cells) {
        int width = model.settings().width();
        CellTokens[] tokens = new CellTokens[cells.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = CellTokens.of(expression, cells[i], model.settings().longest());
        }
        int[] order = IntStream.range(0, tokens.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -tokens[i].length()))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] states = new float[cells.length * width];
        for (int next = 0; next < order.length; ) {
            int rows = Math.max(1, TOKENS / (tokens[order[next]].length() + 1));
            int end = Math.min(order.length, next + rows);
            List<CellTokens> batch = new ArrayList<>(end - next);
            for (int i = next; i < end; i++) {
                batch.add(tokens[order[i]]);
            }
            float[] part = states(batch);
            for (int i = next; i < end; i++) {
                System.arraycopy(part, (i - next) * width, states, order[i] * width, width);
            }
            next = end;
        }
        return states;
    }

    private float[] states(List<CellTokens> batch) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            return network.cls(RegionBatch.of(batch, model.genes().size(), new float[0]), weights, scope)
                    .toFloatArray();
        }
    }

    private void write(float[] states, int row, DenseMatrix embeddings, int cell) {
        int width = embeddings.columns();
        double[] shifted = new double[width];
        double squares = 0;
        for (int i = 0; i < width; i++) {
            shifted[i] = (double) states[row * width + i] - model.centre()[i];
            squares += shifted[i] * shifted[i];
        }
        if (!Double.isFinite(squares)) {
            throw new InputException(Problem.of("the network gives no finite number for a cell")
                    .at("row " + cell)
                    .expected("finite states", squares)
                    .fix("Check the model for NaN weights, or train it again"));
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < width && length > 0; i++) {
            embeddings.values()[cell * width + i] = (float) (shifted[i] / length);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}

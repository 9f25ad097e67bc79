package io.spatho.stgpt.region;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts the expression of genes that the model may not see in a cell, from the genes that it may see.
 *
 * <p>Determinism: cells are cut into fixed blocks, so on a processor the bits do not depend on the number of threads. Memory: cells x
 * wanted genes. Close it outside any {@link TensorScope}.
 */
public final class PanelDecoder implements AutoCloseable {

    private static final int BLOCK = 64;

    private final TorchEngine engine;
    private final Device device;
    private final RegionModel model;
    private final RegionNetwork network;
    private final NDManager owner;
    private final NDList weights = new NDList();
    private final double mass;
    private final double[][] products;

    /** A decoder on a device for which the operators were loaded. */
    public PanelDecoder(TorchEngine engine, Operators operators, Device device, RegionModel model) {
        this.engine = engine;
        this.device = device;
        this.model = model;
        this.network = new RegionNetwork(operators, model.settings(), model.parts());
        this.owner = engine.newManager(device);
        for (NamedTensor tensor : model.weights()) {
            try (NDArray lent = owner.create(tensor.values(), new Shape(tensor.shape()))) {
                weights.add(lent.duplicate());
            }
        }
        this.products = model.path().components().map(PanelComponents::products).orElse(new double[0][]);
        this.mass = mass(new boolean[model.genes().size()]);
    }

    /** Which genes the model may not see in which cell. */
    @FunctionalInterface
    public interface Hidden {
        /** Marks, gene after gene of the model, what is hidden in a cell; the array is only read. */
        boolean[] in(int cell);
    }

    /** Which part of the model predicts. */
    public enum Part {
        /** Network and linear path, mixed as the validation blocks decided: the model. */
        MODEL,
        /** The network alone. */
        NETWORK,
        /** The linear path alone: principal components of the training cells. */
        LINEAR
    }

    /**
     * The scores of cells on the principal components, by the genes that are not hidden.
     *
     * @return a row for each cell
     */
    public double[][] scores(CsrMatrix expression, int[] cells, Hidden hidden, Workers workers) {
        return workers.map(cells.length, i -> scores(expression, cells[i], hidden.in(cells[i])))
                .toArray(double[][]::new);
    }

    private double[] scores(CsrMatrix expression, int cell, boolean[] hidden) {
        return model.path().components().orElseThrow().scores(expression, cell, hidden, model.scale(), products);
    }

    /** The predicted log expression of genes by the whole model. */
    public DenseMatrix decode(CsrMatrix expression, int[] cells, int[] genes, Hidden hidden, Workers workers) {
        return decode(expression, cells, genes, hidden, Part.MODEL, workers);
    }

    /**
     * The predicted log expression of genes.
     *
     * @param expression cells x the model's genes, as {@link ModelExpression} makes it
     * @param cells rows to predict
     * @param genes positions among the model's genes to predict
     * @return cells x genes, never below 0
     */
    public DenseMatrix decode(
            CsrMatrix expression, int[] cells, int[] genes, Hidden hidden, Part part, Workers workers) {
        DenseMatrix decoded = DenseMatrix.zeros(cells.length, genes.length);
        double share = part == Part.MODEL ? model.path().panelShare() : part == Part.NETWORK ? 1 : 0;
        workers.forRanges(cells.length, BLOCK, (from, to) -> {
            int all = model.genes().size();
            float[] panel = share > 0
                    ? panel(expression, Arrays.copyOfRange(cells, from, to), hidden)
                    : new float[(to - from) * all];
            for (int row = from; row < to; row++) {
                double[] scores = share < 1 ? scores(expression, cells[row], hidden.in(cells[row])) : new double[0];
                for (int i = 0; i < genes.length; i++) {
                    float units = (float) (share * panel[(row - from) * all + genes[i]]
                            + (share < 1 ? (1 - share) * linear(scores, genes[i]) : 0));
                    decoded.values()[row * genes.length + i] = model.scale().ofPanel(genes[i], units);
                }
            }
        });
        return decoded;
    }

    private double linear(double[] scores, int gene) {
        return model.path().components().orElseThrow().predict(scores, gene);
    }

    private float[] panel(CsrMatrix expression, int[] cells, Hidden hidden) {
        List<CellTokens> tokens = new ArrayList<>(cells.length);
        double[] gains = new double[cells.length];
        for (int row = 0; row < cells.length; row++) {
            boolean[] marked = hidden.in(cells[row]);
            tokens.add(CellTokens.of(expression, cells[row], model.settings().longest())
                    .without(marked));
            double left = mass(marked);
            gains[row] = left > 0 ? mass / left : 1;
        }
        RegionBatch batch = RegionBatch.of(tokens, model.genes().size(), new float[0]);
        for (int row = 0; row < cells.length; row++) {
            batch.gain(row, gains[row]);
        }
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            return network.panel(network.cls(batch, weights, scope), weights).toFloatArray();
        }
    }

    /** The usual expression of all genes that are not marked. */
    private double mass(boolean[] marked) {
        double sum = 0;
        float[] means = model.scale().panelMean();
        for (int gene = 0; gene < means.length; gene++) {
            sum += marked[gene] ? 0 : means[gene];
        }
        return sum;
    }

    @Override
    public void close() {
        owner.close();
    }
}

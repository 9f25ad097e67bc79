package io.spatho.stgpt.region;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.SquaredError;
import java.util.ArrayList;
import java.util.List;

/**
 * What the region model learns: the values of hidden genes and the mean expression of the neighbours, both in units of the training
 * cells' deviation; the two mean squared errors count alike.
 */
final class RegionObjective {

    private final RegionNetwork network;
    private final CsrMatrix expression;
    private final Neighbourhood neighbourhood;
    private final GeneScale scale;
    private final RegionSettings settings;

    RegionObjective(
            RegionNetwork network,
            CsrMatrix expression,
            Neighbourhood neighbourhood,
            GeneScale scale,
            RegionSettings settings) {
        this.network = network;
        this.expression = expression;
        this.neighbourhood = neighbourhood;
        this.scale = scale;
        this.settings = settings;
    }

    CellTokens tokens(int cell) {
        return CellTokens.of(expression, cell, settings.longest());
    }

    /** The number of a cell's tokens that are hidden; at least one stays visible. */
    int hiddenTokens(int tokens) {
        return Math.min(tokens - 1, Math.max(1, (int) Math.round(tokens * settings.maskedShare())));
    }

    /**
     * A shard of cells with what has to be predicted for it.
     *
     * @param places of the hidden tokens in the flattened batch
     * @param rows the row of each
     * @param masked the value of each, in units of {@link GeneScale}
     * @param maskedCellMean the mean of the values that stay visible in its cell, in the same units: a baseline
     * @param nearby rows x genes, in units of {@link GeneScale}
     * @param nearbyWeights 1 for rows that have neighbours, else 0
     */
    record Task(
            RegionBatch batch,
            long[] places,
            long[] rows,
            float[] masked,
            float[] maskedCellMean,
            float[] nearby,
            float[] nearbyWeights) {

        /** The number of cells that have neighbours. */
        int cellsWithNeighbours() {
            int cells = 0;
            for (float weight : nearbyWeights) {
                cells += weight > 0 ? 1 : 0;
            }
            return cells;
        }
    }

    /** The task of a shard; which values are hidden depends on {@code purpose}, the number given and the cell. */
    Task task(int[] cells, String purpose, long number) {
        int genes = expression.columns();
        List<CellTokens> tokens = new ArrayList<>(cells.length);
        for (int cell : cells) {
            tokens.add(tokens(cell));
        }
        RegionBatch batch = RegionBatch.of(tokens, genes);
        int hidden = tokens.stream()
                .mapToInt(cell -> Math.max(0, hiddenTokens(cell.length())))
                .sum();
        Task task = new Task(
                batch,
                new long[hidden],
                new long[hidden],
                new float[hidden],
                new float[hidden],
                new float[cells.length * genes],
                new float[cells.length]);
        int next = 0;
        for (int row = 0; row < cells.length; row++) {
            CounterRandom random = CounterRandom.of(settings.seed(), purpose + "/" + number, cells[row]);
            next = hide(task, tokens.get(row), row, next, random);
            nearby(task, cells[row], row);
        }
        return task;
    }

    private int hide(Task task, CellTokens cell, int row, int next, CounterRandom random) {
        int[] order = new int[cell.length()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        random.shuffle(order);
        int hidden = Math.max(0, hiddenTokens(cell.length()));
        double visible = 0;
        for (int i = hidden; i < order.length; i++) {
            visible += scale.expressed(cell.genes()[order[i]], cell.values()[order[i]]);
        }
        for (int i = 0; i < hidden; i++) {
            int token = order[i];
            task.maskedCellMean[next] = (float) (visible / (order.length - hidden));
            task.places[next] = task.batch.hide(row, token);
            task.rows[next] = row;
            task.masked[next++] = scale.expressed(cell.genes()[token], cell.values()[token]);
        }
        return next;
    }

    private void nearby(Task task, int cell, int row) {
        int genes = expression.columns();
        int at = row * genes;
        if (neighbourhood.mean(cell, task.nearby, at)) {
            task.nearbyWeights[row] = 1;
            for (int gene = 0; gene < genes; gene++) {
                task.nearby[at + gene] = scale.nearby(gene, task.nearby[at + gene]);
            }
        }
    }

    /** The two sums of squared errors of a shard: hidden values, and neighbourhoods over all genes. */
    record Errors(NDArray masked, NDArray nearby) {}

    Errors errors(Task task, NDList weights, TensorScope scope) {
        int genes = expression.columns();
        RegionNetwork.States states = network.states(task.batch, weights, scope);
        NDArray nearby = SquaredError.weightedSum(
                network.nearby(states.cls(), weights),
                scope.manager().create(task.nearby, new Shape(task.batch.rows(), genes)),
                scope.manager().create(task.nearbyWeights, new Shape(task.batch.rows(), 1)));
        if (task.masked.length == 0) {
            return new Errors(scope.manager().zeros(new Shape()), nearby);
        }
        NDArray masked = SquaredError.sum(
                network.masked(states, task.places, task.rows, weights, scope),
                scope.manager().create(task.masked, new Shape(task.masked.length, 1)));
        return new Errors(masked, nearby);
    }

    int genes() {
        return expression.columns();
    }
}

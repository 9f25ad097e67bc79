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
 * What the region model learns, all in units of the training cells' deviation and counting alike: the values of hidden genes, the
 * expression (zeros included) of genes that were taken out of the cell altogether, and the mean expression of the neighbours.
 */
final class RegionObjective {

    /** The share of the genes that is taken out of a cell, whether it expresses them or not. */
    static final double DROPPED_SHARE = 0.15;

    private final RegionNetwork network;
    private final CsrMatrix expression;
    private final Neighbourhood neighbourhood;
    private final GeneScale scale;
    private final RegionSettings settings;
    private final RegionInputs inputs;

    RegionObjective(RegionNetwork network, RegionMaterial material, RegionSettings settings, RegionInputs inputs) {
        this.network = network;
        this.expression = material.expression();
        this.neighbourhood = material.neighbourhood();
        this.scale = material.scale();
        this.settings = settings;
        this.inputs = inputs;
    }

    CellTokens tokens(int cell) {
        return inputs.genes() ? CellTokens.of(expression, cell, settings.longest()) : CellTokens.none();
    }

    /** The number of a cell's tokens that are hidden; at least one stays visible. */
    int hiddenTokens(int tokens) {
        return Math.max(0, Math.min(tokens - 1, Math.max(1, (int) Math.round(tokens * settings.maskedShare()))));
    }

    /** About how many values of a cell of so many tokens are hidden, after genes were taken out of it. */
    double expectedHidden(int tokens) {
        return inputs.genes() ? hiddenTokens(tokens) * (1 - DROPPED_SHARE) : 0;
    }

    /**
     * A shard of cells with what has to be predicted for it.
     *
     * @param places of the hidden tokens in the flattened batch
     * @param rows the row of each
     * @param masked the value of each, in units of {@link GeneScale}
     * @param maskedCellMean the mean of the values that stay visible in its cell, in the same units: a baseline
     * @param panel rows x genes, the cell's own expression in units of {@link GeneScale}
     * @param dropped rows x genes, 1 where the gene was taken out, else 0
     */
    record Task(
            RegionBatch batch,
            long[] places,
            long[] rows,
            float[] masked,
            float[] maskedCellMean,
            float[] panel,
            float[] dropped) {

        /** Which genes were taken out of a row. */
        boolean[] droppedGenes(int row, int genes) {
            boolean[] marked = new boolean[genes];
            for (int gene = 0; gene < genes; gene++) {
                marked[gene] = dropped[row * genes + gene] > 0;
            }
            return marked;
        }
    }

    /** The neighbourhoods of a shard: rows x genes in units of {@link GeneScale}, and 1 for rows that have neighbours. */
    record Nearby(float[] values, float[] weights) {

        /** The number of cells that have neighbours. */
        int cellsWithNeighbours() {
            int cells = 0;
            for (float weight : weights) {
                cells += weight > 0 ? 1 : 0;
            }
            return cells;
        }
    }

    /** The task of a shard; what is hidden depends on {@code purpose}, the number given and the cell. */
    Task task(int[] cells, String purpose, long number) {
        return task(cells, purpose, number, true);
    }

    /** The same with or without the cells' pictures. */
    Task task(int[] cells, String purpose, long number, boolean pictures) {
        int genes = expression.columns();
        List<CellTokens> tokens = new ArrayList<>(cells.length);
        float[] dropped = new float[cells.length * genes];
        double[] gains = new double[cells.length];
        int hidden = 0;
        for (int row = 0; row < cells.length; row++) {
            CellTokens whole = tokens(cells[row]);
            CellTokens left = whole.without(drop(dropped, row, purpose + "-dropped/" + number, cells[row]));
            int hiddenHere = hiddenTokens(left.length());
            gains[row] = whole.length() / (double) Math.max(1, left.length() - hiddenHere);
            hidden += hiddenHere;
            tokens.add(left);
        }
        Task task = new Task(
                batch(tokens, cells, pictures),
                new long[hidden],
                new long[hidden],
                new float[hidden],
                new float[hidden],
                new float[cells.length * genes],
                dropped);
        int next = 0;
        for (int row = 0; row < cells.length; row++) {
            CounterRandom random = CounterRandom.of(settings.seed(), purpose + "/" + number, cells[row]);
            next = hide(task, tokens.get(row), row, next, random);
            task.batch.gain(row, gains[row]);
            own(task.panel, cells[row], row);
        }
        return task;
    }

    private boolean[] drop(float[] dropped, int row, String purpose, int cell) {
        int genes = expression.columns();
        CounterRandom random = CounterRandom.of(settings.seed(), purpose, cell);
        boolean[] marked = new boolean[genes];
        for (int gene = 0; gene < genes; gene++) {
            marked[gene] = random.nextDouble() < DROPPED_SHARE;
            dropped[row * genes + gene] = marked[gene] ? 1 : 0;
        }
        return marked;
    }

    private int hide(Task task, CellTokens cell, int row, int next, CounterRandom random) {
        int[] order = new int[cell.length()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        random.shuffle(order);
        int hidden = hiddenTokens(cell.length());
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

    private void own(float[] panel, int cell, int row) {
        int genes = expression.columns();
        for (int gene = 0; gene < genes; gene++) {
            panel[row * genes + gene] = scale.panel(gene, 0);
        }
        for (int i = expression.start(cell); i < expression.end(cell); i++) {
            int gene = expression.columnIndices()[i];
            panel[row * genes + gene] = scale.panel(gene, expression.values()[i]);
        }
    }

    private RegionBatch batch(List<CellTokens> tokens, int[] cells, boolean pictures) {
        boolean[] pictured = new boolean[cells.length];
        float[] features = new float[0];
        if (pictures && inputs.images().isPresent()) {
            ImageFeatures images = inputs.images().get();
            features = images.values().selectRows(cells).values();
            for (int row = 0; row < cells.length; row++) {
                pictured[row] = images.present()[cells[row]];
            }
        }
        return RegionBatch.of(tokens, expression.columns(), inputs.beside(cells), features, pictured);
    }

    /** The states of cells that are seen whole, with their pictures or without: rows x d. */
    NDArray wholeStates(int[] cells, boolean pictures, NDList weights, TensorScope scope) {
        List<CellTokens> tokens = new ArrayList<>(cells.length);
        for (int cell : cells) {
            tokens.add(tokens(cell));
        }
        return network.cls(batch(tokens, cells, pictures), weights, scope);
    }

    /** The neighbourhoods of a shard. */
    Nearby nearby(int[] cells) {
        int genes = expression.columns();
        Nearby nearby = new Nearby(new float[cells.length * genes], new float[cells.length]);
        for (int row = 0; row < cells.length; row++) {
            int at = row * genes;
            if (neighbourhood.mean(cells[row], nearby.values, at)) {
                nearby.weights[row] = 1;
                for (int gene = 0; gene < genes; gene++) {
                    nearby.values[at + gene] = scale.nearby(gene, nearby.values[at + gene]);
                }
            }
        }
        return nearby;
    }

    /** The sums of squared errors of a shard: hidden values, genes taken out, and neighbourhoods over all genes. */
    record Errors(NDArray masked, NDArray panel, NDArray nearby) {}

    Errors errors(Task task, Nearby around, NDList weights, TensorScope scope) {
        return errors(network.states(task.batch, weights, scope), task, around, weights, scope);
    }

    Errors errors(RegionNetwork.States states, Task task, Nearby around, NDList weights, TensorScope scope) {
        Shape shape = new Shape(task.batch.rows(), expression.columns());
        NDArray nearby = SquaredError.weightedSum(
                network.nearby(states.cls(), weights),
                scope.manager().create(around.values, shape),
                scope.manager().create(around.weights, new Shape(task.batch.rows(), 1)));
        NDArray panel = SquaredError.weightedSum(
                network.panel(states.cls(), weights),
                scope.manager().create(task.panel, shape),
                scope.manager().create(task.dropped, shape));
        if (task.masked.length == 0) {
            return new Errors(scope.manager().zeros(new Shape()), panel, nearby);
        }
        NDArray masked = SquaredError.sum(
                network.masked(states, task.places, task.rows, weights, scope),
                scope.manager().create(task.masked, new Shape(task.masked.length, 1)));
        return new Errors(masked, panel, nearby);
    }

    /** The predicted neighbourhoods of cells that are seen whole, rows x genes in units of {@link GeneScale}. */
    float[] predictedNearby(int[] cells, NDList weights, TensorScope scope) {
        return network.nearby(wholeStates(cells, true, weights, scope), weights).toFloatArray();
    }

    /** The network's own expression of a shard, rows x genes in units of {@link GeneScale}; hidden values stay hidden only. */
    float[] predictedPanel(Task task, NDList weights, TensorScope scope) {
        return network.panel(network.states(task.batch, weights, scope).cls(), weights)
                .toFloatArray();
    }

    RegionNetwork network() {
        return network;
    }

    RegionInputs inputs() {
        return inputs;
    }

    GeneScale scale() {
        return scale;
    }

    int genes() {
        return expression.columns();
    }

    CsrMatrix expression() {
        return expression;
    }
}

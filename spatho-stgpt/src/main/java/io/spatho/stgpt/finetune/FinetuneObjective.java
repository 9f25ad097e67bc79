package io.spatho.stgpt.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.loss.CrossEntropy;
import io.spatho.stgpt.loss.SquaredError;
import io.spatho.stgpt.scgpt.Neighbourhoods;
import io.spatho.stgpt.tokens.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint learns from a patch: hidden values by the expression decoder and from the cell's state, all values from the mean
 * state of the nearest cells of the patch, and not to show which batch a cell is of. Targets are value bins, as in the reference.
 */
final class FinetuneObjective {

    private final NetworkPass pass;
    private final CellMaterial material;
    private final FinetuneSettings settings;
    private final MaskedPatch.Fill fill;

    FinetuneObjective(NetworkPass pass, CellMaterial material, FinetuneSettings settings, MaskedPatch.Fill fill) {
        this.pass = pass;
        this.material = material;
        this.settings = settings;
        this.fill = fill;
    }

    /** The tokens of cells, some values hidden as purpose, number and cell decide. */
    MaskedPatch patch(int[] cells, String purpose, long number) {
        List<CounterRandom> randoms = new ArrayList<>(cells.length);
        for (int cell : cells) {
            randoms.add(CounterRandom.of(settings.seed(), purpose + "/" + number, cell));
        }
        List<TokenSequence> tokens = new ArrayList<>(cells.length);
        for (int cell : cells) {
            tokens.add(material.tokens(cell));
        }
        return MaskedPatch.of(tokens, settings.maskedShare(), randoms, fill);
    }

    /** How many numbers each loss sums over. */
    record Counts(long hidden, long shown, long cells) {
        Counts plus(Counts other) {
            return new Counts(hidden + other.hidden, shown + other.shown, cells + other.cells);
        }

        static Counts none() {
            return new Counts(0, 0, 0);
        }
    }

    /** What a patch of these cells will sum over, from their lengths alone. */
    Counts counts(int[] cells) {
        long hidden = 0;
        long shown = 0;
        for (int cell : cells) {
            int length = material.tokenizer().length(cell);
            hidden += MaskedPatch.hiddenOf(length, settings.maskedShare());
            shown += cells.length > 1 ? length - 1 : 0;
        }
        return new Counts(hidden, shown, cells.length);
    }

    /** Sums over a patch; a loss that is left out is absent. */
    record Sums(NDArray value, NDArray state, NDArray neighbourhood, NDArray batch) {}

    Sums sums(int[] cells, MaskedPatch patch, Map<String, NDArray> weights, TensorScope scope) {
        NetworkPass.States states = pass.states(patch, weights, scope);
        LossWeights losses = settings.losses();
        NDArray nothing = scope.manager().zeros(new Shape());
        NDArray hidden = scope.manager().create(patch.truthAt(patch.hidden())).duplicate();
        NDArray value = losses.value() > 0
                ? SquaredError.sum(pass.expression(states, patch.hidden(), weights, scope), hidden)
                : nothing;
        NDArray state = losses.state() > 0
                ? SquaredError.sum(
                        pass.products("mvc_decoder", states, states.cells(), patch, patch.hidden(), weights, scope),
                        hidden)
                : nothing;
        NDArray neighbourhood = losses.neighbourhood() > 0 && cells.length > 1
                ? neighbourhood(cells, patch, states, weights, scope)
                : nothing;
        NDArray batch = losses.batch() > 0
                ? CrossEntropy.sum(pass.batchLogits(states, weights, scope), material.labelsOf(cells), scope)
                : nothing;
        return new Sums(value, state, neighbourhood, batch);
    }

    private NDArray neighbourhood(
            int[] cells,
            MaskedPatch patch,
            NetworkPass.States states,
            Map<String, NDArray> weights,
            TensorScope scope) {
        int count = Math.min(settings.neighbours(), cells.length - 1);
        double[] x = new double[cells.length];
        double[] y = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            x[i] = material.x()[cells[i]];
            y[i] = material.y()[cells[i]];
        }
        int[][] near = Neighbourhoods.nearest(x, y, count).neighbours();
        float[] mean = new float[cells.length * cells.length];
        for (int i = 0; i < cells.length; i++) {
            for (int other : near[i]) {
                mean[i * cells.length + other] = 1f / count;
            }
        }
        NDArray average = scope.manager()
                .create(mean, new Shape(cells.length, cells.length))
                .duplicate();
        NDArray around = average.matMul(states.cells());
        return SquaredError.sum(
                pass.products("impute_mvc_decoder", states, around, patch, patch.shown(), weights, scope),
                scope.manager().create(patch.truthAt(patch.shown())).duplicate());
    }
}

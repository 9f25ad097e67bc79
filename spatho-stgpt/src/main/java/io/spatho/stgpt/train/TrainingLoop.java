package io.spatho.stgpt.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TensorScope;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.loss.Scaling;

/**
 * Trains weights with AdamW: each step computes the shards of a batch on the workers' threads, adds their gradients in the order
 * of the shards, scales them to the norm limit and moves the weights.
 *
 * <p>Determinism: on a processor the weights' bits depend on the initial weights, the settings and the loss only, not on the number
 * of threads, nor on whether the training was interrupted and resumed. Cost: that of the loss and its derivatives; memory is that of
 * two sets of gradients and, for each thread, a shard and its gradients: more shards (gradient accumulation) take no more memory.
 */
public final class TrainingLoop {

    private final TorchEngine engine;
    private final Operators operators;
    private final Device device;

    /** A loop on a device for which the operators were loaded. */
    public TrainingLoop(TorchEngine engine, Operators operators, Device device) {
        this.engine = engine;
        this.operators = operators;
        this.device = device;
    }

    /** Hears of each finished step. */
    @FunctionalInterface
    public interface StepListener {
        /** The step number from 1, the batch's loss before the step, and the gradients' norm before clipping. */
        void done(int step, double loss, double gradientNorm);
    }

    private record Slopes(double loss, NDArray gradients) {}

    /** What the shards so far add up to. */
    private static final class Sum {
        private double loss;
        private NDArray gradients;
    }

    /**
     * Trains from the weights' own step count up to {@code lastStep}.
     *
     * @throws InputException when the loss or the gradients are no longer finite
     */
    public void run(
            TrainableWeights weights,
            TrainingSettings settings,
            int lastStep,
            ShardLoss loss,
            Workers workers,
            StepListener listener) {
        while (weights.step() < lastStep) {
            int step = weights.step() + 1;
            try (NDManager owner = engine.newManager(device)) {
                float scale = settings.scaledLoss() ? weights.scale().value() : 1;
                Sum sum = sum(weights, settings, loss, workers, owner, scale);
                double norm = move(weights, settings, step, sum);
                boolean finite = Double.isFinite(sum.loss) && Double.isFinite(norm);
                if (!finite && !(settings.scaledLoss() && weights.scale().canFall())) {
                    throw new InputException(Problem.of("the training diverged")
                            .at("step " + step)
                            .expected("a finite loss", sum.loss)
                            .fix("Check the counts for extreme values, or lower the learning rate."));
                }
                if (settings.scaledLoss() && finite) {
                    weights.scale().moved();
                } else if (!finite) {
                    weights.scale().overflowed();
                }
                weights.advance();
                listener.done(step, sum.loss, norm);
            }
        }
    }

    /** The loss of a batch and its gradients: shards by groups of as many as there are threads, added in the order of the shards. */
    private Sum sum(
            TrainableWeights weights,
            TrainingSettings settings,
            ShardLoss loss,
            Workers workers,
            NDManager owner,
            float scale) {
        int step = weights.step() + 1;
        Sum sum = new Sum();
        for (int first = 0; first < settings.shards(); first += workers.threads()) {
            int from = first;
            int count = Math.min(workers.threads(), settings.shards() - from);
            workers.map(count, i -> slopes(step, from + i, weights, loss, owner, scale))
                    .forEach(shard -> add(sum, shard));
        }
        if (scale != 1) {
            unscale(sum.gradients, scale);
        }
        return sum;
    }

    private Slopes slopes(int step, int shard, TrainableWeights weights, ShardLoss loss, NDManager owner, float scale) {
        try (TensorScope scope = TensorScope.recording(engine, device)) {
            NDArray value = loss.loss(step, shard, weights.tensors(), scope);
            double number = value.toFloatArray()[0];
            NDArray scaled = scale == 1 ? value : Scaling.by(value, scale, scope);
            return new Slopes(number, scope.keep(operators.joinedGradients(scaled, weights.resident()), owner));
        }
    }

    @SuppressWarnings("try") // the scope is there to free what is not kept
    private void add(Sum sum, Slopes shard) {
        sum.loss += shard.loss;
        if (sum.gradients == null) {
            sum.gradients = shard.gradients;
            return;
        }
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            sum.gradients.addi(shard.gradients);
        }
        shard.gradients.close();
    }

    @SuppressWarnings("try")
    private void unscale(NDArray gradients, float scale) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            gradients.muli(1 / scale);
        }
    }

    /** Moves the weights, unless a gradient is not finite; the norm before clipping. */
    @SuppressWarnings("try")
    private double move(TrainableWeights weights, TrainingSettings settings, int step, Sum sum) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            double norm = operators.optimizer().clipJoinedNorm(sum.gradients, weights.resident(), settings.clipNorm());
            if (Double.isFinite(norm) && Double.isFinite(sum.loss)) {
                operators
                        .optimizer()
                        .adamWStep(
                                weights.joined(),
                                new NDList(sum.gradients),
                                weights.state(),
                                step - weights.scale().skipped(),
                                settings.optimizer()
                                        .withLearningRate(settings.schedule().rate(step)));
            }
            return norm;
        }
    }
}

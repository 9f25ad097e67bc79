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
import java.util.List;

/**
 * Trains weights with AdamW: each step computes the shards of a batch on the workers' threads, adds their gradients in the order
 * of the shards, scales them to the norm limit and moves the weights.
 *
 * <p>Determinism: on a processor the weights' bits depend on the initial weights, the settings and the loss only, not on the number
 * of threads, nor on whether the training was interrupted and resumed. Cost: that of the loss and its derivatives; memory grows
 * with the number of threads.
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

    private record Slopes(double loss, NDList gradients) {}

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
                List<Slopes> shards =
                        workers.map(settings.shards(), shard -> slopes(step, shard, weights.tensors(), loss, owner));
                double total = 0;
                for (Slopes shard : shards) {
                    total += shard.loss;
                }
                double norm = move(weights, settings, step, shards);
                if (!Double.isFinite(total) || !Double.isFinite(norm)) {
                    throw new InputException(Problem.of("the training diverged")
                            .at("step " + step)
                            .expected("a finite loss", total)
                            .fix("Check the counts for extreme values, or lower the learning rate."));
                }
                weights.advance();
                listener.done(step, total, norm);
            }
        }
    }

    private Slopes slopes(int step, int shard, NDList weights, ShardLoss loss, NDManager owner) {
        try (TensorScope scope = TensorScope.recording(engine, device)) {
            NDArray value = loss.loss(step, shard, weights, scope);
            double number = value.toFloatArray()[0];
            NDList gradients = operators.gradients(value, weights);
            gradients.forEach(gradient -> scope.keep(gradient, owner));
            return new Slopes(number, gradients);
        }
    }

    @SuppressWarnings("try") // the scope is there to free what the step makes
    private double move(TrainableWeights weights, TrainingSettings settings, int step, List<Slopes> shards) {
        try (TensorScope scope = TensorScope.inference(engine, device)) {
            // Copies: gradients of one record may share memory, and the sums are scaled in place.
            NDList sum = new NDList();
            for (int i = 0; i < weights.tensors().size(); i++) {
                NDArray gradient = shards.get(0).gradients.get(i).duplicate();
                for (int shard = 1; shard < shards.size(); shard++) {
                    gradient.addi(shards.get(shard).gradients.get(i));
                }
                sum.add(gradient);
            }
            double norm = operators.clipGlobalNorm(sum, settings.clipNorm());
            operators.adamWStep(
                    weights.tensors(),
                    sum,
                    weights.state(),
                    step,
                    settings.optimizer().withLearningRate(settings.schedule().rate(step)));
            return norm;
        }
    }
}

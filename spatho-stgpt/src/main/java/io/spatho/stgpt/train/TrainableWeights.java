package io.spatho.stgpt.train;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.AdamWState;
import io.spatho.stgpt.engine.JoinedTensors;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a network on a device while they are trained, with the optimizer's memory and the number of steps done. Make and
 * close it outside any {@link io.spatho.stgpt.engine.TensorScope}.
 */
public final class TrainableWeights implements AutoCloseable {

    private static final String MEANS = "optimizer.means/";
    private static final String SQUARES = "optimizer.squares/";
    private static final String STEP = "optimizer.step";
    private static final String SCALE = "optimizer.loss_scale";

    private final NDManager owner;
    private final JoinedTensors joined;
    private final JoinedTensors means;
    private final JoinedTensors squares;
    private final NDList tensors;
    private final NDList resident;
    private LossScale scale = new LossScale();
    private int step;

    private TrainableWeights(TorchEngine engine, Device device, List<NamedTensor> initial) {
        this.owner = engine.newManager(device);
        this.joined = JoinedTensors.zeros(initial, owner);
        this.means = JoinedTensors.zeros(initial, owner);
        this.squares = JoinedTensors.zeros(initial, owner);
        for (int i = 0; i < initial.size(); i++) {
            joined.set(i, initial.get(i));
        }
        this.tensors = joined.views();
        tensors.forEach(weight -> weight.setRequiresGradient(true));
        this.resident = Operators.resident(tensors);
    }

    /** Weights before the first step. */
    public static TrainableWeights of(TorchEngine engine, Device device, List<NamedTensor> initial) {
        return new TrainableWeights(engine, device, initial);
    }

    /**
     * Weights as {@link #snapshot} left them, for a training that goes on.
     *
     * @param names the weights' names, in the network's order
     * @throws InputException when the snapshot lacks one of them
     */
    public static TrainableWeights resume(TorchEngine engine, Device device, List<String> names, Checkpoint snapshot) {
        List<NamedTensor> initial = names.stream().map(snapshot::tensor).toList();
        TrainableWeights weights = new TrainableWeights(engine, device, initial);
        for (int i = 0; i < names.size(); i++) {
            weights.restore(weights.means, i, snapshot.tensor(MEANS + names.get(i)));
            weights.restore(weights.squares, i, snapshot.tensor(SQUARES + names.get(i)));
        }
        NamedTensor done = snapshot.tensor(STEP);
        if (done.values().length != 1 || !(done.values()[0] >= 0 && done.values()[0] < 1 << 24)) {
            throw new InputException(Problem.of("the snapshot does not say how many steps were done")
                    .at(snapshot.source())
                    .fix("Start the training again."));
        }
        weights.step = (int) done.values()[0];
        float[] scale = snapshot.tensor(SCALE).values();
        if (scale.length == 3 && scale[0] > 0) {
            weights.scale = new LossScale(scale[0], (int) scale[1], (int) scale[2]);
        }
        return weights;
    }

    private void restore(JoinedTensors target, int index, NamedTensor saved) {
        if (!new Shape(saved.shape()).equals(target.shape(index))) {
            throw new InputException(Problem.of("the snapshot contradicts itself")
                    .at(saved.name())
                    .expected(target.shape(index), Arrays.toString(saved.shape()))
                    .fix("Start the training again."));
        }
        target.set(index, saved);
    }

    /** The weights, in the network's order. */
    public NDList tensors() {
        return tensors;
    }

    /** The number of steps done. */
    public int step() {
        return step;
    }

    /** The weights as handles that cost nothing to pass as a list. */
    NDList resident() {
        return resident;
    }

    /** All weights in one tensor, which {@link #tensors} are parts of. */
    NDList joined() {
        return new NDList(joined.all());
    }

    AdamWState state() {
        return new AdamWState(new NDList(means.all()), new NDList(squares.all()));
    }

    LossScale scale() {
        return scale;
    }

    void advance() {
        step++;
    }

    /** Copies of the weights, in the network's order. */
    public List<NamedTensor> values() {
        return joined.copies("");
    }

    /** Copies of everything that the next step depends on. */
    public List<NamedTensor> snapshot() {
        List<NamedTensor> all = new ArrayList<>(values());
        all.addAll(means.copies(MEANS));
        all.addAll(squares.copies(SQUARES));
        all.add(new NamedTensor(STEP, new long[0], new float[] {step}));
        all.add(new NamedTensor(SCALE, new long[] {3}, scale.state()));
        return all;
    }

    @Override
    public void close() {
        owner.close();
    }
}

package io.spatho.stgpt.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.checkpoint.Checkpoint;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.AdamWState;
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
    private final List<String> names = new ArrayList<>();
    private final NDList tensors = new NDList();
    private final AdamWState state;
    private LossScale scale = new LossScale();
    private int step;

    private TrainableWeights(TorchEngine engine, Device device, List<NamedTensor> initial) {
        this.owner = engine.newManager(device);
        for (NamedTensor tensor : initial) {
            names.add(tensor.name());
            NDArray weight = place(tensor);
            weight.setRequiresGradient(true);
            tensors.add(weight);
        }
        this.state = AdamWState.zeros(tensors, owner);
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
            weights.restore(weights.state.means(), i, snapshot.tensor(MEANS + names.get(i)));
            weights.restore(weights.state.squares(), i, snapshot.tensor(SQUARES + names.get(i)));
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

    private void restore(NDList target, int index, NamedTensor saved) {
        if (!Arrays.equals(saved.shape(), target.get(index).getShape().getShape())) {
            throw new InputException(Problem.of("the snapshot contradicts itself")
                    .at(saved.name())
                    .expected(target.get(index).getShape(), Arrays.toString(saved.shape()))
                    .fix("Start the training again."));
        }
        target.set(index, place(saved));
    }

    /** A copy in the engine's own memory, whose alignment does not vary. */
    private NDArray place(NamedTensor tensor) {
        try (NDArray lent = owner.create(tensor.values(), new Shape(tensor.shape()))) {
            return lent.duplicate();
        }
    }

    /** The weights, in the network's order. */
    public NDList tensors() {
        return tensors;
    }

    /** The number of steps done. */
    public int step() {
        return step;
    }

    AdamWState state() {
        return state;
    }

    LossScale scale() {
        return scale;
    }

    void advance() {
        step++;
    }

    /** Copies of the weights, in the network's order. */
    public List<NamedTensor> values() {
        return copies("", tensors);
    }

    /** Copies of everything that the next step depends on. */
    public List<NamedTensor> snapshot() {
        List<NamedTensor> all = new ArrayList<>(values());
        all.addAll(copies(MEANS, state.means()));
        all.addAll(copies(SQUARES, state.squares()));
        all.add(new NamedTensor(STEP, new long[0], new float[] {step}));
        all.add(new NamedTensor(SCALE, new long[] {3}, scale.state()));
        return all;
    }

    private List<NamedTensor> copies(String prefix, NDList list) {
        List<NamedTensor> copies = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            NDArray tensor = list.get(i);
            copies.add(new NamedTensor(
                    prefix + names.get(i), tensor.getShape().getShape().clone(), tensor.toFloatArray()));
        }
        return copies;
    }

    @Override
    public void close() {
        owner.close();
    }
}

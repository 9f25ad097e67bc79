package io.spatho.stgpt.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TorchEngine;
import java.util.Collection;

/**
 * Weights that stay on a device until closed.
 *
 * <p>Make them outside any {@link io.spatho.stgpt.engine.TensorScope}, which would free them. Each tensor is a copy in memory of
 * the engine's own alignment, so that products have the same bits wherever Java's copy lay.
 */
public final class DeviceWeights implements AutoCloseable {

    private final Device device;
    private final NDManager owner;

    /** Weights to come, on a device. */
    public DeviceWeights(TorchEngine engine, Device device) {
        this.device = device;
        this.owner = engine.newManager(device);
    }

    /** The device they are on. */
    public Device device() {
        return device;
    }

    /** The owner of the tensors. */
    public NDManager owner() {
        return owner;
    }

    /** One tensor, float32. */
    public NDArray put(NamedTensor tensor) {
        try (NDArray lent = owner.create(tensor.values(), new Shape(tensor.shape()))) {
            return lent.duplicate();
        }
    }

    /** Several tensors in order. */
    public NDList put(Collection<NamedTensor> tensors) {
        NDList list = new NDList(tensors.size());
        tensors.forEach(tensor -> list.add(put(tensor)));
        return list;
    }

    @Override
    public void close() {
        owner.close();
    }
}

package io.spatho.stgpt.histology.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.nn.DeviceWeights;

/** Weights of one network on a device, put there in the order of its layers. */
final class NetworkWeights implements AutoCloseable {

    private final DeviceWeights device;

    NetworkWeights(TorchEngine engine, Device device) {
        this.device = new DeviceWeights(engine, device);
    }

    NDArray put(NamedTensor tensor) {
        return device.put(tensor);
    }

    NDList put(Iterable<NamedTensor> tensors) {
        NDList list = new NDList();
        tensors.forEach(tensor -> list.add(put(tensor)));
        return list;
    }

    /** A tensor of no element, which stands for one that the network does without. */
    static NamedTensor none(String name) {
        return new NamedTensor(name, new long[] {0}, new float[0]);
    }

    @Override
    public void close() {
        device.close();
    }
}

package io.spatho.stgpt.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.TorchEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * Weights that stay on a device until closed.
 *
 * <p>Not thread-safe while weights are put. Make them outside any {@link io.spatho.stgpt.engine.TensorScope}, which would free them. Each tensor is a copy in memory of
 * the engine's own alignment, so that products have the same bits wherever Java's copy lay.
 */
public final class DeviceWeights implements AutoCloseable {

    private static final int BLOCK_NUMBERS = 1 << 18;

    private final Device device;
    private final NDManager owner;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(4 * BLOCK_NUMBERS).order(ByteOrder.nativeOrder());
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(4 * BLOCK_NUMBERS);

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
        return put(tensor, block -> block);
    }

    /**
     * One tensor that each block of whole rows passes through a map on its way, so that it is never on the device twice.
     *
     * @param tensor rows x anything
     * @param map gives a tensor of the same shape; what it makes is freed
     */
    public NDArray put(NamedTensor tensor, UnaryOperator<NDArray> map) {
        Shape shape = new Shape(tensor.shape());
        if (tensor.count() == 0) {
            return owner.create(shape);
        }
        long rows = shape.dimension() == 0 ? 1 : shape.get(0);
        int row = Math.toIntExact(tensor.count() / rows);
        int rowsAtOnce = (int) Math.min(rows, Math.max(1, BLOCK_NUMBERS / row));
        NDArray whole = owner.create(new Shape(rows, row));
        ByteBuffer lent = lent(4 * rowsAtOnce * row);
        for (long from = 0; from < rows; from += rowsAtOnce) {
            int many = (int) Math.min(rowsAtOnce, rows - from);
            lent.clear().limit(4 * many * row);
            tensor.read(Math.toIntExact(from * row), many * row, lent.asFloatBuffer(), scratch);
            set(whole, from, many, lent, map);
        }
        return shaped(whole, shape);
    }

    /** The one buffer of this object, or a larger one for a tensor with longer rows. */
    private ByteBuffer lent(int bytes) {
        if (bytes > buffer.capacity()) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return buffer;
    }

    private void set(NDArray whole, long from, int rows, ByteBuffer lent, UnaryOperator<NDArray> map) {
        try (NDManager block = owner.newSubManager()) {
            NDArray borrowed =
                    block.create(lent, new Shape(rows, whole.getShape().get(1)), DataType.FLOAT32);
            NDArray own = borrowed.duplicate();
            whole.set(new NDIndex("{}:{}", from, from + rows), map.apply(own));
        }
    }

    private static NDArray shaped(NDArray whole, Shape shape) {
        if (whole.getShape().equals(shape)) {
            return whole;
        }
        NDArray view = whole.reshape(shape);
        whole.close();
        return view;
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

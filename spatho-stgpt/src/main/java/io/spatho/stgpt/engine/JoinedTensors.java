package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.spatho.stgpt.checkpoint.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tensors side by side in one, so that an operation on all of them is one call: what an optimizer does to each number by itself.
 *
 * <p>Each begins at a multiple of {@link #ALIGNMENT} numbers, as if it had its own memory; what lies between them is 0. Make it outside
 * any {@link TensorScope}; it belongs to the manager that it was made with.
 */
public final class JoinedTensors {

    /** Numbers at whose multiples tensors begin: 64 bytes. */
    public static final int ALIGNMENT = 16;

    private final List<String> names = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final long[] starts;
    private final NDManager owner;
    private final NDArray all;

    private JoinedTensors(List<String> names, List<Shape> shapes, NDManager owner) {
        this.names.addAll(names);
        this.shapes.addAll(shapes);
        this.owner = owner;
        this.starts = new long[shapes.size() + 1];
        for (int i = 0; i < shapes.size(); i++) {
            starts[i + 1] = starts[i] + (shapes.get(i).size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        this.all = owner.zeros(new Shape(starts[shapes.size()]), DataType.FLOAT32);
    }

    /** Zeros of the names and shapes of tensors. */
    public static JoinedTensors zeros(List<NamedTensor> like, NDManager owner) {
        return new JoinedTensors(
                like.stream().map(NamedTensor::name).toList(),
                like.stream().map(tensor -> new Shape(tensor.shape())).toList(),
                owner);
    }

    /** Everything in one tensor. */
    public NDArray all() {
        return all;
    }

    /** Puts values in the place of a tensor of their shape. */
    public void set(int index, NamedTensor tensor) {
        try (NDArray lent = owner.create(tensor.values())) {
            if (lent.size() > 0) {
                all.set(new NDIndex("{}:{}", starts[index], starts[index] + lent.size()), lent);
            }
        }
    }

    /** The tensors as parts of the one: what changes it changes them. */
    public NDList views() {
        NDList views = new NDList(shapes.size());
        for (int i = 0; i < shapes.size(); i++) {
            try (NDArray part = all.get(
                    new NDIndex("{}:{}", starts[i], starts[i] + shapes.get(i).size()))) {
                views.add(part.reshape(shapes.get(i)));
            }
        }
        return views;
    }

    /** The shape of a tensor. */
    public Shape shape(int index) {
        return shapes.get(index);
    }

    /** Copies of the tensors, their names behind a prefix. */
    public List<NamedTensor> copies(String prefix) {
        float[] values = all.toFloatArray();
        List<NamedTensor> copies = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            int from = Math.toIntExact(starts[i]);
            copies.add(new NamedTensor(
                    prefix + names.get(i),
                    shapes.get(i).getShape().clone(),
                    Arrays.copyOfRange(
                            values, from, from + Math.toIntExact(shapes.get(i).size()))));
        }
        return copies;
    }
}

package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of one call into a script: tensors and lists of tensors in order, then all numbers in one float64 tensor.
 *
 * <p>DJL reads the kind of an argument from the tensor's <em>name</em> ({@code name[]} is a list, a dot makes a dictionary), and
 * names belong to whoever made the tensor. So a tensor whose name would mislead goes in as an alias: a second handle on the same
 * storage and the same place in the gradient record.
 */
final class ScriptArguments implements AutoCloseable {

    private static final String LIST = "list0[]";
    private static final float[] NOTHING = {};

    private final NDList arguments = new NDList();
    private final List<NDArray> temporary = new ArrayList<>();
    private final double[] numbers = new double[8];
    private int numberCount;
    private int listCount;

    ScriptArguments tensor(NDArray array) {
        arguments.add(array.getName() == null ? array : temporaryAlias(array, null));
        return this;
    }

    ScriptArguments tensors(NDList arrays) {
        String name = listCount == 0 ? LIST : "list" + listCount + "[]";
        listCount++;
        for (NDArray array : arrays) {
            arguments.add(name.equals(array.getName()) ? array : temporaryAlias(array, name));
        }
        return this;
    }

    ScriptArguments number(double value) {
        numbers[numberCount++] = value;
        return this;
    }

    /** The arguments as DJL wants them; {@code processor} owns the numbers, which stay off the GPU. */
    NDList list(String method, NDManager processor) {
        if (numberCount > 0) {
            NDArray packed = processor.create(Arrays.copyOf(numbers, numberCount));
            temporary.add(packed);
            arguments.add(packed);
        }
        NDArray name = processor.create(NOTHING, new Shape(0));
        name.setName("module_method:" + method);
        temporary.add(name);
        arguments.add(name);
        return arguments;
    }

    /** Aliases that may be passed as the first list of a call without further cost, for weights that stay. */
    static NDList resident(NDList arrays) {
        NDList aliases = new NDList(arrays.size());
        for (NDArray array : arrays) {
            NDArray alias = alias(array, LIST);
            // A scope that happens to be open would free what is meant to stay.
            NDScope.unregister(alias);
            aliases.add(alias);
        }
        return aliases;
    }

    private NDArray temporaryAlias(NDArray array, String name) {
        NDArray alias = alias(array, name);
        temporary.add(alias);
        return alias;
    }

    private static NDArray alias(NDArray array, String name) {
        NDArray alias = JniUtils.to((PtNDArray) array, array.getDataType(), array.getDevice());
        alias.setName(name);
        return alias;
    }

    @Override
    public void close() {
        temporary.forEach(NDArray::close);
    }
}

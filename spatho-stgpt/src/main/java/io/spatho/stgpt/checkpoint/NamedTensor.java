package io.spatho.stgpt.checkpoint;

/**
 * A named dense tensor read from a checkpoint, as float32 in row-major order (half types are widened).
 *
 * <p>float64 and integer tensors are rounded to the nearest float32; booleans become 0 and 1. Arrays are shared, not copied: two
 * names of one tensor may hold the same array.
 *
 * @param name the tensor's name, as in a state dict
 * @param shape its extents; empty for a scalar
 * @param values as many values as the extents multiply to
 */
public record NamedTensor(String name, long[] shape, float[] values) {

    public NamedTensor {
        long count = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("tensor " + name + " has a negative extent");
            }
            count = Math.multiplyExact(count, extent);
        }
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "tensor " + name + " has " + values.length + " values for " + count + " places");
        }
    }
}

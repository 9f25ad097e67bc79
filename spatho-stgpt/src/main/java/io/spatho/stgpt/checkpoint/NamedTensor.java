package io.spatho.stgpt.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A named dense tensor of a checkpoint, as float32 in row-major order (half types are widened).
 *
 * <p>A tensor that was read from a file stays there until its numbers are asked for; the file must not change meanwhile. float64 and
 * integer tensors are rounded to the nearest float32; booleans become 0 and 1. Arrays are shared, not copied: two names of one
 * tensor may hold the same array. Thread-safe.
 */
public final class NamedTensor {

    private final String name;
    private final long[] shape;
    private final int count;
    private final ElementType type;
    private final Numbers numbers;

    /** The numbers of a tensor, in memory or in a file. */
    interface Numbers {

        /** Puts numbers {@code first … first + count - 1} into a buffer. */
        void read(int first, int count, FloatBuffer to, ByteBuffer scratch);

        /** All numbers; the array is not to be changed. */
        float[] all();
    }

    private record InMemory(float[] values) implements Numbers {
        @Override
        public void read(int first, int count, FloatBuffer to, ByteBuffer scratch) {
            to.put(values, first, count);
        }

        @Override
        public float[] all() {
            return values;
        }
    }

    /**
     * A tensor in memory.
     *
     * @param name the tensor's name, as in a state dict
     * @param shape its extents; empty for a scalar
     * @param values as many values as the extents multiply to
     */
    public NamedTensor(String name, long[] shape, float[] values) {
        this(name, shape, ElementType.FLOAT32, new InMemory(values));
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "tensor " + name + " has " + values.length + " values for " + count + " places");
        }
    }

    NamedTensor(String name, long[] shape, ElementType type, Numbers numbers) {
        long product = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("tensor " + name + " has a negative extent");
            }
            product = Math.multiplyExact(product, extent);
        }
        this.name = name;
        this.shape = shape;
        this.count = Math.toIntExact(product);
        this.type = type;
        this.numbers = numbers;
    }

    static Numbers inMemory(float[] values) {
        return new InMemory(values);
    }

    /** The same numbers under another name. */
    public NamedTensor renamed(String other) {
        return new NamedTensor(other, shape, type, numbers);
    }

    /** The tensor's name. */
    public String name() {
        return name;
    }

    /** Its extents; empty for a scalar. */
    public long[] shape() {
        return shape;
    }

    /** How many numbers it has: the product of its extents. */
    public int count() {
        return count;
    }

    /** The number type of the file, by its name in safetensors: {@code F32}, {@code F16}, {@code BF16}, …. */
    public String storedType() {
        return type.safetensorsName();
    }

    /** The bytes that its numbers take in the file. */
    public long storedBytes() {
        return (long) count * type.bytes();
    }

    /** All numbers. For a tensor in a file each call reads them again. */
    public float[] values() {
        return numbers.all();
    }

    /**
     * Puts numbers {@code first … first + count - 1} into a buffer.
     *
     * @param scratch at least 8 bytes of working memory, best direct and of about a MB
     */
    public void read(int first, int count, FloatBuffer to, ByteBuffer scratch) {
        if (first < 0 || count < 0 || first > this.count - count) {
            throw new IllegalArgumentException("numbers " + first + " + " + count + " of " + this.count);
        }
        numbers.read(first, count, to, scratch);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape) + " " + storedType();
    }
}

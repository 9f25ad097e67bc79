package io.spatho.anndata.hdf5;

import io.spatho.anndata.hdf5.NumberFormat.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A numeric dataset of one dimension of which some elements are read at a time; for arrays too large to hold. */
public final class Hdf5Stretches {

    private final Hdf5Source source;
    private final String path;
    private final StoredArray array;
    private final NumberFormat format;
    private final long size;
    private final int together;

    Hdf5Stretches(Hdf5Source source, String path, StoredArray array) {
        this.source = source;
        this.path = path;
        this.array = array;
        this.format = NumberFormat.of(array.type());
        this.size = Dataspace.count(array.shape());
        this.together = array.rowsTogether();
    }

    /** The number of elements. */
    public long size() {
        return size;
    }

    /** How many elements are stored together; reading multiples of that many decodes nothing twice. */
    public int together() {
        return together;
    }

    /** {@code count} elements from {@code first} on as int32. */
    public int[] ints(long first, int count) {
        boolean little = format.order() == ByteOrder.LITTLE_ENDIAN;
        boolean same = format.is(Kind.SIGNED, 4) && little;
        boolean wide = format.is(Kind.SIGNED, 8) && little;
        return source.guarded(path, () -> {
            int[] values = new int[count];
            array.read(source.workers(), first, first + count, (raw, at, n, to) -> {
                ByteBuffer bytes = format.wrap(raw);
                if (same) {
                    bytes.position(at)
                            .slice()
                            .order(format.order())
                            .asIntBuffer()
                            .get(values, to, n);
                } else if (wide) {
                    narrow(bytes, at, n, values, to);
                } else {
                    for (int i = 0; i < n; i++) {
                        values[to + i] = fitting(format.integer(bytes, at + i * format.size()));
                    }
                }
            });
            return values;
        });
    }

    private static void narrow(ByteBuffer bytes, int at, int n, int[] values, int to) {
        for (int i = 0; i < n; i++) {
            values[to + i] = fitting(bytes.getLong(at + i * Long.BYTES));
        }
    }

    private static int fitting(long value) {
        if (value != (int) value) {
            throw new IllegalStateException(value + " does not fit 32 bits");
        }
        return (int) value;
    }

    /** {@code count} elements from {@code first} on as float32, rounded. */
    public float[] floats(long first, int count) {
        boolean little = format.order() == ByteOrder.LITTLE_ENDIAN;
        boolean same = format.is(Kind.FLOATING, 4) && little;
        boolean integers = format.is(Kind.SIGNED, 4) && little;
        return source.guarded(path, () -> {
            float[] values = new float[count];
            array.read(source.workers(), first, first + count, (raw, at, n, to) -> {
                ByteBuffer bytes = format.wrap(raw);
                if (same) {
                    bytes.position(at)
                            .slice()
                            .order(format.order())
                            .asFloatBuffer()
                            .get(values, to, n);
                } else if (integers) {
                    for (int i = 0; i < n; i++) {
                        values[to + i] = bytes.getInt(at + i * Integer.BYTES);
                    }
                } else {
                    for (int i = 0; i < n; i++) {
                        values[to + i] = (float) format.real(bytes, at + i * format.size());
                    }
                }
            });
            return values;
        });
    }
}

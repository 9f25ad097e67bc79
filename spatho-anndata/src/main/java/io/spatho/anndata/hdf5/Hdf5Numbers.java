package io.spatho.anndata.hdf5;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import java.nio.ByteOrder;
import java.util.Optional;

/** The numbers of a dataset, read some at a time as they are stored; big-endian ones are turned around. */
final class Hdf5Numbers implements Numbers {

    private final Hdf5Source source;
    private final String path;
    private final StoredArray array;
    private final NumberType type;
    private final boolean turned;

    Hdf5Numbers(Hdf5Source source, String path, StoredArray array) {
        this.source = source;
        this.path = path;
        this.array = array;
        this.type = type(array)
                .orElseThrow(() -> new IllegalStateException(
                        "expected numbers, found " + array.type().getClass().getSimpleName()));
        this.turned = NumberFormat.of(array.type()).order() == ByteOrder.BIG_ENDIAN;
    }

    /** The type of an array of numbers or booleans. */
    static Optional<NumberType> type(StoredArray array) {
        return NumberFormat.numberType(array.type());
    }

    @Override
    public NumberType type() {
        return type;
    }

    @Override
    public long[] shape() {
        return array.shape();
    }

    @Override
    public byte[] read(long first, int count) {
        return source.guarded(path, () -> {
            int size = type.bytes();
            byte[] bytes = new byte[Math.multiplyExact(count, size)];
            array.read(source.workers(), first, first + count, (raw, at, n, to) -> {
                System.arraycopy(raw, at, bytes, to * size, n * size);
            });
            if (turned) {
                turn(bytes, size);
            }
            return bytes;
        });
    }

    static void turn(byte[] bytes, int size) {
        for (int start = 0; start < bytes.length; start += size) {
            for (int i = start, j = start + size - 1; i < j; i++, j--) {
                byte kept = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = kept;
            }
        }
    }
}

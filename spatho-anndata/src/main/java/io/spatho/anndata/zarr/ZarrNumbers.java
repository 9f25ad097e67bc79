package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import java.nio.ByteOrder;

/** The numbers of an array, read some at a time as they are stored; big-endian ones are turned around. */
final class ZarrNumbers implements Numbers {

    private final ZarrSource source;
    private final String path;
    private final StoredArray array;
    private final NumberType type;

    ZarrNumbers(ZarrSource source, String path, StoredArray array) {
        this.source = source;
        this.path = path;
        this.array = array;
        this.type = array.type()
                .number()
                .orElseThrow(() -> new IllegalStateException(
                        "expected numbers, found " + array.type().describe()));
        array.requirePossible();
    }

    @Override
    public NumberType type() {
        return type;
    }

    @Override
    public long[] shape() {
        return array.layout().shape().clone();
    }

    @Override
    public byte[] read(long first, int count) {
        return source.guarded(path, () -> {
            int size = type.bytes();
            byte[] bytes = new byte[Math.multiplyExact(count, size)];
            array.read(
                    source.workers(),
                    first,
                    first + count,
                    (raw, at, n, to) -> System.arraycopy(raw, at, bytes, to * size, n * size));
            return littleEndian(bytes, array.type());
        });
    }

    /** Turns elements around that are big-endian. */
    static byte[] littleEndian(byte[] bytes, ElementType type) {
        if (type.order() == ByteOrder.BIG_ENDIAN) {
            int size = type.size();
            for (int start = 0; start < bytes.length; start += size) {
                for (int i = start, j = start + size - 1; i < j; i++, j--) {
                    byte kept = bytes[i];
                    bytes[i] = bytes[j];
                    bytes[j] = kept;
                }
            }
        }
        return bytes;
    }
}

package io.spatho.anndata.hdf5;

import io.spatho.core.limit.Limit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resolves references into global heaps; the collections used last are kept. */
final class HeapStrings {

    private static final int SIGNATURE = 0x4c4f4347;
    private static final int KEPT = 32;

    private final GuardedStorage storage;
    private final Map<Long, Collection> kept = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Collection> eldest) {
            return size() > KEPT;
        }
    };
    private long lastAddress = LittleEndian.UNDEFINED;
    private Collection last;

    /** A collection's bytes and where its objects start. */
    private record Collection(byte[] bytes, int[] starts, int[] lengths) {}

    HeapStrings(GuardedStorage storage) {
        this.storage = storage;
    }

    String string(long address, int index, int length) {
        if (length == 0 || index == 0) {
            return "";
        }
        if (last == null || address != lastAddress) {
            last = kept.computeIfAbsent(address, this::load);
            lastAddress = address;
        }
        if (index < 0 || index >= last.starts.length || last.starts[index] == 0) {
            throw new IllegalStateException("the heap at offset " + address + " has no object " + index);
        }
        if (length < 0 || length > last.lengths[index]) {
            throw new IllegalStateException(
                    "a string of " + length + " bytes is stored in " + last.lengths[index] + " bytes");
        }
        int used = length;
        while (used > 0 && last.bytes[last.starts[index] + used - 1] == 0) {
            used--;
        }
        return new String(last.bytes, last.starts[index], used, StandardCharsets.UTF_8);
    }

    private Collection load(long address) {
        int lengthBytes = storage.getSizeOfLengths();
        ByteBuffer header = wrap(storage.read(address, 8 + lengthBytes));
        long size = number(header, 8, lengthBytes);
        if (header.getInt(0) != SIGNATURE || size < 8 + lengthBytes || size > Limit.CHUNK_BYTES.value()) {
            throw new IllegalStateException("there is no string heap at offset " + address);
        }
        byte[] bytes = storage.read(address, size);
        ByteBuffer content = wrap(bytes);
        int[] starts = new int[64];
        int[] lengths = new int[64];
        int objectHeader = 8 + lengthBytes;
        int at = 8 + lengthBytes;
        while (at + objectHeader <= bytes.length) {
            int index = Short.toUnsignedInt(content.getShort(at));
            long length = number(content, at + 8, lengthBytes);
            if (index == 0) {
                break;
            }
            at += objectHeader;
            if (length < 0 || length > bytes.length - at) {
                throw new IllegalStateException("an object of the heap at offset " + address + " is too long");
            }
            if (index >= starts.length) {
                starts = Arrays.copyOf(starts, Math.max(index + 1, 2 * starts.length));
                lengths = Arrays.copyOf(lengths, starts.length);
            }
            starts[index] = at;
            lengths[index] = (int) length;
            at += (int) ((length + 7) & ~7L);
        }
        return new Collection(bytes, starts, lengths);
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long number(ByteBuffer bytes, int at, int size) {
        return size == 8 ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }
}

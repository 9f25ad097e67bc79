package io.spatho.anndata.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Puts a little-endian directory together: entries by ascending tag, longer values right behind it. */
final class DirectoryBytes {

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int LONG8 = 16;

    private final boolean big;
    private final Map<Integer, Value> values = new TreeMap<>();

    private record Value(int type, long count, byte[] bytes) {}

    DirectoryBytes(boolean big) {
        this.big = big;
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    DirectoryBytes shorts(int tag, int... numbers) {
        byte[] bytes = new byte[2 * numbers.length];
        ByteBuffer buffer = over(bytes);
        for (int number : numbers) {
            buffer.putShort((short) number);
        }
        values.put(tag, new Value(SHORT, numbers.length, bytes));
        return this;
    }

    DirectoryBytes longs(int tag, long... numbers) {
        byte[] bytes = new byte[(big ? 8 : 4) * numbers.length];
        ByteBuffer buffer = over(bytes);
        for (long number : numbers) {
            if (big) {
                buffer.putLong(number);
            } else {
                buffer.putInt((int) number);
            }
        }
        values.put(tag, new Value(big ? LONG8 : LONG, numbers.length, bytes));
        return this;
    }

    DirectoryBytes ratio(int tag, long numerator, long denominator) {
        byte[] bytes = new byte[8];
        over(bytes).putInt((int) numerator).putInt((int) denominator);
        values.put(tag, new Value(RATIONAL, 1, bytes));
        return this;
    }

    DirectoryBytes text(int tag, String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
        values.put(tag, new Value(ASCII, bytes.length, bytes));
        return this;
    }

    /** The bytes of the directory and its values when it starts at {@code offset}; no directory follows. */
    byte[] at(long offset) {
        int entry = big ? 20 : 12;
        int inline = big ? 8 : 4;
        int head = (big ? 8 : 2) + entry * values.size() + inline;
        int tail = values.values().stream()
                .mapToInt(value -> value.bytes().length > inline ? even(value.bytes().length) : 0)
                .sum();
        byte[] whole = new byte[even(head) + tail];
        ByteBuffer out = over(whole);
        if (big) {
            out.putLong(values.size());
        } else {
            out.putShort((short) values.size());
        }
        int next = even(head);
        for (Map.Entry<Integer, Value> item : values.entrySet()) {
            Value value = item.getValue();
            int start = out.position();
            out.putShort((short) (int) item.getKey()).putShort((short) value.type());
            if (big) {
                out.putLong(value.count());
            } else {
                out.putInt((int) value.count());
            }
            if (value.bytes().length <= inline) {
                out.put(value.bytes());
            } else {
                if (big) {
                    out.putLong(offset + next);
                } else {
                    out.putInt((int) (offset + next));
                }
                System.arraycopy(value.bytes(), 0, whole, next, value.bytes().length);
                next += even(value.bytes().length);
            }
            out.position(start + entry);
        }
        return whole;
    }

    private static int even(int length) {
        return length + (length & 1);
    }
}

package io.spatho.anndata.tiff;

import io.spatho.core.limit.Limit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One image file directory: tags with values. Values are read when asked for and checked against file size and limits first.
 *
 * <p>Failure: {@link io.spatho.core.error.InputException} for a value that lies outside the file, is too large, or has another type than
 * its tag needs.
 */
public final class TiffDirectory {

    /** Bytes of one value by type number; 0 for numbers that no specification defines. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private final TiffBytes bytes;
    private final TiffLimits limits;
    private final String name;
    private final Map<Integer, Entry> entries;

    /** A tag's value: its type, how many, and where they lie. */
    private record Entry(int type, long count, long offset) {}

    private TiffDirectory(TiffBytes bytes, TiffLimits limits, String name, Map<Integer, Entry> entries) {
        this.bytes = bytes;
        this.limits = limits;
        this.name = name;
        this.entries = entries;
    }

    /** A directory and the offset of the one that follows, 0 for none. */
    record Parsed(TiffDirectory directory, long next) {}

    static Parsed parse(TiffBytes bytes, TiffLimits limits, long offset, String name) {
        boolean big = bytes.isBig();
        int head = big ? 8 : 2;
        ByteBuffer first = bytes.read(offset, head, name);
        long count = big ? first.getLong(0) : Short.toUnsignedLong(first.getShort(0));
        if (count < 1 || count > limits.entries()) {
            throw bytes.fault(name + " has " + Long.toUnsignedString(count) + " entries; 1 to " + limits.entries()
                    + " are allowed");
        }
        int entrySize = big ? 20 : 12;
        ByteBuffer table = bytes.read(offset + head, count * entrySize, name);
        Map<Integer, Entry> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int at = i * entrySize;
            int tag = Short.toUnsignedInt(table.getShort(at));
            int type = Short.toUnsignedInt(table.getShort(at + 2));
            long values = big ? table.getLong(at + 4) : Integer.toUnsignedLong(table.getInt(at + 4));
            int valueAt = at + (big ? 12 : 8);
            int inline = big ? 8 : 4;
            long size = type < SIZES.length ? SIZES[type] : 0;
            if (size == 0 || values < 0 || values > limits.valueBytes()) {
                // Tags of unknown type are to be skipped by readers (TIFF 6.0, section 2).
                continue;
            }
            long where = size * values <= inline
                    ? offset + head + valueAt
                    : big ? table.getLong(valueAt) : Integer.toUnsignedLong(table.getInt(valueAt));
            entries.put(tag, new Entry(type, values, where));
        }
        return new Parsed(
                new TiffDirectory(bytes, limits, name, entries), next(bytes, offset + head + count * entrySize));
    }

    /** A file that ends right after its last directory lacks the pointer to the next: there is none. */
    private static long next(TiffBytes bytes, long at) {
        int length = bytes.isBig() ? 8 : 4;
        if (!bytes.holds(at, length)) {
            return 0;
        }
        ByteBuffer pointer = bytes.read(at, length, "the pointer to the next directory");
        return bytes.isBig() ? pointer.getLong(0) : Integer.toUnsignedLong(pointer.getInt(0));
    }

    /** What the directory is called in messages, such as {@code directory 3}. */
    public String name() {
        return name;
    }

    TiffBytes bytes() {
        return bytes;
    }

    /** Whether the tag is there. */
    public boolean has(int tag) {
        return entries.containsKey(tag);
    }

    private ByteBuffer raw(int tag) {
        Entry entry = entries.get(tag);
        long length = entry.count() * SIZES[entry.type()];
        String what = "the values of tag " + tag + " in " + name;
        if (length > limits.valueBytes()) {
            throw bytes.fault(what + " take " + length + " bytes; at most " + limits.valueBytes() + " are allowed");
        }
        return bytes.read(entry.offset(), length, what);
    }

    /** A whole number, or {@code otherwise} without the tag. */
    public long number(int tag, long otherwise) {
        if (!has(tag)) {
            return otherwise;
        }
        long[] values = numbers(tag);
        if (values.length == 0) {
            throw bytes.fault("tag " + tag + " in " + name + " has no value");
        }
        return values[0];
    }

    /** Whole numbers; empty without the tag. */
    public long[] numbers(int tag) {
        if (!has(tag)) {
            return new long[0];
        }
        Entry entry = entries.get(tag);
        ByteBuffer raw = raw(tag);
        long[] values = new long[(int) entry.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (entry.type()) {
                case 1, 7 -> Byte.toUnsignedLong(raw.get(i));
                case 6 -> raw.get(i);
                case 3 -> Short.toUnsignedLong(raw.getShort(2 * i));
                case 8 -> raw.getShort(2 * i);
                case 4, 13 -> Integer.toUnsignedLong(raw.getInt(4 * i));
                case 9 -> raw.getInt(4 * i);
                case 16, 17, 18 -> raw.getLong(8 * i);
                default ->
                    throw bytes.fault(
                            "tag " + tag + " in " + name + " should hold whole numbers, not type " + entry.type());
            };
        }
        return values;
    }

    /** A fraction or number as a double; NaN without the tag or with a zero denominator. */
    public double real(int tag) {
        if (!has(tag) || entries.get(tag).count() == 0) {
            return Double.NaN;
        }
        ByteBuffer raw = raw(tag);
        return switch (entries.get(tag).type()) {
            case 5 -> ratio(Integer.toUnsignedLong(raw.getInt(0)), Integer.toUnsignedLong(raw.getInt(4)));
            case 10 -> ratio(raw.getInt(0), raw.getInt(4));
            case 11 -> raw.getFloat(0);
            case 12 -> raw.getDouble(0);
            case 2 -> Double.NaN;
            default -> numbers(tag)[0];
        };
    }

    private static double ratio(long numerator, long denominator) {
        return denominator == 0 ? Double.NaN : (double) numerator / denominator;
    }

    /** Text up to the first NUL, as UTF-8; empty without the tag. At most 16 MiB. */
    public String text(int tag) {
        if (!has(tag)) {
            return "";
        }
        byte[] raw = data(tag);
        int length = 0;
        while (length < raw.length && raw[length] != 0) {
            length++;
        }
        if (length > Limit.TIFF_TEXT_BYTES.value()) {
            throw bytes.fault("the text of tag " + tag + " in " + name + " is longer than "
                    + Limit.TIFF_TEXT_BYTES.value() + " bytes");
        }
        return new String(raw, 0, length, StandardCharsets.UTF_8);
    }

    /** The bytes of a value; empty without the tag. */
    public byte[] data(int tag) {
        if (!has(tag)) {
            return new byte[0];
        }
        ByteBuffer raw = raw(tag);
        return Arrays.copyOfRange(raw.array(), raw.arrayOffset(), raw.arrayOffset() + raw.limit());
    }
}

package io.spatho.anndata.zarr;

import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberDecoder;
import io.spatho.anndata.tree.NumberType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one element of an array stands in a decoded chunk.
 *
 * @param form what it is
 * @param size its bytes; 0 for strings of any length
 * @param order its byte order
 */
record ElementType(Form form, int size, ByteOrder order) {

    private static final Pattern NUMPY = Pattern.compile("([<>|=])([a-zA-Z])(\\d{0,9})(\\[.*])?");
    private static final int LARGEST_ELEMENT = 1 << 20;

    /** What an element is. */
    enum Form {
        SIGNED,
        UNSIGNED,
        FLOATING,
        BOOLEAN,
        /** Bytes up to a zero byte. */
        BYTES,
        /** UTF-32 code points up to a zero. */
        UTF32,
        /** Strings of any length. */
        TEXT,
        /** Something that is not read. */
        OTHER
    }

    /** The type that numpy and format 2 call by a name such as {@code <i4}. */
    static ElementType ofNumpy(String name, boolean variableText) {
        Matcher matcher = NUMPY.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalStateException("the data type " + name + " is not known");
        }
        ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int size = matcher.group(3).isEmpty() ? 1 : Integer.parseInt(matcher.group(3));
        if (size > LARGEST_ELEMENT) {
            throw new IllegalStateException("an element of " + name + " has more than " + LARGEST_ELEMENT + " bytes");
        }
        return switch (matcher.group(2)) {
            case "i" -> number(Form.SIGNED, size, order);
            case "u" -> number(Form.UNSIGNED, size, order);
            case "f" -> number(Form.FLOATING, size, order);
            case "b" -> number(Form.BOOLEAN, size, order);
            case "S" -> new ElementType(Form.BYTES, size, order);
            case "U" -> new ElementType(Form.UTF32, 4 * size, order);
            case "O" -> new ElementType(variableText ? Form.TEXT : Form.OTHER, 0, order);
            default -> new ElementType(Form.OTHER, size, order);
        };
    }

    private static ElementType number(Form form, int size, ByteOrder order) {
        boolean known =
                switch (form) {
                    case BOOLEAN -> size == 1;
                    case FLOATING -> size == 2 || size == 4 || size == 8;
                    default -> size == 1 || size == 2 || size == 4 || size == 8;
                };
        return new ElementType(known ? form : Form.OTHER, size, order);
    }

    ElementType withOrder(ByteOrder other) {
        return new ElementType(form, size, other);
    }

    boolean isText() {
        return form == Form.TEXT || form == Form.BYTES || form == Form.UTF32;
    }

    ArrayTree.Kind kind() {
        return switch (form) {
            case SIGNED, UNSIGNED -> ArrayTree.Kind.INTEGER;
            case FLOATING -> ArrayTree.Kind.FLOAT;
            case BOOLEAN -> ArrayTree.Kind.BOOLEAN;
            case BYTES, UTF32, TEXT -> ArrayTree.Kind.TEXT;
            case OTHER -> ArrayTree.Kind.OTHER;
        };
    }

    /** The type of the tree's numbers; empty for what is no number. */
    Optional<NumberType> number() {
        String name =
                switch (form) {
                    case SIGNED -> "INT" + 8 * size;
                    case UNSIGNED -> "UINT" + 8 * size;
                    case FLOATING -> "FLOAT" + 8 * size;
                    case BOOLEAN -> "BOOLEAN";
                    case BYTES, UTF32, TEXT, OTHER -> "";
                };
        return name.isEmpty() ? Optional.empty() : Optional.of(NumberType.valueOf(name));
    }

    NumberDecoder requireNumber() {
        return number().map(type -> new NumberDecoder(type, order))
                .orElseThrow(() -> new IllegalStateException("expected numbers, found " + describe()));
    }

    String describe() {
        return form.name().toLowerCase(Locale.ROOT) + (size > 0 ? " of " + size + " bytes" : "");
    }

    /** The string of fixed width at a byte. */
    String text(byte[] raw, int at) {
        int length = size;
        if (form == Form.BYTES) {
            while (length > 0 && raw[at + length - 1] == 0) {
                length--;
            }
            return new String(raw, at, length, StandardCharsets.UTF_8);
        }
        ByteBuffer points = ByteBuffer.wrap(raw).order(order);
        StringBuilder text = new StringBuilder(size / 4);
        while (length > 0 && points.getInt(at + length - 4) == 0) {
            length -= 4;
        }
        for (int i = 0; i < length; i += 4) {
            int point = points.getInt(at + i);
            if (!Character.isValidCodePoint(point)) {
                throw new IllegalStateException("a string has the code point " + Integer.toHexString(point));
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}

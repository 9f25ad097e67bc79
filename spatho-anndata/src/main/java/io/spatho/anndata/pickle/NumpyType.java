package io.spatho.anndata.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The element type of a NumPy array.
 *
 * <p>Source: NumPy's array interface ({@code f}, {@code i}, {@code u}, {@code b}, {@code U}, {@code O} and a size), and the pickled
 * state of {@code numpy.dtype}, whose second item is the byte order.
 */
final class NumpyType {

    private static final int MOST_CHARACTERS = 1 << 16;
    private static final int CODE_POINT_BYTES = 4;

    private final char kind;
    private final int bytes;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private NumpyType(char kind, int bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    /** The type of that name, such as {@code f8} or {@code U28}. */
    static Optional<NumpyType> of(String name) {
        if (!name.matches("[fiubUO][0-9]{1,6}")) {
            return Optional.empty();
        }
        char kind = name.charAt(0);
        int size = Integer.parseInt(name.substring(1));
        boolean known =
                switch (kind) {
                    case 'f' -> size == 4 || size == 8;
                    case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
                    case 'b' -> size == 1;
                    case 'U' -> size >= 1 && size <= MOST_CHARACTERS;
                    default -> size == 8 || size == 4;
                };
        return known
                ? Optional.of(new NumpyType(kind, kind == 'U' ? size * CODE_POINT_BYTES : size))
                : Optional.empty();
    }

    /** Sets the byte order by its sign; false when there is no such sign. */
    boolean setOrder(String sign) {
        switch (sign) {
            case "<", "|", "=" -> order = ByteOrder.LITTLE_ENDIAN;
            case ">" -> order = ByteOrder.BIG_ENDIAN;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** Whether elements are references to other values of the pickle. */
    boolean isObject() {
        return kind == 'O';
    }

    boolean isText() {
        return kind == 'U';
    }

    boolean isNumber() {
        return !isObject() && !isText();
    }

    boolean isReal() {
        return kind == 'f';
    }

    boolean isTruth() {
        return kind == 'b';
    }

    ByteBuffer view(PickleValue.Bytes data) {
        return ByteBuffer.wrap(data.source(), data.from(), data.length())
                .slice()
                .order(order);
    }

    /** The number at a byte of a buffer. */
    double number(ByteBuffer from, int at) {
        return kind == 'f' ? (bytes == 8 ? from.getDouble(at) : from.getFloat(at)) : whole(from, at);
    }

    /** The whole number at a byte; unsigned ones of 8 bytes are read as signed. */
    long whole(ByteBuffer from, int at) {
        boolean unsigned = kind == 'u' || kind == 'b';
        return switch (bytes) {
            case 1 -> unsigned ? from.get(at) & 0xFF : from.get(at);
            case 2 -> unsigned ? from.getShort(at) & 0xFFFF : from.getShort(at);
            case 4 -> unsigned ? from.getInt(at) & 0xFFFFFFFFL : from.getInt(at);
            default -> from.getLong(at);
        };
    }

    /** The text at a byte: code points, padded with zeros; empty when one of them is none. */
    Optional<String> text(ByteBuffer from, int at) {
        StringBuilder text = new StringBuilder();
        int end = at + bytes;
        while (end > at && from.getInt(end - CODE_POINT_BYTES) == 0) {
            end -= CODE_POINT_BYTES;
        }
        for (int i = at; i < end; i += CODE_POINT_BYTES) {
            int point = from.getInt(i);
            if (!Character.isValidCodePoint(point)) {
                return Optional.empty();
            }
            text.appendCodePoint(point);
        }
        return Optional.of(text.toString());
    }

    @Override
    public String toString() {
        return "an array type";
    }
}

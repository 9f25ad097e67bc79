package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Base64;

/** The element that stands where nothing was written. */
final class FillValue {

    private static final byte[] ZERO = {};

    private FillValue() {}

    /** The bytes of a fill value; none when they are all zero. */
    static byte[] bytes(JsonNode node, ElementType type) {
        byte[] bytes =
                switch (type.form()) {
                    case SIGNED, UNSIGNED -> integer(node, type);
                    case FLOATING -> real(node, type);
                    case BOOLEAN -> new byte[] {(byte) (node.asBoolean() || node.asInt() != 0 ? 1 : 0)};
                    case BYTES -> fixed(base64(node), type.size());
                    case UTF32 -> points(text(node), type);
                    case TEXT, OTHER -> ZERO;
                };
        for (byte part : bytes) {
            if (part != 0) {
                return bytes;
            }
        }
        return ZERO;
    }

    static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }

    private static byte[] integer(JsonNode node, ElementType type) {
        long value = node.isBigInteger() ? node.bigIntegerValue().longValue() : node.asLong();
        ByteBuffer bytes = ByteBuffer.allocate(type.size()).order(type.order());
        switch (type.size()) {
            case 1 -> bytes.put((byte) value);
            case 2 -> bytes.putShort((short) value);
            case 4 -> bytes.putInt((int) value);
            default -> bytes.putLong(value);
        }
        return bytes.array();
    }

    private static byte[] real(JsonNode node, ElementType type) {
        ByteBuffer bytes = ByteBuffer.allocate(type.size()).order(type.order());
        if (node.isTextual() && node.asText().startsWith("0x")) {
            long bits = Long.parseUnsignedLong(node.asText().substring(2), 16);
            switch (type.size()) {
                case 2 -> bytes.putShort((short) bits);
                case 4 -> bytes.putInt((int) bits);
                default -> bytes.putLong(bits);
            }
            return bytes.array();
        }
        double value = node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
        switch (type.size()) {
            case 2 -> bytes.putShort(half(value));
            case 4 -> bytes.putFloat((float) value);
            default -> bytes.putDouble(value);
        }
        return bytes.array();
    }

    /** The half-precision number nearest to a value that is one, an infinity or not a number. */
    private static short half(double value) {
        for (int bits = 0; bits < 1 << 16; bits++) {
            if (Double.compare(io.jhdf.object.datatype.FloatingPoint.toFloat((short) bits), value) == 0) {
                return (short) bits;
            }
        }
        throw new IllegalStateException("the fill value " + value + " is no half-precision number");
    }

    private static byte[] base64(JsonNode node) {
        return node.isTextual() ? Base64.getDecoder().decode(node.asText()) : ZERO;
    }

    private static byte[] fixed(byte[] bytes, int size) {
        return java.util.Arrays.copyOf(bytes, size);
    }

    private static byte[] points(String text, ElementType type) {
        ByteBuffer bytes = ByteBuffer.allocate(type.size()).order(type.order());
        text.codePoints().limit(type.size() / 4).forEach(bytes::putInt);
        return bytes.array();
    }
}

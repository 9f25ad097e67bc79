package io.spatho.anndata.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Turns the stored bytes of a chunk into its elements, row after row, and never into more bytes than it declares. */
final class ChunkDecoder {

    private static final int SLACK = 1 << 10;

    private final ArrayLayout layout;
    private int[] sources;

    ChunkDecoder(ArrayLayout layout) {
        this.layout = layout;
    }

    /** The elements as bytes. */
    byte[] bytes(byte[] stored) {
        int expected = layout.chunkBytes();
        byte[] bytes = expand(stored, expected);
        if (bytes.length != expected) {
            throw new IllegalStateException("a chunk has " + bytes.length + " bytes instead of " + expected);
        }
        if (layout.order().length < 2) {
            return bytes;
        }
        int size = layout.type().size();
        int[] places = sources();
        byte[] ordered = new byte[bytes.length];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(bytes, places[i] * size, ordered, i * size, size);
        }
        return ordered;
    }

    /** What was compressed more than once may have become a little larger than the elements in between. */
    private byte[] expand(byte[] stored, int expected) {
        int between = (int) Math.min(Integer.MAX_VALUE - 8, (long) expected + (expected >>> 4) + SLACK);
        byte[] bytes = stored;
        int steps = layout.expansions().size();
        for (int i = 0; i < steps; i++) {
            bytes = layout.expansions().get(i).expand(bytes, i == steps - 1 ? expected : between);
        }
        return bytes;
    }

    /** The elements as strings: their number, then each with its length, all in four bytes. */
    String[] texts(byte[] stored) {
        byte[] bytes = expand(stored, ArrayLayout.LARGEST_CHUNK);
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int expected = layout.chunkElements();
        if (bytes.length < 4 || numbers.getInt(0) != expected || 4L * expected > bytes.length - 4) {
            throw new IllegalStateException("a chunk of strings does not hold " + expected + " strings");
        }
        String[] texts = new String[expected];
        int at = 4;
        for (int i = 0; i < expected; i++) {
            if (at > bytes.length - 4) {
                throw new IllegalStateException("a chunk of strings ends too early");
            }
            int length = numbers.getInt(at);
            at += 4;
            if (length < 0 || length > bytes.length - at) {
                throw new IllegalStateException("a string of " + length + " bytes is longer than its chunk");
            }
            texts[i] = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
        }
        return layout.order().length < 2 ? texts : ordered(texts);
    }

    private String[] ordered(String[] texts) {
        int[] places = sources();
        String[] ordered = new String[texts.length];
        for (int i = 0; i < places.length; i++) {
            ordered[i] = texts[places[i]];
        }
        return ordered;
    }

    /** For each element, row after row, its place among the stored ones. */
    private synchronized int[] sources() {
        if (sources == null) {
            int[] chunk = layout.chunk();
            int[] order = layout.order();
            int[] strides = new int[chunk.length];
            int stride = 1;
            for (int i = order.length - 1; i >= 0; i--) {
                strides[order[i]] = stride;
                stride *= chunk[order[i]];
            }
            sources = new int[layout.chunkElements()];
            int[] at = new int[chunk.length];
            for (int element = 0; element < sources.length; element++) {
                int place = 0;
                for (int i = 0; i < at.length; i++) {
                    place += at[i] * strides[i];
                }
                sources[element] = place;
                for (int i = at.length - 1; i >= 0 && ++at[i] == chunk[i]; i--) {
                    at[i] = 0;
                }
            }
        }
        return sources;
    }
}

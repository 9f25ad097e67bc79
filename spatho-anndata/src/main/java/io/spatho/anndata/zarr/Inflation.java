package io.spatho.anndata.zarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Deflate in its three wrappings. */
enum Inflation implements Expansion {
    /** Without header and checksum, as in zip files. */
    RAW,
    /** As zlib writes it. */
    ZLIB,
    /** As gzip writes it. */
    GZIP;

    private static final int FIRST_GUESS = 1 << 16;

    @Override
    public byte[] expand(byte[] stored, int most) {
        return this == GZIP ? gunzip(stored, most) : inflate(stored, most);
    }

    private static byte[] gunzip(byte[] stored, int most) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw tooMany(most);
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalStateException("a gzip chunk is damaged: " + e.getMessage(), e);
        }
    }

    private byte[] inflate(byte[] stored, int most) {
        Inflater inflater = new Inflater(this == RAW);
        try {
            inflater.setInput(stored);
            byte[] bytes = new byte[Math.min(most, FIRST_GUESS)];
            int size = 0;
            while (!inflater.finished()) {
                if (size == bytes.length) {
                    if (size == most) {
                        requireEnd(inflater, most);
                        break;
                    }
                    bytes = Arrays.copyOf(bytes, (int) Math.min(most, 4L * size));
                }
                int n = inflater.inflate(bytes, size, bytes.length - size);
                if (n == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException("a deflated chunk ends too early");
                }
                size += n;
            }
            return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a deflated chunk is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static void requireEnd(Inflater inflater, int most) throws DataFormatException {
        byte[] more = new byte[1];
        while (!inflater.finished()) {
            int n = inflater.inflate(more);
            if (n > 0) {
                throw tooMany(most);
            }
            if (!inflater.finished()) {
                throw new IllegalStateException("a deflated chunk ends too early");
            }
        }
    }

    static IllegalStateException tooMany(int most) {
        return new IllegalStateException("a chunk expands to more than the " + most + " bytes that it declares");
    }
}

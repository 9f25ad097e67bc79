package io.spatho.anndata.tiff;

import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One level of a pyramid while it is written: takes rows, writes a row of tiles when it has enough, and hands means of 2 x 2 pixels to the
 * next level. Pixels beyond the edge repeat it.
 */
final class PyramidLevel {

    private final int width;
    private final int height;
    private final int tile;
    private final Optional<PyramidLevel> next;
    private final byte[] band;
    private final List<Long> offsets = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private int filled;
    private int taken;

    PyramidLevel(int width, int height, int tile, int smallest) {
        this.width = width;
        this.height = height;
        this.tile = tile;
        this.band = new byte[3 * width * tile];
        this.next = Math.max(width, height) > smallest
                ? Optional.of(new PyramidLevel((width + 1) / 2, (height + 1) / 2, tile, smallest))
                : Optional.empty();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    Optional<PyramidLevel> next() {
        return next;
    }

    long[] offsets() {
        return offsets.stream().mapToLong(Long::longValue).toArray();
    }

    long[] counts() {
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    /** Takes whole rows; the last ones finish the level and those below it. */
    void add(byte[] rgb, int rows, PyramidFile file, Workers workers) throws IOException {
        int from = 0;
        while (from < rows) {
            int count = Math.min(rows - from, tile - filled);
            System.arraycopy(rgb, 3 * width * from, band, 3 * width * filled, 3 * width * count);
            filled += count;
            taken += count;
            from += count;
            if (filled == tile || taken == height) {
                flush(file, workers);
            }
        }
    }

    private void flush(PyramidFile file, Workers workers) throws IOException {
        int across = (width + tile - 1) / tile;
        int rows = filled;
        for (byte[] encoded : workers.map(across, column -> file.encode(cut(column, rows), tile))) {
            offsets.add(file.append(encoded));
            counts.add((long) encoded.length);
        }
        filled = 0;
        if (next.isPresent()) {
            int halfRows = (rows + 1) / 2;
            next.get().add(halved(rows, halfRows), halfRows, file, workers);
        }
    }

    private byte[] cut(int column, int rows) {
        byte[] rgb = new byte[3 * tile * tile];
        for (int y = 0; y < tile; y++) {
            int row = Math.min(y, rows - 1);
            for (int x = 0; x < tile; x++) {
                int from = 3 * (row * width + Math.min(width - 1, column * tile + x));
                System.arraycopy(band, from, rgb, 3 * (y * tile + x), 3);
            }
        }
        return rgb;
    }

    private byte[] halved(int rows, int halfRows) {
        int halfWidth = (width + 1) / 2;
        byte[] half = new byte[3 * halfWidth * halfRows];
        for (int y = 0; y < halfRows; y++) {
            int upper = 3 * width * 2 * y;
            int lower = 3 * width * Math.min(rows - 1, 2 * y + 1);
            for (int x = 0; x < halfWidth; x++) {
                int left = 3 * 2 * x;
                int right = 3 * Math.min(width - 1, 2 * x + 1);
                for (int c = 0; c < 3; c++) {
                    int sum = (band[upper + left + c] & 0xff)
                            + (band[upper + right + c] & 0xff)
                            + (band[lower + left + c] & 0xff)
                            + (band[lower + right + c] & 0xff);
                    half[3 * (y * halfWidth + x) + c] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return half;
    }
}

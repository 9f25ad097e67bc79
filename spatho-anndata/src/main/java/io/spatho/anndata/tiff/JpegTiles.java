package io.spatho.anndata.tiff;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG tiles to their own components, without colour conversion, with Java's baseline and progressive decoder.
 *
 * <p>Tables that tiles share (tag 347) are put before the tile's data, without the end mark of the one and the start mark of the other.
 * The frame header is read first, so that a tile cannot make the decoder take more memory than the directory declares. Safe for several
 * threads: readers wait in a queue.
 */
final class JpegTiles {

    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;

    private final byte[] tables;
    private final ConcurrentLinkedQueue<ImageReader> readers = new ConcurrentLinkedQueue<>();

    JpegTiles(byte[] tables) {
        this.tables = tables.length >= 4 && marker(tables, tables.length - 2) == END
                ? java.util.Arrays.copyOf(tables, tables.length - 2)
                : tables;
    }

    private static int marker(byte[] data, int at) {
        return (data[at] & 0xff) == 0xff ? data[at + 1] & 0xff : -1;
    }

    private static int number(byte[] data, int at) {
        return ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
    }

    /** Components of {@code width} x {@code height} pixels, side by side; the picture may be larger (padding), never smaller. */
    byte[] decode(byte[] data, int width, int height, int components) throws CorruptTileException {
        if (data.length < 4 || marker(data, 0) != START) {
            throw new CorruptTileException("JPEG data do not start with a start mark");
        }
        requireFrame(data, width, height, components);
        byte[] whole = data;
        if (tables.length >= 2 && marker(tables, 0) == START) {
            whole = new byte[tables.length + data.length - 2];
            System.arraycopy(tables, 0, whole, 0, tables.length);
            System.arraycopy(data, 2, whole, tables.length, data.length - 2);
        }
        ImageReader reader = readers.poll();
        if (reader == null) {
            reader = newReader();
        }
        Warnings warnings = new Warnings();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(whole))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener(warnings);
            Raster raster = reader.readRaster(0, null);
            warnings.requireNone();
            byte[] pixels = Rasters.interleaved(raster, width, height, components);
            reader.reset();
            readers.add(reader);
            return pixels;
        } catch (CorruptTileException e) {
            reader.dispose();
            throw e;
        } catch (IOException | RuntimeException e) {
            // Java's decoder answers some broken streams with unchecked exceptions; the tile is corrupt either way.
            reader.dispose();
            throw new CorruptTileException("JPEG data are broken", e);
        }
    }

    private static ImageReader newReader() {
        Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName("jpeg");
        while (found.hasNext()) {
            ImageReader reader = found.next();
            if (reader.canReadRaster()) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java cannot read JPEG");
    }

    /** Finds the frame header and compares it with what the directory declares. */
    private static void requireFrame(byte[] data, int width, int height, int components) throws CorruptTileException {
        int at = 2;
        while (at + 9 < data.length) {
            int marker = marker(data, at);
            if (marker < 0 || marker == SCAN || marker == END) {
                break;
            }
            if (marker == 0xff) {
                at++;
                continue;
            }
            int length = number(data, at + 2);
            boolean isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (isFrame) {
                int rows = number(data, at + 5);
                int columns = number(data, at + 7);
                int found = data[at + 9] & 0xff;
                requireSize(columns, rows, found, width, height, components);
                return;
            }
            at += 2 + length;
        }
        throw new CorruptTileException("JPEG data have no frame header");
    }

    private static void requireSize(int columns, int rows, int found, int width, int height, int components)
            throws CorruptTileException {
        boolean fits = columns >= width && columns <= width + 16 && rows >= height && rows <= 2 * height + 1024;
        if (!fits || found != components) {
            throw new CorruptTileException("JPEG frame of " + columns + " x " + rows + " pixels and " + found
                    + " components where " + width + " x " + height + " and " + components + " are declared");
        }
    }

    /** Remembers that the decoder made up what was missing; bytes too many between markers harm nothing. */
    private static final class Warnings implements javax.imageio.event.IIOReadWarningListener {
        private String first;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (first == null && !warning.contains("extraneous")) {
                first = warning;
            }
        }

        void requireNone() throws CorruptTileException {
            if (first != null) {
                throw new CorruptTileException("JPEG data are broken: " + first);
            }
        }
    }
}

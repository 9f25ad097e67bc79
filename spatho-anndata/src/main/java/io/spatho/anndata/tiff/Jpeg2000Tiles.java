package io.spatho.anndata.tiff;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes JPEG 2000 tiles (codestream or JP2) with jai-imageio-jpeg2000, after a look at the size they declare. */
final class Jpeg2000Tiles {

    private static final int SIZ_BYTES = 42;
    private static final long START_AND_SIZE = 0xff4fff51L;

    private Jpeg2000Tiles() {}

    static byte[] decode(byte[] data, int width, int height, int components) throws CorruptTileException {
        requireSize(data, width, height, components);
        ImageReader reader = newReader();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
            reader.setInput(in, true, true);
            Raster raster = reader.read(0).getRaster();
            return Rasters.interleaved(raster, width, height, components);
        } catch (CorruptTileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptTileException("JPEG 2000 data are broken", e);
        } catch (Error e) {
            // The decoder reports some broken streams as errors of its own; errors of the machine must go on.
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            throw new CorruptTileException("JPEG 2000 data are broken", e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader newReader() {
        Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName("jpeg2000");
        if (!found.hasNext()) {
            throw new IllegalStateException("jai-imageio-jpeg2000 is missing");
        }
        return found.next();
    }

    /** Reads the SIZ segment that follows the start of the codestream (ITU-T T.800, A.5.1). */
    private static void requireSize(byte[] data, int width, int height, int components) throws CorruptTileException {
        int at = 0;
        while (at + SIZ_BYTES < data.length && number(data, at) != START_AND_SIZE) {
            at++;
        }
        if (at + SIZ_BYTES >= data.length) {
            throw new CorruptTileException("JPEG 2000 data have no size segment");
        }
        long columns = number(data, at + 8) - number(data, at + 16);
        long rows = number(data, at + 12) - number(data, at + 20);
        int found = Short.toUnsignedInt(ByteBuffer.wrap(data).getShort(at + 40));
        boolean fits = columns >= width && columns <= width + 64 && rows >= height && rows <= 2L * height + 64;
        if (!fits || found != components) {
            throw new CorruptTileException("JPEG 2000 picture of " + columns + " x " + rows + " pixels and " + found
                    + " components where " + width + " x " + height + " and " + components + " are declared");
        }
    }

    private static long number(byte[] data, int at) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt(at));
    }
}

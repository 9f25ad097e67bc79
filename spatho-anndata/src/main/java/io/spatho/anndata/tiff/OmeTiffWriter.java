package io.spatho.anndata.tiff;

import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes an RGB picture as an OME-TIFF pyramid: JPEG tiles, levels halved until both sides fit one tile, levels in SubIFDs, size of a pixel
 * in OME-XML and in the resolution tags. BigTIFF when the pixels alone exceed 3 GB.
 *
 * <p>Determinism: bytes depend on pixels and settings, not on threads. Memory: two rows of tiles for each level.
 *
 * <p>Source: OME-TIFF specification 6.3 (sub-resolutions), TIFF Technical Note 2.
 */
public final class OmeTiffWriter {

    private static final long LARGEST_CLASSIC = 3_000_000_000L;

    private OmeTiffWriter() {}

    /**
     * What to write.
     *
     * @param width columns
     * @param height rows
     * @param umPerPixel micrometres per pixel
     * @param tile side of a tile, a multiple of 16
     * @param quality JPEG quality, 0 to 1
     */
    public record Settings(int width, int height, double umPerPixel, int tile, float quality) {

        public Settings {
            if (width < 1 || height < 1 || tile < 16 || tile % 16 != 0 || !(umPerPixel > 0) || !(quality > 0)) {
                throw new IllegalArgumentException("not a pyramid: " + width + " x " + height + ", tiles of " + tile);
            }
        }
    }

    /** Where the pixels come from. */
    @FunctionalInterface
    public interface Rows {
        /** Rows {@code from} (inclusive) to {@code to} (exclusive), three bytes a pixel. */
        byte[] rgb(int from, int to);
    }

    /** Writes the file; it must not exist. */
    public static void write(Path file, Settings settings, Rows rows, Workers workers) throws IOException {
        boolean big = 3L * settings.width() * settings.height() > LARGEST_CLASSIC;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            PyramidFile out = new PyramidFile(channel, big, settings.quality());
            PyramidLevel base = new PyramidLevel(settings.width(), settings.height(), settings.tile(), settings.tile());
            for (int from = 0; from < settings.height(); from += settings.tile()) {
                int to = Math.min(settings.height(), from + settings.tile());
                base.add(rows.rgb(from, to), to - from, out, workers);
            }
            List<Long> reduced = new ArrayList<>();
            for (var level = base.next(); level.isPresent(); level = level.get().next()) {
                reduced.add(directory(out, level.get(), settings, new long[0], ""));
            }
            long[] offsets = reduced.stream().mapToLong(Long::longValue).toArray();
            out.finish(directory(out, base, settings, offsets, omeXml(settings)));
        }
    }

    private static long directory(PyramidFile out, PyramidLevel level, Settings settings, long[] reduced, String text)
            throws IOException {
        double factor = (double) settings.width() / level.width();
        long perCentimetre = Math.round(1e4 * 1000 / (settings.umPerPixel() * factor));
        DirectoryBytes directory = new DirectoryBytes(out.isBig())
                .longs(TiffTag.NEW_SUBFILE_TYPE, text.isEmpty() ? 1 : 0)
                .longs(TiffTag.IMAGE_WIDTH, level.width())
                .longs(TiffTag.IMAGE_LENGTH, level.height())
                .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
                .shorts(TiffTag.COMPRESSION, 7)
                .shorts(TiffTag.PHOTOMETRIC, PixelColors.YCBCR)
                .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
                .shorts(TiffTag.PLANAR_CONFIGURATION, 1)
                .ratio(TiffTag.X_RESOLUTION, perCentimetre, 1000)
                .ratio(TiffTag.Y_RESOLUTION, perCentimetre, 1000)
                .shorts(TiffTag.RESOLUTION_UNIT, 3)
                .longs(TiffTag.TILE_WIDTH, settings.tile())
                .longs(TiffTag.TILE_LENGTH, settings.tile())
                .longs(TiffTag.TILE_OFFSETS, level.offsets())
                .longs(TiffTag.TILE_BYTE_COUNTS, level.counts())
                .shorts(TiffTag.YCBCR_SUBSAMPLING, 2, 2);
        if (!text.isEmpty()) {
            directory.text(TiffTag.IMAGE_DESCRIPTION, text);
        }
        if (reduced.length > 0) {
            directory.longs(TiffTag.SUB_IFDS, Arrays.copyOf(reduced, reduced.length));
        }
        return out.append(directory.at(out.place()));
    }

    private static String omeXml(Settings settings) {
        return String.format(
                Locale.ROOT,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME"
                        + " xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image ID=\"Image:0\"><Pixels"
                        + " ID=\"Pixels:0\" DimensionOrder=\"XYCZT\" Type=\"uint8\" SizeX=\"%d\" SizeY=\"%d\" SizeC=\"3\""
                        + " SizeZ=\"1\" SizeT=\"1\" Interleaved=\"true\" BigEndian=\"false\" PhysicalSizeX=\"%s\""
                        + " PhysicalSizeXUnit=\"µm\" PhysicalSizeY=\"%s\" PhysicalSizeYUnit=\"µm\"><Channel"
                        + " ID=\"Channel:0:0\" SamplesPerPixel=\"3\"/><TiffData IFD=\"0\" PlaneCount=\"1\"/></Pixels>"
                        + "</Image></OME>",
                settings.width(),
                settings.height(),
                settings.umPerPixel(),
                settings.umPerPixel());
    }
}

package io.spatho.anndata.slide;

import io.spatho.anndata.tiff.CorruptTileException;
import io.spatho.anndata.tiff.RgbTile;
import io.spatho.anndata.tiff.TileSource;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** A PNG or JPEG file as one tile, decoded whole when it is first asked for and then kept. */
final class PictureSource implements TileSource {

    private final Path file;
    private final SlideFormat format;
    private final int width;
    private final int height;
    private RgbTile pixels;
    private String reason = "";

    private PictureSource(Path file, SlideFormat format, int width, int height) {
        this.file = file;
        this.format = format;
        this.width = width;
        this.height = height;
    }

    static PictureSource open(Path file, SlideFormat format, long mostPixels) {
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            ImageReader reader = reader(format);
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > mostPixels) {
                    throw new InputException(Problem.of("the picture is too large to be decoded whole")
                            .at(file)
                            .expected("at most " + mostPixels + " pixels", (long) width * height)
                            .fix("Convert it to a tiled TIFF pyramid, for example with QuPath or libvips"));
                }
                return new PictureSource(file, format, width, height);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException known) {
                throw known;
            }
            throw new InputException(
                    Problem.of("the picture cannot be read (" + e.getMessage() + ")")
                            .at(file)
                            .expected("a whole " + format.title() + " file", "broken content"),
                    e);
        }
    }

    private static ImageReader reader(SlideFormat format) {
        Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName(format == SlideFormat.PNG ? "png" : "jpeg");
        if (!found.hasNext()) {
            throw new IllegalStateException("this Java cannot read " + format.title());
        }
        return found.next();
    }

    @Override
    public synchronized RgbTile tile(int number) throws CorruptTileException {
        if (!reason.isEmpty()) {
            throw new CorruptTileException(reason);
        }
        if (pixels == null) {
            try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
                ImageReader reader = reader(format);
                try {
                    reader.setInput(in, true, true);
                    pixels = new RgbTile(width, height, rgb(reader.read(0)));
                } finally {
                    reader.dispose();
                }
            } catch (IOException | RuntimeException e) {
                reason = "the picture does not decode (" + e.getMessage() + ")";
                throw new CorruptTileException(reason, e);
            }
        }
        return pixels;
    }

    /** Samples as they are stored, not as Java's colour management would show grey; alpha lies on white, 16 bits keep the upper 8. */
    private static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[3 * width * height];
        WritableRaster raster = image.getRaster();
        IndexColorModel palette = image.getColorModel() instanceof IndexColorModel model ? model : null;
        int bands = raster.getNumBands();
        int alpha = image.getColorModel().hasAlpha() && palette == null ? bands - 1 : -1;
        int bits = raster.getSampleModel().getSampleSize(0);
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int to = 3 * (y * width + x);
                int cover = alpha < 0 ? 255 : eight(row[x * bands + alpha], bits);
                int colours = palette == null ? 0 : palette.getRGB(row[x * bands]);
                cover = palette == null ? cover : colours >>> 24;
                for (int c = 0; c < 3; c++) {
                    int value = palette == null
                            ? eight(row[x * bands + (bands >= 3 ? c : 0)], bits)
                            : (colours >> (16 - 8 * c)) & 0xff;
                    rgb[to + c] = (byte) ((value * cover + 255 * (255 - cover) + 127) / 255);
                }
            }
        }
        return rgb;
    }

    private static int eight(int sample, int bits) {
        return bits == 16 ? (sample * 255 + 32767) / 65535 : bits == 8 ? sample : sample * 255 / ((1 << bits) - 1);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int tileWidth() {
        return width;
    }

    @Override
    public int tileHeight() {
        return height;
    }

    @Override
    public String codec() {
        return format.title() + ", one piece";
    }
}

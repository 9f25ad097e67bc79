package io.spatho.anndata.tiff;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.ByteBuffer;

/**
 * One image of a TIFF file, decoded tile by tile to 8-bit red, green, blue.
 *
 * <p>Read: 8 and 16 bits unsigned; grey, RGB, RGB with alpha, palette, YCbCr; chunky and planar; no compression, LZW, deflate, PackBits
 * and zstd (each with predictor 1 or 2), JPEG with shared tables, JPEG 2000. 16-bit samples are scaled linearly so that a stated maximum
 * becomes 255. A JPEG is taken for RGB or YCbCr as the directory says, whatever its own markers suggest, as libtiff does.
 *
 * <p>Failure: {@link InputException} from {@link #of} for anything else; {@link CorruptTileException} for a tile whose bytes are bad.
 */
public final class TiffImage implements TileSource {

    private final TiffBytes bytes;
    private final TileLayout layout;
    private final TiffCompression codec;
    private final PixelColors colors;
    private final JpegTiles jpeg;
    private final int predictor;
    private final long largest;

    private TiffImage(
            TiffDirectory directory, TileLayout layout, TiffCompression codec, PixelColors colors, TiffLimits limits) {
        this.bytes = directory.bytes();
        this.layout = layout;
        this.codec = codec;
        this.colors = colors;
        this.jpeg = new JpegTiles(directory.data(TiffTag.JPEG_TABLES));
        this.predictor = (int) directory.number(TiffTag.PREDICTOR, 1);
        this.largest = limits.tileBytes();
        if (predictor != 1 && predictor != 2) {
            throw TileLayout.fault(directory, "uses predictor " + predictor + ", which is not read");
        }
    }

    static TiffImage of(TiffDirectory directory, TiffLimits limits, int sixteenBitMaximum) {
        TiffCompression codec = codec(directory);
        int samples = (int) Math.min(Integer.MAX_VALUE, directory.number(TiffTag.SAMPLES_PER_PIXEL, 1));
        int bits = bits(directory, samples);
        PixelColors colors = PixelColors.of(directory, samples, bits, sixteenBitMaximum);
        boolean planar = samples > 1 && directory.number(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
        boolean makesPixels = codec == TiffCompression.JPEG || codec.isJpeg2000();
        if (colors.photometric() == PixelColors.YCBCR && !makesPixels) {
            requireFullChroma(directory);
        }
        if ((makesPixels && bits != 8) || (codec == TiffCompression.JPEG && planar)) {
            throw TileLayout.fault(
                    directory,
                    "holds " + codec.title() + " of " + bits + " bits" + (planar ? " in separate planes" : "")
                            + ", which is not read");
        }
        int pixelBytes = (planar ? 1 : samples) * bits / 8;
        TileLayout layout =
                TileLayout.of(directory, limits, planar ? samples : 1, pixelBytes, codec != TiffCompression.NONE);
        return new TiffImage(directory, layout, codec, colors, limits);
    }

    private static TiffCompression codec(TiffDirectory directory) {
        long number = directory.number(TiffTag.COMPRESSION, 1);
        return TiffCompression.of(number)
                .orElseThrow(() -> new InputException(Problem.of("the slide is compressed in a way that is not read")
                        .at(directory.bytes().file() + ", " + directory.name())
                        .expected(
                                "none, LZW, deflate, PackBits, zstd, JPEG or JPEG 2000",
                                TiffCompression.nameOf(number) + " (compression " + number + ")")
                        .fix("Convert it to a JPEG-compressed pyramid, for example with QuPath or libvips")));
    }

    private static int bits(TiffDirectory directory, int samples) {
        if (samples < 1 || samples > 64) {
            throw TileLayout.fault(directory, "has " + samples + " samples a pixel; 1 to 64 are read");
        }
        long[] bits = directory.numbers(TiffTag.BITS_PER_SAMPLE);
        long first = bits.length == 0 ? 1 : bits[0];
        for (long other : bits) {
            if (other != first) {
                throw TileLayout.fault(directory, "has samples of " + first + " and of " + other + " bits");
            }
        }
        for (long format : directory.numbers(TiffTag.SAMPLE_FORMAT)) {
            if (format != 1 && format != 4) {
                throw TileLayout.fault(directory, "has signed or floating-point samples; unsigned ones are read");
            }
        }
        if ((first != 8 && first != 16) || directory.number(TiffTag.FILL_ORDER, 1) != 1) {
            throw TileLayout.fault(
                    directory,
                    "has samples of " + first + " bits in fill order " + directory.number(TiffTag.FILL_ORDER, 1)
                            + "; 8 or 16 bits in order 1 are read");
        }
        return (int) first;
    }

    private static void requireFullChroma(TiffDirectory directory) {
        long[] subsampling = directory.numbers(TiffTag.YCBCR_SUBSAMPLING);
        if (subsampling.length < 2 || subsampling[0] != 1 || subsampling[1] != 1) {
            throw TileLayout.fault(directory, "has subsampled YCbCr without JPEG, which is not read");
        }
    }

    @Override
    public int width() {
        return layout.width();
    }

    @Override
    public int height() {
        return layout.height();
    }

    @Override
    public int tileWidth() {
        return layout.tileWidth();
    }

    @Override
    public int tileHeight() {
        return layout.tileHeight();
    }

    /** Tiles rather than strips. */
    public boolean isTiled() {
        return layout.tiled();
    }

    /** Samples of a pixel as stored. */
    public int samples() {
        return colors.samples();
    }

    /** Bits of a sample as stored. */
    public int bits() {
        return colors.bits();
    }

    /** Whether the pixels have colours, not only shades of grey. */
    public boolean isColored() {
        return colors.photometric() != PixelColors.BLACK_IS_ZERO && colors.photometric() != PixelColors.WHITE_IS_ZERO;
    }

    @Override
    public String codec() {
        return codec.title() + (predictor == 2 ? " with predictor" : "");
    }

    @Override
    public RgbTile tile(int number) throws CorruptTileException {
        int across = layout.across();
        if (number < 0 || number >= across * layout.down()) {
            throw new IllegalArgumentException("no tile " + number);
        }
        int rows = layout.rowsOf(number);
        int width = layout.tileWidth();
        byte[] samples = layout.planes() == 1 ? decoded(number, rows, colors.samples()) : planes(number, rows);
        PixelColors model = codec == TiffCompression.JPEG_2000_YCBCR ? asYcbcr() : colors;
        return new RgbTile(width, rows, model.toRgb(samples, width * rows, bytes.order()));
    }

    /** Aperio's number 33003 says YCbCr where the directory says RGB. */
    private PixelColors asYcbcr() {
        return new PixelColors(PixelColors.YCBCR, colors.samples(), 8, new byte[0], -1, false, 255);
    }

    private byte[] planes(int number, int rows) throws CorruptTileException {
        int planes = layout.planes();
        int width = colors.bits() / 8;
        byte[] together = new byte[layout.tileWidth() * rows * planes * width];
        int tilesInPlane = layout.across() * layout.down();
        for (int plane = 0; plane < planes; plane++) {
            byte[] one = decoded(plane * tilesInPlane + number, rows, 1);
            for (int i = 0, to = plane * width; i < one.length; i += width, to += planes * width) {
                together[to] = one[i];
                if (width == 2) {
                    together[to + 1] = one[i + 1];
                }
            }
        }
        return together;
    }

    private byte[] decoded(int index, int rows, int samples) throws CorruptTileException {
        int width = layout.tileWidth();
        int rowBytes = width * samples * colors.bits() / 8;
        byte[] encoded = encoded(index, (long) rowBytes * rows);
        if (codec == TiffCompression.JPEG) {
            return jpeg.decode(encoded, width, rows, samples);
        }
        if (codec.isJpeg2000()) {
            return Jpeg2000Tiles.decode(encoded, width, rows, samples);
        }
        byte[] decoded = TileBytes.decode(codec, encoded, rowBytes * rows);
        if (predictor == 2) {
            Predictor.undo(decoded, rowBytes, samples, colors.bits(), bytes.order());
        }
        return decoded;
    }

    private byte[] encoded(int index, long decodedBytes) throws CorruptTileException {
        long offset = layout.offsets()[index];
        long count = layout.counts()[index];
        if (count == 0) {
            throw new CorruptTileException("the tile is empty");
        }
        if (count < 0 || count > largest || !bytes.holds(offset, count)) {
            throw new CorruptTileException("the tile's bytes lie outside the file");
        }
        long needed = codec == TiffCompression.NONE ? Math.min(count, decodedBytes) : count;
        if (!codec.canExpand(needed, decodedBytes)) {
            throw new CorruptTileException(count + " bytes cannot hold " + decodedBytes);
        }
        ByteBuffer buffer = bytes.read(offset, needed, "a tile");
        byte[] encoded = new byte[(int) needed];
        buffer.get(encoded);
        return encoded;
    }
}

package io.spatho.anndata.tiff;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Turns samples into red, green and blue bytes: grey of either polarity, palette, RGB, RGB or grey with alpha (laid on white), and YCbCr
 * of full range (ITU-T T.871, with the rounding of the IJG library).
 *
 * @param photometric tag 262
 * @param samples samples of a pixel
 * @param bits 8 or 16
 * @param palette three runs of 256 bytes, empty without a palette
 * @param alpha position of the alpha sample, or -1
 * @param premultiplied whether colours were multiplied with alpha
 * @param sixteenBitMaximum the 16-bit value that becomes 255
 */
record PixelColors(
        int photometric,
        int samples,
        int bits,
        byte[] palette,
        int alpha,
        boolean premultiplied,
        int sixteenBitMaximum) {

    static final int WHITE_IS_ZERO = 0;
    static final int BLACK_IS_ZERO = 1;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int YCBCR = 6;

    static PixelColors of(TiffDirectory directory, int samples, int bits, int sixteenBitMaximum) {
        int photometric = (int) directory.number(TiffTag.PHOTOMETRIC, samples >= 3 ? RGB : BLACK_IS_ZERO);
        int colours = photometric == RGB || photometric == YCBCR ? 3 : 1;
        unreadable(photometric, samples, bits, colours).ifPresent(what -> {
            throw directory.bytes().fault(directory.name() + " holds " + what + ", which is not read");
        });
        long[] extra = directory.numbers(TiffTag.EXTRA_SAMPLES);
        boolean hasAlpha = samples > colours && extra.length > 0 && (extra[0] == 1 || extra[0] == 2);
        byte[] palette = photometric == PALETTE ? palette(directory) : new byte[0];
        return new PixelColors(
                photometric,
                samples,
                bits,
                palette,
                hasAlpha ? colours : -1,
                hasAlpha && extra[0] == 1,
                sixteenBitMaximum);
    }

    private static Optional<String> unreadable(int photometric, int samples, int bits, int colours) {
        boolean known = (photometric >= WHITE_IS_ZERO && photometric <= PALETTE) || photometric == YCBCR;
        if (!known) {
            return Optional.of(
                    switch (photometric) {
                        case 4 -> "a transparency mask";
                        case 5 -> "CMYK colours";
                        case 8, 9, 10 -> "CIE L*a*b* colours";
                        case 32803 -> "unfiltered sensor data";
                        default -> "colours of kind " + photometric;
                    });
        }
        if (samples < colours) {
            return Optional.of(samples + " samples a pixel for " + colours + " colours");
        }
        return photometric == PALETTE && bits != 8 ? Optional.of("a palette of 16 bits") : Optional.empty();
    }

    private static byte[] palette(TiffDirectory directory) {
        long[] map = directory.numbers(TiffTag.COLOR_MAP);
        if (map.length != 3 * 256) {
            throw directory.bytes().fault(directory.name() + " has a palette of " + map.length + " values, not 768");
        }
        byte[] palette = new byte[map.length];
        for (int i = 0; i < map.length; i++) {
            palette[i] = (byte) (map[i] >>> 8);
        }
        return palette;
    }

    /** {@code pixels} pixels as red, green, blue. */
    byte[] toRgb(byte[] data, int pixels, ByteOrder order) {
        byte[] eight = bits == 8 ? data : reduced(data, pixels * samples, order);
        byte[] rgb = samples == 3 && photometric == RGB ? eight : colours(eight, pixels);
        if (alpha >= 0) {
            onWhite(rgb, eight, pixels);
        }
        return rgb;
    }

    private byte[] reduced(byte[] data, int values, ByteOrder order) {
        int high = order == ByteOrder.BIG_ENDIAN ? 0 : 1;
        byte[] eight = new byte[values];
        for (int i = 0; i < values; i++) {
            int value = ((data[2 * i + high] & 0xff) << 8) | (data[2 * i + 1 - high] & 0xff);
            eight[i] = (byte) Math.min(255L, (value * 255L + sixteenBitMaximum / 2) / sixteenBitMaximum);
        }
        return eight;
    }

    private byte[] colours(byte[] from, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0, at = 0; i < pixels; i++, at += samples) {
            switch (photometric) {
                case RGB -> System.arraycopy(from, at, rgb, 3 * i, 3);
                case YCBCR -> ycbcr(from, at, rgb, 3 * i);
                case PALETTE -> {
                    int index = from[at] & 0xff;
                    rgb[3 * i] = palette[index];
                    rgb[3 * i + 1] = palette[256 + index];
                    rgb[3 * i + 2] = palette[512 + index];
                }
                default -> {
                    byte grey = photometric == WHITE_IS_ZERO ? (byte) ~from[at] : from[at];
                    rgb[3 * i] = grey;
                    rgb[3 * i + 1] = grey;
                    rgb[3 * i + 2] = grey;
                }
            }
        }
        return rgb;
    }

    private static void ycbcr(byte[] from, int at, byte[] rgb, int to) {
        int y = from[at] & 0xff;
        int cb = (from[at + 1] & 0xff) - 128;
        int cr = (from[at + 2] & 0xff) - 128;
        rgb[to] = clamped(y + ((91881 * cr + 32768) >> 16));
        rgb[to + 1] = clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
        rgb[to + 2] = clamped(y + ((116130 * cb + 32768) >> 16));
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    private void onWhite(byte[] rgb, byte[] from, int pixels) {
        for (int i = 0; i < pixels; i++) {
            int cover = from[i * samples + alpha] & 0xff;
            for (int channel = 0; channel < 3; channel++) {
                int colour = rgb[3 * i + channel] & 0xff;
                int weighted = premultiplied ? 255 * colour : cover * colour;
                rgb[3 * i + channel] = clamped((weighted + 255 * (255 - cover) + 127) / 255);
            }
        }
    }
}

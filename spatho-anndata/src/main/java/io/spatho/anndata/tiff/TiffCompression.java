package io.spatho.anndata.tiff;

import java.util.Optional;

/** The codecs that are read, and the most that each can expand its input. */
enum TiffCompression {
    NONE("none", 1),
    LZW("LZW", 3000),
    JPEG("JPEG", 4096),
    DEFLATE("deflate", 1100),
    PACK_BITS("PackBits", 128),
    JPEG_2000_YCBCR("JPEG 2000", 65536),
    JPEG_2000_RGB("JPEG 2000", 65536),
    JPEG_2000("JPEG 2000", 65536),
    ZSTD("zstd", 65536);

    private final String title;
    private final int largestRatio;

    TiffCompression(String title, int largestRatio) {
        this.title = title;
        this.largestRatio = largestRatio;
    }

    /** The codec of that number in tag 259, if it is one that is read. */
    static Optional<TiffCompression> of(long number) {
        return Optional.ofNullable(
                switch ((int) Math.max(0, Math.min(number, Integer.MAX_VALUE))) {
                    case 1 -> NONE;
                    case 5 -> LZW;
                    case 7 -> JPEG;
                    case 8, 32946 -> DEFLATE;
                    case 32773 -> PACK_BITS;
                    case 33003 -> JPEG_2000_YCBCR;
                    case 33005 -> JPEG_2000_RGB;
                    case 33004, 34712 -> JPEG_2000;
                    case 50000 -> ZSTD;
                    default -> null;
                });
    }

    /** The name of a codec that is not read. */
    static String nameOf(long number) {
        return switch ((int) Math.max(0, Math.min(number, Integer.MAX_VALUE))) {
            case 2, 3, 4 -> "CCITT fax";
            case 6 -> "old-style JPEG";
            case 9, 10 -> "JBIG";
            case 22610, 34934 -> "JPEG XR";
            case 32809 -> "ThunderScan";
            case 34661 -> "JBIG";
            case 34887 -> "LERC";
            case 34925 -> "LZMA";
            case 50001 -> "WebP";
            case 50002, 52546 -> "JPEG XL";
            default -> "unknown";
        };
    }

    /** The name for people. */
    String title() {
        return title;
    }

    boolean isJpeg2000() {
        return this == JPEG_2000 || this == JPEG_2000_RGB || this == JPEG_2000_YCBCR;
    }

    /** Whether {@code encoded} bytes can become {@code decoded}: a tile that claims more is refused before memory is taken for it. */
    boolean canExpand(long encoded, long decoded) {
        return decoded <= 4096 + encoded * largestRatio;
    }
}

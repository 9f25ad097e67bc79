package io.spatho.report.color;

import java.util.Locale;

/**
 * The colours of the report, as 0xRRGGBB.
 *
 * <p>Categories: the seven hues of Okabe and Ito (Color Universal Design, 2008), then eight of Tol's muted scheme (SRON technical
 * note 18-02), three of them lightened so that they stand out from a dark page as well. Sequences: cividis (Nuñez and others, PLoS
 * ONE 2018), given by nine points. Deviations: blue, white, orange, which red-green blind readers tell apart.
 */
public final class Palette {

    /** How many categories have a colour of their own; further ones share {@link #OTHER}. */
    public static final int CATEGORIES = 15;

    /** Categories beyond those with a colour, and what has none. */
    public static final int OTHER = 0x8F969D;

    /** What did not pass quality control. */
    public static final int REMOVED = 0xC9CED3;

    private static final int[] CATEGORICAL = {
        0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xD55E00, 0xF0E442, 0x5B5BC7, 0x44AA99, 0xA63A6A, 0x999933,
        0xAA6FC4, 0x2E8B45, 0xDDCC77, 0xCC6677
    };
    private static final int[] SEQUENTIAL = {
        0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838
    };
    private static final int[] DIVERGING = {0x0B5FA5, 0x6BA6D6, 0xF4F4F2, 0xEFA55C, 0xB85400};

    private Palette() {}

    /** The colour of the category at a position from 0. */
    public static int category(int position) {
        return position >= 0 && position < CATEGORIES ? CATEGORICAL[position] : OTHER;
    }

    /** The colour of a value from 0 to 1. */
    public static int sequential(double value) {
        return between(SEQUENTIAL, value);
    }

    /** The colour of a value from -1 to 1. */
    public static int diverging(double value) {
        return between(DIVERGING, (value + 1) / 2);
    }

    /** The colour in the form {@code #rrggbb}. */
    public static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    /** Black or white, whichever reads better on a colour. */
    public static String inkOn(int rgb) {
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
        return luminance > 0.18 ? "#000000" : "#ffffff";
    }

    private static double linear(int channel) {
        double value = (channel & 0xFF) / 255.0;
        return value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int between(int[] points, double value) {
        double place = Math.max(0, Math.min(1, value)) * (points.length - 1);
        int low = Math.min((int) place, points.length - 2);
        double share = place - low;
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (points[low] >> shift) & 0xFF;
            int b = (points[low + 1] >> shift) & 0xFF;
            result |= (int) Math.round(a + share * (b - a)) << shift;
        }
        return result;
    }
}

package io.spatho.report.color;

/** Colours from lightness and two opponent axes: CIE L*a*b* under D65, turned into sRGB. */
public final class LabColor {

    private static final double EPSILON = 6.0 / 29;

    private LabColor() {}

    /** The sRGB colour of a point; channels outside sRGB are cut off. */
    public static int rgb(double lightness, double greenRed, double blueYellow) {
        double fy = (lightness + 16) / 116;
        double x = 0.95047 * inverse(fy + greenRed / 500);
        double y = inverse(fy);
        double z = 1.08883 * inverse(fy - blueYellow / 200);
        int red = channel(3.2404542 * x - 1.5371385 * y - 0.4985314 * z);
        int green = channel(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z);
        int blue = channel(0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
        return red << 16 | green << 8 | blue;
    }

    private static double inverse(double t) {
        return t > EPSILON ? t * t * t : 3 * EPSILON * EPSILON * (t - 4.0 / 29);
    }

    private static int channel(double linear) {
        double clipped = Math.max(0, Math.min(1, linear));
        double value = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * StrictMath.pow(clipped, 1 / 2.4) - 0.055;
        return (int) Math.round(value * 255);
    }
}

package io.spatho.anndata.slide;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Micrometres per pixel of a slide's largest level, with the source that says so and the sources that say otherwise.
 *
 * @param x micrometres per column
 * @param y micrometres per row
 * @param source where it was taken from
 * @param conflicts other sources that differ by more than 2 %, in words
 */
public record PixelSize(double x, double y, String source, List<String> conflicts) {

    private static final double TOLERANCE = 0.02;

    public PixelSize {
        if (!(x > 0 && y > 0) || !Double.isFinite(x + y)) {
            throw new IllegalArgumentException("not a pixel size: " + x + " x " + y);
        }
        conflicts = List.copyOf(conflicts);
    }

    /** What one source says. */
    record Claim(String source, double x, double y) {

        boolean isUsable() {
            return x > 0 && y > 0 && Double.isFinite(x) && Double.isFinite(y);
        }

        private boolean agreesWith(Claim other) {
            return Math.abs(x / other.x - 1) <= TOLERANCE && Math.abs(y / other.y - 1) <= TOLERANCE;
        }

        String words() {
            return source + " says " + PixelSize.words(x, y) + " per pixel";
        }
    }

    /** The first claim, and those after it that contradict it. */
    static Optional<PixelSize> of(List<Claim> claims) {
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        Claim chosen = claims.get(0);
        List<String> conflicts = new ArrayList<>();
        for (Claim other : claims.subList(1, claims.size())) {
            if (!other.agreesWith(chosen)) {
                conflicts.add(other.words() + ", but " + chosen.words() + " and was taken");
            }
        }
        return Optional.of(new PixelSize(chosen.x(), chosen.y(), chosen.source(), conflicts));
    }

    /** Six digits and the unit, both directions when they differ. */
    public String words() {
        return words(x, y);
    }

    private static String words(double x, double y) {
        return x == y ? digits(x) + " µm" : digits(x) + " x " + digits(y) + " µm";
    }

    private static String digits(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** One number for both directions: the side of a square of the pixel's area. */
    public double mean() {
        return x == y ? x : Math.sqrt(x * y);
    }
}

package io.spatho.report.audit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that stands for itself in a text: not a digit of a name such as CD8, PD-1 or 10x.
 *
 * @param text as it is written, with its unit
 * @param value the number
 * @param decimals how many decimals it is written with
 * @param unit its unit or the noun it counts, in lower case; empty when there is none
 * @param start where it begins
 * @param end where it ends
 */
record NumberToken(String text, BigDecimal value, int decimals, String unit, int start, int end) {

    private static final int MOST_DIGITS = 18;
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\p{L}\\d_.,])(?<!\\p{L}-)([-\\u2212](?=\\d))?(\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(\\.\\d++)?"
                    + "(?:[\\s\\u00a0]?(%|µm|\\u03bcm|um|mm|nm)|[\\s\\u00a0-](percent|per\\s+cent|nats|fold|cells?|spots?|bins?|observations?"
                    + "|mg|ml|weeks?|months?|years?))?(?![\\p{L}\\d_])");

    static List<NumberToken> in(String text) {
        List<NumberToken> tokens = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            String fraction = matcher.group(3) == null ? "" : matcher.group(3);
            String digits = matcher.group(2).replace(",", "") + fraction;
            if (digits.length() <= MOST_DIGITS) {
                BigDecimal value = new BigDecimal(digits);
                String unit = matcher.group(4) == null ? matcher.group(5) : matcher.group(4);
                tokens.add(new NumberToken(
                        matcher.group(),
                        matcher.group(1) == null ? value : value.negate(),
                        Math.max(0, fraction.length() - 1),
                        unit == null ? "" : unit.toLowerCase(java.util.Locale.ROOT),
                        matcher.start(),
                        matcher.end()));
            }
        }
        return tokens;
    }

    boolean isPercent() {
        return unit.startsWith("per") || unit.equals("%");
    }

    boolean countsObservations() {
        return unit.startsWith("cell")
                || unit.startsWith("spot")
                || unit.startsWith("bin")
                || unit.startsWith("observation");
    }

    /** Whole numbers up to ten without a unit, and 0.0 and 1.0, say nothing of a measurement. */
    boolean isOrdinary() {
        boolean small = value.signum() >= 0 && value.compareTo(BigDecimal.TEN) <= 0;
        boolean edge = value.signum() == 0 || value.compareTo(BigDecimal.ONE) == 0;
        return unit.isEmpty() && small && (decimals == 0 || edge);
    }

    /** Whether a value, rounded to as many decimals, reads like this number; a percentage is compared with a hundred times a share. */
    boolean reads(double measured) {
        if (Double.isNaN(measured) || Double.isInfinite(measured)) {
            return false;
        }
        BigDecimal exact = new BigDecimal(Double.toString(measured));
        BigDecimal shown = isPercent() ? exact.movePointRight(2) : exact;
        return shown.setScale(decimals, RoundingMode.HALF_UP).compareTo(value) == 0
                || shown.setScale(decimals, RoundingMode.HALF_EVEN).compareTo(value) == 0;
    }
}

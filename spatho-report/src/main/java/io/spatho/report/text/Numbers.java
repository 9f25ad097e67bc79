package io.spatho.report.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as people read them: thousands separated by commas, a true minus sign, few digits. Sentences of the evidence are
 * worded before they come here, by {@link io.spatho.core.text.Words}.
 *
 * <p>Determinism: decimal arithmetic on the exact value of the double, rounded half to even, in no locale. A number that is not
 * finite reads as {@link #UNDEFINED}.
 */
public final class Numbers {

    /** What stands in place of a number that there is not. */
    public static final String UNDEFINED = "not defined";

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int SMALLEST_PLAIN_EXPONENT = -4;
    private static final int LARGEST_PLAIN_EXPONENT = 9;

    private Numbers() {}

    /** A whole number, such as {@code 12,345}. */
    public static String count(long value) {
        String digits = Long.toString(value);
        return value < 0 ? "−" + grouped(digits.substring(1)) : grouped(digits);
    }

    /** A number with a fixed number of decimals. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return UNDEFINED;
        }
        return signed(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN));
    }

    /** A number with a number of significant digits and no trailing zeros; very small and very large ones as powers of ten. */
    public static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return UNDEFINED;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (rounded.signum() == 0) {
            return "0";
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < SMALLEST_PLAIN_EXPONENT || exponent > LARGEST_PLAIN_EXPONENT) {
            return signed(trimmed(rounded.movePointLeft(exponent))) + " × 10" + superscript(exponent);
        }
        return signed(trimmed(rounded));
    }

    /** A share as a percentage with one decimal. */
    public static String percent(double share) {
        if (!Double.isFinite(share)) {
            return UNDEFINED;
        }
        if (share > 0 && share < 0.0005) {
            return "< 0.1 %";
        }
        return trimmedZero(fixed(share * 100, 1)) + " %";
    }

    /** A probability: three decimals, or {@code < 0.001}. */
    public static String probability(double p) {
        if (!Double.isFinite(p)) {
            return UNDEFINED;
        }
        return p < 0.001 ? "< 0.001" : fixed(p, 3);
    }

    /** A size in bytes, such as {@code 1.2 MB}; units are powers of ten. */
    public static String bytes(long size) {
        if (size < 1000) {
            return count(size) + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = size;
        int unit = -1;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return significant(value, 3) + " " + units[unit];
    }

    /** A length in micrometres, from one millimetre on in millimetres. */
    public static String length(double um) {
        if (!Double.isFinite(um)) {
            return UNDEFINED;
        }
        return um >= 1000 ? significant(um / 1000, 3) + " mm" : significant(um, 3) + " µm";
    }

    /** An area in square micrometres, from one square millimetre on in square millimetres. */
    public static String area(double squareUm) {
        if (!Double.isFinite(squareUm)) {
            return UNDEFINED;
        }
        return squareUm >= 1e6 ? significant(squareUm / 1e6, 3) + " mm²" : significant(squareUm, 3) + " µm²";
    }

    /** A coordinate for markup: at most one decimal, a plain minus, no separators. */
    public static String coordinate(double value) {
        long tenths = Math.round(value * 10);
        long rest = Math.abs(tenths % 10);
        String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths / 10);
        return rest == 0 ? whole : whole + "." + rest;
    }

    private static BigDecimal trimmed(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }

    private static String trimmedZero(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String signed(BigDecimal value) {
        String plain = value.abs().toPlainString();
        int point = plain.indexOf('.');
        String number = point < 0 ? grouped(plain) : grouped(plain.substring(0, point)) + plain.substring(point);
        return value.signum() < 0 ? "−" + number : number;
    }

    private static String grouped(String digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int place = digits.length() - 3; place > 0; place -= 3) {
            text.insert(place, ',');
        }
        return text.toString();
    }

    private static String superscript(int exponent) {
        StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            text.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }
}

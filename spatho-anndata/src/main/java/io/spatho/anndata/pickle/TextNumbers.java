package io.spatho.anndata.pickle;

import io.spatho.core.error.InputException;
import java.math.BigInteger;

/** Numbers and texts as pickles of protocol 0 spell them, each on its own line. */
final class TextNumbers {

    private static final int LONGEST_NUMBER = 64;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final PickleSource in;

    TextNumbers(PickleSource in) {
        this.in = in;
    }

    /** A whole number, or the booleans {@code 00} and {@code 01}. */
    Object whole() {
        String line = in.line(LONGEST_NUMBER);
        return switch (line) {
            case "00" -> false;
            case "01" -> true;
            default -> fitted(integer(line));
        };
    }

    /** A whole number with an {@code L} behind it. */
    Object longer() {
        String line = in.line(LONGEST_NUMBER);
        return fitted(integer(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
    }

    /** The number of a remembered value. */
    long index() {
        return fitted(integer(in.line(LONGEST_NUMBER))) instanceof Long index ? index : Long.MAX_VALUE;
    }

    /** A floating-point number. */
    Double real() {
        String line = in.line(LONGEST_NUMBER);
        return switch (line) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> decimal(line);
        };
    }

    private Double decimal(String line) {
        if (!line.matches("-?[0-9]+(\\.[0-9]+)?(e[+-]?[0-9]+)?")) {
            throw bad(line);
        }
        return Double.valueOf(line);
    }

    /** Text in which {@code \\u} and {@code \\U} with 4 or 8 digits stand for code points, and any other byte for itself. */
    String text() {
        String line = in.line(Math.max(1, in.remaining()));
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            int digits = line.startsWith("\\u", i) ? 4 : line.startsWith("\\U", i) ? 8 : 0;
            if (digits == 0) {
                text.append(line.charAt(i));
                continue;
            }
            text.appendCodePoint(codePoint(line, i + 2, digits));
            i += digits + 1;
        }
        return text.toString();
    }

    private int codePoint(String line, int from, int digits) {
        if (from + digits <= line.length()
                && line.substring(from, from + digits).matches("[0-9a-fA-F]+")) {
            long value = Long.parseLong(line.substring(from, from + digits), 16);
            if (value <= Character.MAX_CODE_POINT) {
                return (int) value;
            }
        }
        throw in.fault("text in the pickle has a broken escape", digits + " hexadecimal digits", "other characters");
    }

    private BigInteger integer(String line) {
        if (!line.matches("-?[0-9]+")) {
            throw bad(line);
        }
        return new BigInteger(line);
    }

    /** A {@link Long} where it fits, so that one number has one form. */
    static Object fitted(BigInteger value) {
        boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        return fits ? (Object) value.longValue() : value;
    }

    private InputException bad(String line) {
        return in.fault("a number in the pickle is misspelt", "digits", line);
    }
}

package io.spatho.anndata.tenx;

import java.nio.charset.StandardCharsets;

/** Parses lines {@code feature cell value} of a Matrix Market file from bytes, without making strings for plain integers. */
final class MtxParser {

    private static final int MOST_DIGITS = 9;
    private static final int LARGEST_EXACT = 1 << 24;
    private static final int LONGEST_SHOWN = 60;

    private final byte[] text;
    private final int length;
    private final long features;
    private final long cells;
    private final boolean integer;
    private final MtxBlock block = new MtxBlock();
    private int at;
    private int lineStart;

    private MtxParser(byte[] text, MtxText.Header header) {
        this.text = text;
        this.length = text.length;
        this.features = header.rows();
        this.cells = header.columns();
        this.integer = header.integer();
    }

    /** All entries of whole lines, up to the first fault. */
    static MtxBlock parse(byte[] text, MtxText.Header header) {
        MtxParser parser = new MtxParser(text, header);
        boolean sound = true;
        while (sound && parser.at < parser.length) {
            sound = parser.line();
            parser.block.lines++;
        }
        return parser.block;
    }

    private boolean line() {
        lineStart = at;
        skipBlanks();
        if (atLineEnd() || text[at] == '%') {
            skipLine();
            return true;
        }
        long feature = index();
        skipBlanks();
        long cell = index();
        skipBlanks();
        if (feature < 1 || feature > features) {
            return fail("a feature number is out of range", "1 to " + features);
        }
        if (cell < 1 || cell > cells) {
            return fail("a barcode number is out of range", "1 to " + cells);
        }
        double value = value();
        skipBlanks();
        if (Double.isNaN(value) || !atLineEnd()) {
            return fail("an entry cannot be read", "two positive integers and a number");
        }
        if (value < 0 || Double.isInfinite(value) || (integer && value != Math.rint(value))) {
            return fail("a count is not a count", integer ? "a whole number of at least 0" : "a number of at least 0");
        }
        if (value > LARGEST_EXACT) {
            return fail("a count is too large", "at most " + LARGEST_EXACT);
        }
        skipLine();
        block.add((int) feature - 1, (int) cell - 1, (float) value);
        return true;
    }

    private boolean atLineEnd() {
        return at >= length || text[at] == '\n';
    }

    private void skipBlanks() {
        while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
    }

    private void skipLine() {
        while (!atLineEnd()) {
            at++;
        }
        at++;
    }

    /** A plain integer followed by a blank, or -1. */
    private long index() {
        int start = at;
        long number = 0;
        while (at < length && text[at] >= '0' && text[at] <= '9' && at - start <= MOST_DIGITS) {
            number = 10 * number + text[at] - '0';
            at++;
        }
        boolean ends = at < length && (text[at] == ' ' || text[at] == '\t');
        return at > start && ends ? number : -1;
    }

    private double value() {
        int start = at;
        long number = 0;
        while (at < length && text[at] >= '0' && text[at] <= '9' && at - start < MOST_DIGITS) {
            number = 10 * number + text[at] - '0';
            at++;
        }
        if (at > start && (at == length || text[at] <= ' ')) {
            return number;
        }
        while (at < length && text[at] > ' ') {
            at++;
        }
        return slowValue(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
    }

    private static double slowValue(String token) {
        boolean decimal = !token.isEmpty()
                && token.length() <= LONGEST_SHOWN
                && token.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
        if (!decimal) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(token);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private boolean fail(String what, String expected) {
        int end = lineStart;
        while (end < length && text[end] != '\n' && end - lineStart < LONGEST_SHOWN) {
            end++;
        }
        block.fail(what, expected, new String(text, lineStart, end - lineStart, StandardCharsets.ISO_8859_1));
        return false;
    }
}

package io.spatho.anndata.csv;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whole lines of a comma-separated file as bytes, with a cursor that walks over rows and fields without making objects of them.
 *
 * <p>Fields may be quoted (quotes double), but may not span lines. Every row must have as many fields as the header. Use: {@link
 * #nextRow}, then {@link #nextField} once for each field, then {@link #endRow}. Not for use by several threads at once.
 */
public final class CsvBlock {

    private static final long EXACT = 1L << 53;
    private static final int MOST_DECIMALS = 22;
    private static final char REPLACEMENT = '\ufffd';
    private static final int MOST_DIGITS = 18;
    private static final double[] TENS = new double[MOST_DECIMALS + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = TENS[i - 1] * 10;
        }
    }

    private final Path file;
    private final byte[] bytes;
    private final int to;
    private final int fields;
    private final long firstLine;
    private final int from;
    private int next;
    private int lineEnd;
    private int at = -1;
    private int start;
    private int end;
    private boolean doubled;

    CsvBlock(Path file, byte[] bytes, int from, int to, int fields, long firstLine) {
        this.file = file;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.fields = fields;
        this.firstLine = firstLine;
        this.next = from;
    }

    /** The number of bytes. */
    int length() {
        return to - from;
    }

    /** The number of lines. */
    long lines() {
        long lines = 0;
        for (int i = from; i < to; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The number of line ends up to the next row. */
    long linesRead() {
        long lines = 0;
        for (int i = from; i < Math.min(next, to); i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The bytes after the current row. */
    byte[] unread() {
        return Arrays.copyOfRange(bytes, Math.min(next, to), to);
    }

    /** Whether the row has a further field. */
    boolean hasField() {
        return at >= 0;
    }

    /** Passes over the three bytes that some programs put before UTF-8 text. */
    CsvBlock skipByteOrderMark() {
        boolean mark = to - next >= 3
                && bytes[next] == (byte) 0xef
                && bytes[next + 1] == (byte) 0xbb
                && bytes[next + 2] == (byte) 0xbf;
        next += mark ? 3 : 0;
        return this;
    }

    /** Moves to the next line that is not empty; false at the end. */
    public boolean nextRow() {
        while (next < to) {
            int begin = next;
            int stop = begin;
            while (stop < to && bytes[stop] != '\n') {
                stop++;
            }
            next = stop + 1;
            lineEnd = stop > begin && bytes[stop - 1] == '\r' ? stop - 1 : stop;
            if (lineEnd > begin) {
                at = begin;
                return true;
            }
        }
        at = -1;
        return false;
    }

    /** Moves to the row's next field; a row that has no further one is an {@link InputException}. */
    public void nextField() {
        if (at < 0) {
            throw problem("a row has too few fields", fields, "fewer");
        }
        doubled = false;
        if (at < lineEnd && bytes[at] == '"') {
            quoted();
            return;
        }
        start = at;
        int stop = at;
        while (stop < lineEnd && bytes[stop] != ',') {
            stop++;
        }
        end = stop;
        at = stop < lineEnd ? stop + 1 : -1;
    }

    private void quoted() {
        start = at + 1;
        int stop = start;
        while (true) {
            while (stop < lineEnd && bytes[stop] != '"') {
                stop++;
            }
            if (stop >= lineEnd) {
                throw problem("a quoted field has no end in its line", "a closing quote", "the end of the line");
            }
            if (stop + 1 < lineEnd && bytes[stop + 1] == '"') {
                doubled = true;
                stop += 2;
            } else {
                break;
            }
        }
        end = stop;
        if (stop + 1 < lineEnd && bytes[stop + 1] != ',') {
            throw problem("a quoted field goes on after its closing quote", "a comma", "something else");
        }
        at = stop + 1 < lineEnd ? stop + 2 : -1;
    }

    /** Requires that the row has no further field. */
    public void endRow() {
        if (at >= 0) {
            throw problem("a row has too many fields", fields, "more");
        }
    }

    /** Whether the current field is the single digit 0, the most frequent field of a table of counts. */
    boolean isZero() {
        return end - start == 1 && bytes[start] == '0';
    }

    /** The current field as a number, NaN when it is empty, {@code NA} or {@code NaN}. */
    public double number() {
        int digit = start;
        boolean negative = digit < end && bytes[digit] == '-';
        digit += negative ? 1 : 0;
        long mantissa = 0;
        int decimals = 0;
        int digits = 0;
        boolean point = false;
        for (; digit < end; digit++) {
            byte c = bytes[digit];
            if (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
                decimals += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                return slowNumber();
            }
        }
        if (digits == 0 || mantissa >= EXACT || decimals > MOST_DECIMALS) {
            return slowNumber();
        }
        // both operands are exact in float64, so the quotient is the correctly rounded value of the text
        double value = mantissa / TENS[decimals];
        return negative ? -value : value;
    }

    private double slowNumber() {
        try {
            return NumberText.parse(text());
        } catch (NumberFormatException e) {
            throw problem("a field is not a number", "a number", text());
        }
    }

    /** Whether the current field has the form of a number or of a missing one. */
    boolean isNumber() {
        try {
            NumberText.parse(text());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether the current field has no character. */
    boolean isEmpty() {
        return start == end;
    }

    /** The current field as text. */
    public String text() {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !isReplacement(text)) {
            throw problem("a text is not UTF-8", "UTF-8", "another encoding");
        }
        return doubled ? text.replace("\"\"", "\"") : text;
    }

    /** Whether the bytes say what the text says, and none was replaced. */
    private boolean isReplacement(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(bytes, start, end, encoded, 0, encoded.length);
    }

    /** The current field as a label of ordinary length. */
    String label() {
        return Labels.label(text(), () -> file + " a field");
    }

    /** The code of the current field in a list of words, which grows where the word is new. */
    int word(WordList words) {
        return doubled ? words.add(text()) : words.add(bytes, start, end);
    }

    /** A problem at the current row. */
    public InputException problem(String what, Object expected, Object found) {
        long line = firstLine;
        for (int i = from; i < Math.min(next - 1, to); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return new InputException(Problem.of(what).at(file + " line " + line).expected(expected, found));
    }
}

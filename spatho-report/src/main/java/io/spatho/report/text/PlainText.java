package io.spatho.report.text;

import java.util.Locale;

/**
 * Foreign text made harmless for display: characters that are invisible, reorder their surroundings or cannot be written in UTF-8
 * are shown by their code, and over-long text is cut. What is left reads as it was written.
 *
 * <p>Determinism: depends on the text only. Cost: linear in the part that is kept.
 */
public final class PlainText {

    /** The longest text that is shown, in code points. */
    public static final int LONGEST = 4000;

    private PlainText() {}

    /** The text without unsafe characters, cut at {@link #LONGEST} code points. */
    public static String clean(String text) {
        return shorten(text, LONGEST);
    }

    /** The text without unsafe characters, cut at a number of code points; an ellipsis marks the cut. */
    public static String shorten(String text, int longest) {
        StringBuilder result = new StringBuilder(Math.min(text.length(), longest) + 8);
        int shown = 0;
        int position = 0;
        while (position < text.length() && shown < longest) {
            int codePoint = text.codePointAt(position);
            append(result, codePoint);
            position += Character.charCount(codePoint);
            shown++;
        }
        if (position < text.length()) {
            result.append('…');
        }
        return result.toString();
    }

    private static void append(StringBuilder result, int codePoint) {
        if (codePoint == '\n' || codePoint == '\t' || codePoint == '\r') {
            result.append(' ');
        } else if (isUnsafe(codePoint)) {
            result.append(String.format(Locale.ROOT, "⟨U+%04X⟩", codePoint));
        } else {
            result.appendCodePoint(codePoint);
        }
    }

    private static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}

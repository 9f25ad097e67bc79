package io.spatho.core.error;

/**
 * What went wrong, in the four parts that a user needs: what, where, expected and found, and what to do.
 *
 * <p>Any part but {@code what} may be empty. {@link #line()} joins the parts into one line; control characters from files are
 * replaced so that a message can neither break the line nor steer a terminal.
 *
 * @param what the fault, without a trailing full stop
 * @param where file, row, key or option
 * @param expected what would have been right
 * @param found what was there instead
 * @param remedy what the user can do
 */
public record Problem(String what, String where, String expected, String found, String remedy) {

    private static final int LONGEST_PART = 600;

    /** Starts a problem with its fault. */
    public static Problem of(String what) {
        return new Problem(what, "", "", "", "");
    }

    /** The same problem with the place it was found. */
    public Problem at(Object place) {
        return new Problem(what, String.valueOf(place), expected, found, remedy);
    }

    /** The same problem with what was expected and what was found. */
    public Problem expected(Object wanted, Object actual) {
        return new Problem(what, where, String.valueOf(wanted), String.valueOf(actual), remedy);
    }

    /** The same problem with what the user can do. */
    public Problem fix(String advice) {
        return new Problem(what, where, expected, found, advice);
    }

    /** All parts on one line. */
    public String line() {
        StringBuilder line = new StringBuilder(clean(what));
        if (!where.isEmpty()) {
            line.append(" [").append(clean(where)).append(']');
        }
        if (!expected.isEmpty()) {
            line.append(": expected ")
                    .append(clean(expected))
                    .append(", found ")
                    .append(clean(found));
        }
        if (!remedy.isEmpty()) {
            line.append(". ").append(clean(remedy));
        }
        return line.toString();
    }

    private static String clean(String part) {
        String cut = part.length() <= LONGEST_PART ? part : part.substring(0, LONGEST_PART) + "…";
        StringBuilder text = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> text.appendCodePoint(isUnsafe(c) ? ' ' : c));
        return text.toString();
    }

    private static boolean isUnsafe(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}

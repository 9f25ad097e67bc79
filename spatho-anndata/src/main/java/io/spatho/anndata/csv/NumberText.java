package io.spatho.anndata.csv;

/** Decimal numbers as tables write them; empty, {@code NA} and {@code NaN} in any case are missing. */
public final class NumberText {

    private NumberText() {}

    /**
     * The number that a text denotes, NaN when missing.
     *
     * @throws NumberFormatException for anything else, hexadecimal and infinite numbers included
     */
    public static double parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equalsIgnoreCase("na") || trimmed.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                throw new NumberFormatException(trimmed);
            }
        }
        double value = Double.parseDouble(trimmed);
        if (Double.isInfinite(value)) {
            throw new NumberFormatException(trimmed);
        }
        return value;
    }
}

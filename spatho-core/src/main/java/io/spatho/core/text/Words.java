package io.spatho.core.text;

import java.util.Locale;

/**
 * Numbers as people read them in a sentence of the evidence, the same in every locale.
 *
 * <p>Plain characters and fixed forms only, because these sentences are fingerprinted with the run; the report sets numbers in
 * type, with true minus signs and powers of ten, by a class of its own.
 */
public final class Words {

    private Words() {}

    /** A whole number with thousands separators: {@code 12,345}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count with its noun: {@code 1 cell}, {@code 12,345 cells}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** A share as a percentage with one decimal: {@code 12.3 %}; {@code not known} when undefined. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "not known" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A number with a fixed number of decimals. */
    public static String decimal(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}

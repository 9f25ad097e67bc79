package io.spatho.core.limit;

import java.util.function.Supplier;

/** Texts from files that people will read: how long they may be. */
public final class Labels {

    /** The most bytes of UTF-8 that one char of a Java string can need. */
    private static final int MOST_BYTES = 3;

    private Labels() {}

    /** The label, which has at most {@link Limit#LABEL_BYTES} bytes of UTF-8; {@code where} says where it stands. */
    public static String label(String text, Supplier<String> where) {
        return within(Limit.LABEL_BYTES, "a label is too long", text, where);
    }

    /** The name or id of a feature, which has at most {@link Limit#SYMBOL_BYTES} bytes of UTF-8. */
    public static String symbol(String text, Supplier<String> where) {
        return within(Limit.SYMBOL_BYTES, "the name of a feature is too long", text, where);
    }

    private static String within(Limit limit, String what, String text, Supplier<String> where) {
        // Short texts, which is all of them, cost one comparison.
        if (text.length() * (long) MOST_BYTES > limit.value()) {
            limit.require(bytes(text), what, where.get());
        }
        return text;
    }

    /** The bytes of UTF-8 that a text needs, without encoding it. */
    public static long bytes(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }
}

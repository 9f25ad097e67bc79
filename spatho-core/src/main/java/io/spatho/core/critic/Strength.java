package io.spatho.core.critic;

import java.util.Locale;

/** How much a piece of evidence bears, in words. */
public enum Strength {
    /** It says how something was computed and claims nothing of the tissue. */
    NOT_GRADED,
    /** Some rule says that it bears little. */
    WEAK,
    /** Some rule holds it back, none says that it bears little. */
    MODERATE,
    /** No rule holds it back. */
    STRONG;

    /** The name used in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word for sentences. */
    public String words() {
        return id().replace('_', ' ');
    }

    /** One step less; weak stays weak. */
    Strength lower() {
        return this == STRONG ? MODERATE : this == MODERATE ? WEAK : this;
    }

    static Strength least(Strength first, Strength second) {
        return first.compareTo(second) <= 0 ? first : second;
    }
}

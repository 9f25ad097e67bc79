package io.spatho.report.review;

import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;

/** A key that is sent to an endpoint and written nowhere: {@link #toString} gives {@code ***}. */
public final class Secret {

    private static final String HIDDEN = "***";
    private static final int LONGEST = 4096;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** A key; {@code name} says where it comes from when it cannot be one. */
    public static Secret of(String name, String value) {
        String plain = value.strip();
        if (plain.isEmpty() || plain.length() > LONGEST || !plain.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UsageException(Problem.of("not a key: it must be visible ASCII without spaces")
                    .at(name));
        }
        return new Secret(plain);
    }

    String reveal() {
        return value;
    }

    /** A text without the key in it. */
    String redact(String text) {
        return text.replace(value, HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}

package io.spatho.core.evidence;

import java.util.Locale;

/** Whether the data behind a piece of evidence passed its checks. */
public enum QcStatus {
    /** All checks passed. */
    PASS,
    /** Usable with care. */
    WARN,
    /** Not to be relied on. */
    FAIL,
    /** Nobody looked. */
    NOT_ASSESSED;

    /** The name used in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that name. */
    public static QcStatus of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}

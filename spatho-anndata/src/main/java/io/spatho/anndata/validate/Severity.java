package io.spatho.anndata.validate;

import java.util.Locale;

/** How much a violation weighs. */
public enum Severity {
    /** The contract is broken: whoever relies on it may go wrong. */
    ERROR,
    /** Allowed, but something is unusual or missing that one would want. */
    WARNING;

    /** The name in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

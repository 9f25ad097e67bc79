package io.spatho.report.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Locale;

/**
 * A fault of a text.
 *
 * @param check the check that found it
 * @param severity how grave it is
 * @param detail what is wrong, in one sentence
 * @param excerpt the words; empty when something is absent
 */
public record Finding(String check, Severity severity, String detail, String excerpt) {

    private static final int LONGEST = 120;

    /** How grave a fault is. */
    public enum Severity {
        /** The text must not be used. */
        CRITICAL,
        /** The text should be looked at. */
        WARNING
    }

    public Finding {
        excerpt = excerpt.length() > LONGEST ? excerpt.substring(0, LONGEST) : excerpt;
    }

    ObjectNode toJson() {
        return CanonicalJson.object()
                .put("check", check)
                .put("severity", severity.name().toLowerCase(Locale.ROOT))
                .put("detail", detail)
                .put("excerpt", excerpt);
    }
}

package io.spatho.report.difference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Locale;

/**
 * One thing that differs between two runs.
 *
 * @param kind what sort of thing
 * @param place where: an option, an input's role, a file with column or key, or an evidence's type and unit
 * @param before what the first run says; empty when it says nothing
 * @param after what the second run says; empty when it says nothing
 */
public record Change(Kind kind, String place, String before, String after) {

    /** What differs. */
    public enum Kind {
        /** The version of spatho, the seed or an option. */
        SETTING,
        /** An input file. */
        INPUT,
        /** An artifact that only one run has, or whose bytes differ where its content cannot be compared. */
        ARTIFACT,
        /** A column or the rows of a table. */
        TABLE,
        /** A value of a JSON document. */
        DOCUMENT,
        /** What a guardrail said. */
        GUARDRAIL,
        /** A sentence that the report may show, or the value it rests on. */
        CLAIM;

        /** The kind's name in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One line for people. */
    public String line() {
        return kind.id() + " " + place + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    /** The change as JSON. */
    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("kind", kind.id())
                .put("place", place)
                .put("before", before)
                .put("after", after);
    }
}

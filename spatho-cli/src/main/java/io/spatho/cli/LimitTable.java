package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.limit.Limit;
import java.io.PrintWriter;
import java.util.Locale;

/** The limits of the readers, for people and for machines. */
final class LimitTable {

    private LimitTable() {}

    static void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(CanonicalJson.line(json()));
            return;
        }
        out.printf(Locale.ROOT, "%-40s %14s %14s  %-13s %s%n", "variable", "limit", "default", "unit", "why");
        for (Limit limit : Limit.values()) {
            out.printf(
                    Locale.ROOT,
                    "%-40s %14d %14s  %-13s %s%n",
                    limit.variable(),
                    limit.value(),
                    limit.isSet() ? Long.toString(limit.standard()) : "same",
                    limit.unit(),
                    limit.reason());
        }
    }

    private static ArrayNode json() {
        ArrayNode list = CanonicalJson.array();
        for (Limit limit : Limit.values()) {
            list.addObject()
                    .put("name", limit.id())
                    .put("variable", limit.variable())
                    .put("property", limit.property())
                    .put("limit", limit.value())
                    .put("default", limit.standard())
                    .put("set", limit.isSet())
                    .put("unit", limit.unit())
                    .put("reason", limit.reason());
        }
        return list;
    }
}

package io.spatho.stgpt.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Uncertainty;
import java.util.Optional;

/** Scores as JSON: {@code value}, {@code lower}, {@code upper}, {@code level}, {@code interval_method}, {@code method}. */
final class Scores {

    private Scores() {}

    /** Adds a score; what is undefined is null. */
    static void put(ObjectNode node, String name, double value, Optional<Uncertainty> interval, String method) {
        ObjectNode score = node.putObject(name);
        number(score, "value", value);
        number(score, "lower", interval.map(Uncertainty::lower).orElse(Double.NaN));
        number(score, "upper", interval.map(Uncertainty::upper).orElse(Double.NaN));
        number(score, "level", interval.map(Uncertainty::level).orElse(Double.NaN));
        score.put("interval_method", interval.map(Uncertainty::method).orElse("none"));
        score.put("method", method);
    }

    /** A number, or null when it is not finite. */
    static ObjectNode number(ObjectNode node, String name, double value) {
        return Double.isFinite(value) ? node.put(name, value) : node.putNull(name);
    }
}

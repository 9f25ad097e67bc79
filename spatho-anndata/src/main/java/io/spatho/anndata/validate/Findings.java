package io.spatho.anndata.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects violations; of each rule the first few are kept apart and the rest counted. */
final class Findings {

    /** How many violations of one rule are listed. */
    static final int LISTED = 10;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Rule, Long> counts = new LinkedHashMap<>();

    void add(Rule rule, String place, Object expected, Object found) {
        long count = counts.merge(rule, 1L, Long::sum);
        if (count <= LISTED) {
            violations.add(new Violation(rule, place, String.valueOf(expected), String.valueOf(found)));
        }
    }

    /** Adds a violation unless something holds; tells whether it does. */
    boolean require(boolean holds, Rule rule, String place, Object expected, Object found) {
        if (!holds) {
            add(rule, place, expected, found);
        }
        return holds;
    }

    List<Violation> violations() {
        return violations;
    }

    Map<Rule, Long> counts() {
        return counts;
    }
}
